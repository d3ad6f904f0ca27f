"""What is told inside of a process, so that runs need not know who listens."""

from django.dispatch import Signal

GONE = "runs.gone"
"""The group in which web processes tell each other of runs that were deleted."""

run_stored = Signal()
"""Sent with ``run`` after each transaction that moved its row; by a worker while it holds the lease of the run."""

data_deleted = Signal()
"""Sent with ``run_ids``: the data that these runs learned from are gone, so nothing of them is to stay in memory."""
