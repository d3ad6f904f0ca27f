"""Rules that torch holds nodes to, one in each file: its ``HINT`` says what a node broke, or None where it kept it."""
