"""Links that show a network and its runs to whoever holds them."""
