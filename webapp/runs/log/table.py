"""The curves of a run as a table: a row for each step, as it was logged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from trainer.run.events import Event, RunState, Started, StepsEnded
from webapp.runs.log.segments import events_so_far
from webapp.runs.models import Run


def rows_of(run: Run) -> Iterator[list[str]]:
    """The table of a run: its head, then a row for each step."""
    return _rows(events_so_far(run))


def _rows(events: Iterable[Event]) -> Iterator[list[str]]:
    """The head, then a row for each step at which some curve has a value. Nine figures tell every float32 apart."""
    state, begun = RunState(), [(0, 0)]  # the first step of each stretch, and its epoch
    for event in events:
        state.apply(event)
        match event:
            case Started(step=step):
                begun = [each for each in begun if each[0] <= step]
            case StepsEnded(first_step=first, epoch=epoch):
                begun.append((first, epoch))
    columns = {
        name: dict(zip(curve.steps, curve.values, strict=True))
        for name, curve in sorted(state.curves.items(), key=_order)
    }
    yield ["step", "epoch", *columns]
    for step in sorted(set().union(*columns.values())):
        epoch = begun[bisect_right(begun, (step, 2**63)) - 1][1]
        values = (column.get(step) for column in columns.values())
        yield [str(step), str(epoch), *("" if value is None else f"{value:.9g}" for value in values)]


def _order(named: tuple[str, object]) -> tuple[bool, str]:
    """What is computed at every step stands before what is measured."""
    return not named[0].startswith("train/"), named[0]
