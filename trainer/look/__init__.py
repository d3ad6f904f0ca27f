"""Looking at a network while it learns, without touching it."""
