"""A run: its state, its loop in slices, its events and its checkpoints."""
