"""A run's place in the queue."""

from collections.abc import Iterable
from uuid import UUID

from webapp.runs.models import Run
from webapp.runs.queue.turns import places
from webapp.storage import unless_away


def place_of(run: Run) -> int:
    """The place from 1; 0 when the run does not wait."""
    return with_place([run])[0][1]


def with_place(runs: Iterable[Run]) -> list[tuple[Run, int]]:
    """Runs, each with its place, for one query in all."""
    found = list(runs)
    known: dict[UUID, int] = {}
    if any(run.status == "queued" for run in found):
        with unless_away("Nobody's place in the queue is known"):
            known = places()
    return [(run, known.get(run.pk, 0)) for run in found]
