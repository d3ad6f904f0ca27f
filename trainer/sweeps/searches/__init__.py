"""How a sweep chooses what to try next: ONE SEARCH, ONE FILE."""
