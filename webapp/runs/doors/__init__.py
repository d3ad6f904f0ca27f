"""The API of runs."""
