"""Sweeps: one drawing trained many times with other settings, to find the best of them."""
