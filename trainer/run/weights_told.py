"""What a run tells of the weights that it began from."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.run.events import WeightsTaken
from trainer.run.state import State
from trainer.run.weights import called

MOST_TOLD = 100
"""Names of weights in each list; a drawing may have thousands."""


def told(state: State) -> Iterator[WeightsTaken]:
    """What a run took of the weights that it began from."""
    beginnings = state.experiment.document.training.begins_from
    for number, (beginning, fit) in enumerate(zip(beginnings, state.taken, strict=True), 1):
        lists = {name: tuple(getattr(fit, name)) for name in ("taken", "misshapen", "fresh", "unused")}
        yield WeightsTaken(
            number=number,
            title=called(beginning),
            words=f"Begins from {called(beginning)}: {fit.words}",
            counts={name: len(names) for name, names in lists.items()},
            **{name: names[:MOST_TOLD] for name, names in lists.items()},
        )
