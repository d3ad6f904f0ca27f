"""What a contender answers with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fit:
    """One training: an epoch that is not timed, then those that are.

    Units: ``seconds`` of the timed epochs. ``losses`` are of all steps, also of the epoch that is not timed;
    ``accuracy`` is on held-out samples, at the end.
    """

    losses: list[float]
    seconds: float
    accuracy: float


class NotOffered(Exception):
    """A contender can't train this workload."""
