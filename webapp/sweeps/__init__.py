"""Sweeps: runs of one drawing with other settings each, to find the best of them."""
