"""Trainings: the queue, the worker's side, the log, and those who watch."""
