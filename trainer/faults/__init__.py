"""What goes wrong while a drawing trains, said by its nodes: where it was, why, and which edit mends it."""
