"""The facts of a node type, from which palette, sockets, forms and documentation are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from builder.drawing.document import UNSET, Value

PortKind = Literal["tensor", "image", "label", "loss", "metric"]
ParamKind = Literal["int", "float", "bool", "choice", "size", "text", "nodes"]
Role = Literal["data", "source", "input", "layer", "sampler", "loss", "metric", "objective", "output"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Port(_Frozen):
    """An input or output. A wire fits when its source's ``kind`` is in the target's ``accepts``; usual ones first."""

    name: str
    kind: PortKind = "tensor"
    accepts: tuple[PortKind, ...] = ()
    optional: bool = False
    help: str = ""


class OnlyIf(_Frozen):
    """While another ``field`` of the same node is one of ``among``, or none of ``unless``.

    A size of one number per axis is what all of them are.
    """

    field: str
    among: tuple[Value, ...] = ()
    unless: tuple[Value, ...] = ()

    def holds(self, params: Mapping[str, Value]) -> bool:
        value = params[self.field]
        if self.among:
            return any(_is(value, each) for each in self.among)
        return not any(_is(value, each) for each in self.unless)


def _is(value: Value, wanted: Value) -> bool:
    return all(each == wanted for each in value) if isinstance(value, tuple) else value == wanted


class Param(_Frozen):
    """A field of a node's form. ``size`` is one whole number or one per axis, or one of ``choices``.

    An ``inferred`` parameter follows from the input: it is shown and never asked for. A ``size`` has
    ``length`` numbers where that is known, and is never one alone if ``per_axis``. A text matches ``pattern``, if any.
    ``nodes`` are the names of nodes that learn, with commas between; none means all of them.
    What ``follows`` is worked out from the rest of the drawing where it is left out. It matters, and is shown, only
    while all of ``only_if`` holds. What ``is_steered`` may be set anew while it trains, and by a stage.
    """

    name: str
    kind: ParamKind
    default: Value = None
    required: bool = False
    inferred: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    length: int | None = None
    per_axis: bool = False
    follows: bool = False
    pattern: str = ""
    only_if: tuple[OnlyIf, ...] = ()
    is_steered: bool = Field(default=False, exclude_if=lambda is_steered: not is_steered, json_schema_extra=UNSET)
    help: str = ""

    def matters(self, params: Mapping[str, Value]) -> bool:
        """Whether the node would do anything else with another value of it."""
        return all(condition.holds(params) for condition in self.only_if)


class NodeType(_Frozen):
    """One entry of the palette.

    ``summary`` is one sentence of ours; ``docs``, told on their own, are the whole text, ``in_torchs_words`` or ours.
    A metric's ``unit`` is how its figure is shown: ``share`` as percent, ``number`` as it is, any other word behind it;
    where it has none, its values say whether they are shares.
    """

    type: str
    category: str
    role: Role
    summary: str
    docs: str = Field(default="", exclude=True)
    in_torchs_words: bool = False
    unit: str = Field(default="", exclude_if=lambda unit: not unit, json_schema_extra=UNSET)
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    params: tuple[Param, ...] = ()
