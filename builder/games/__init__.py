"""Games and environments that a network plays in: one game, one file, rules alone."""
