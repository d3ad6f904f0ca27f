"""Where in a drawing a setting stands: what a path means, what stands there now, and the drawing with another value.

``fc1.out_features`` is a parameter of a node of the main block, ``cell/gate.bias`` one of a node of the block
``cell``, ``cell/width`` the default of a parameter of that block, and ``training.batch_size`` a training setting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from builder.checker.params import did_you_mean, read_value
from builder.checker.report import Report
from builder.drawing.document import Block, Document, Training, Value
from builder.drawing.problems import Problem, SetParam
from builder.kinds.spec import Param
from builder.registry.nodes import CATALOG
from trainer.sweeps.plan import bad_sweep

SETTINGS = ("epochs", "batch_size", "draws", "seed", "patience", "min_delta")
"""The training settings that can be varied."""

_PATH = re.compile(r"(?:(?P<block>\w+)/)?(?:(?P<node>\w+)\.)?(?P<name>\w+)")


class NoSuchPlace(Exception):
    """A path leads nowhere in this drawing, or a value can't stand there; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True)
class Place:
    """A setting of a drawing: of a node, of a block (without ``node``), or of the training (without ``block``)."""

    path: str
    block: str | None
    node: str | None
    name: str

    def put(self, document: Document, value: Value) -> Document:
        """The drawing with this value in place."""
        if self.block is None:
            training = document.training.model_copy(update={self.name: value})
            return document.model_copy(update={"training": training})
        if self.node is not None:
            return document.with_edits((SetParam(id=self.node, name=self.name, value=value),), self.block)
        block = document.blocks[self.block]
        blocks = {
            **document.blocks,
            self.block: block.model_copy(update={"params": {**block.params, self.name: value}}),
        }
        return document.model_copy(update={"blocks": blocks})

    def check(self, document: Document, report: Report, value: Value) -> None:
        """Raises: NoSuchPlace, when what is set here does not take this value at all."""
        try:
            if self.block is None:
                Training.model_validate({**document.training.model_dump(), self.name: value})
            elif self.node is not None:
                read_value(self.form(document, report), value)
        except ValidationError as error:
            raise self.refused(f"{error.errors()[0]['msg']}; it is {value!r}") from None
        except ValueError as error:
            raise self.refused(str(error)) from None

    def form(self, document: Document, report: Report) -> Param:
        """The form of a node's parameter.

        Raises: NoSuchPlace.
        """
        assert self.node is not None
        assert self.block is not None
        nodes = report.nodes if self.block == document.main else report.blocks.get(self.block, {})
        kind = document.blocks[self.block].nodes[self.node].type
        found = nodes.get(self.node)
        spec = found.spec if found and found.spec else CATALOG[kind].spec
        for param in spec.params:
            if param.name == self.name:
                return param
        hint = did_you_mean(self.name, (param.name for param in spec.params), "parameters")
        raise self.refused(f"{kind} has no parameter {self.name!r}", hint)

    def refused(self, message: str, hint: str = "Give values that the field takes.") -> NoSuchPlace:
        """That this place is none, or takes no such value, in words."""
        return NoSuchPlace(bad_sweep(f"{self.path}: {message}.", hint, self.node, self.block))


def place_of(document: Document, path: str) -> Place:
    """What a path leads to.

    Raises:
        NoSuchPlace: nothing, in this drawing.
    """
    match = _PATH.fullmatch(path)
    if not match or not (match["block"] or match["node"]):
        raise Place(path, None, None, "").refused("this is no path", "Write for example fc1.out_features.")
    if path == "training.epochs" and document.training.stages:
        hint = "Vary what a stage trains with, such as the lr of its Objective."
        raise Place(path, None, None, "epochs").refused("this follows from how long the stages are", hint)
    if match["node"] == "training" and match["block"] is None:
        return _known(Place(path, None, None, match["name"]), match["name"], SETTINGS, "training settings")
    name = match["block"] or document.main
    place = Place(path, name, match["node"], match["name"])
    _known(place, name, document.blocks, "blocks")
    block: Block = document.blocks[name]
    if place.node is None:
        return _known(place, place.name, block.params, "parameters of the block")
    return _known(place, place.node, block.nodes, "nodes")


def with_values(document: Document, values: Mapping[str, Value]) -> Document:
    """The drawing with every one of these values at its path."""
    for path, value in values.items():
        document = place_of(document, path).put(document, value)
    return document


def _known(place: Place, name: str, known: Mapping[str, object] | tuple[str, ...], what: str) -> Place:
    if name not in known:
        raise place.refused(f"there is no {name!r} here", did_you_mean(name, known, what))
    return place
