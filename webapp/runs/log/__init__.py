"""The log of a run: written to a stream, kept in segments."""
