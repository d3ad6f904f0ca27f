"""Trainings of some seconds, and what they come to when nobody disturbs them."""

from __future__ import annotations

from functools import cache

from builder.drawing.document import Document, Stage
from tests.drawings import classifier
from trainer.run.beginning import begin
from trainer.run.events import RunState
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice


def unsliced(document: Document) -> RunState:
    """What a run comes to in one go, in this process."""
    state = RunState()
    for seq, event in enumerate(train_slice(begin(Experiment(document=document)), 1e9), 1):
        state.apply(event.model_copy(update={"seq": seq}))
    return state


def deep(*, layers: int, width: int, epochs: int, batch_size: int) -> Document:
    """So many layers of so many features, trained on one thread."""
    inner: dict[str, object] = {}
    for place in range(layers):
        inner |= {f"fc{place}": ("Linear", {"out_features": width}), f"relu{place}": "ReLU"}
    out = {"out": ("Linear", {"out_features": 2})}
    return classifier({**inner, **out}, epochs=epochs, batch_size=batch_size, threads=1)


@cache
def drawing() -> Document:
    """A training of some seconds: more than one slice where nobody else computes."""
    return deep(layers=4, width=192, epochs=80, batch_size=32)


@cache
def staged() -> Document:
    """A training of some seconds in three stages."""
    document = deep(layers=4, width=192, epochs=720, batch_size=32)
    stages = (
        Stage(name="All", epochs=240),
        Stage(name="The end", epochs=240, frozen=("fc0", "fc1")),
        Stage(name="All again", epochs=240, goals={"objective": {"lr": 0.0003}}, batch_size=48),
    )
    return document.model_copy(update={"training": document.training.model_copy(update={"stages": stages})})


@cache
def undisturbed() -> RunState:
    """What that comes to."""
    return unsliced(drawing())
