"""Whose turn it is, who holds a run, and how long the others wait."""
