"""Makes a drawing runnable: its source is executed as it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from builder.data import Dataset
from builder.document import Document, Value
from builder.writer import plan, write, write_trace

Batch = dict[str, Tensor]


@dataclass(frozen=True)
class Answer:
    """One thing the network answers: its name, and the names of the classes it scores, if any."""

    name: str
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Program:
    """A compiled drawing. The functions are those of ``source``, executed."""

    source: str
    network: Callable[[], nn.Module]
    objective: Callable[[nn.Module, Batch], Tensor]
    make_optimizer: Callable[[nn.Module], torch.optim.Optimizer]
    metrics: Callable[[nn.Module, Batch], dict[str, Tensor]]
    trace: Callable[[nn.Module, Batch], dict[str, Tensor]]
    dataset: Dataset
    dataset_params: dict[str, Value]
    loss_name: str
    asked: tuple[str, ...]
    answers: tuple[Answer, ...]
    parameters: int
    values_per_sample: int


def compile(document: Document) -> Program:
    """The drawing as functions that train, measure and answer.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way of training.
    """
    planned = plan(document)
    found = planned.found
    text = write(planned)
    namespace: dict[str, object] = {"__name__": "layerloom_network"}
    exec(text + "\n\n" + write_trace(planned), namespace)
    data = next(iter(planned.fields))[0]
    dataset = found.layers[data]
    assert isinstance(dataset, Dataset)
    return Program(
        source=text,
        **{name: namespace[key] for name, key in _DOORS.items()},  # type: ignore[arg-type]
        dataset=dataset,
        dataset_params=found.params[data],
        loss_name=planned.loss[0],
        asked=tuple(planned.fields[wire] for wire in planned.answer_fields),
        answers=tuple(
            Answer(name, _classes(found.flows[wire].small, dataset)) for wire, name in planned.answers.items()
        ),
        parameters=sum(found.learned[id] for id in planned.modules),
        values_per_sample=sum(found.flows[wire].per_sample for wire in planned.variables),
    )


_DOORS = {
    "network": "Network",
    "objective": "objective",
    "make_optimizer": "make_optimizer",
    "metrics": "metrics",
    "trace": "trace",
}


def _classes(shape: tuple[int, ...], dataset: Dataset) -> tuple[str, ...]:
    """The names of the classes, where an answer holds one score for each."""
    for field in dataset.fields:
        if field.classes and shape[1:] == (len(field.classes),):
            return field.classes
    return ()
