"""The facts of a node type, from which palette, sockets, forms and documentation are drawn."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from builder.drawing.document import Value

PortKind = Literal["tensor", "image", "label", "loss", "metric"]
ParamKind = Literal["int", "float", "bool", "choice", "size", "text"]
Role = Literal["data", "source", "input", "layer", "loss", "metric", "objective", "output"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Port(_Frozen):
    """An input or output. A wire fits when its source's ``kind`` is in the target's ``accepts``; usual ones first."""

    name: str
    kind: PortKind = "tensor"
    accepts: tuple[PortKind, ...] = ()
    optional: bool = False
    help: str = ""


class Param(_Frozen):
    """A field of a node's form. ``size`` is one whole number or one per axis, or one of ``choices``.

    An ``inferred`` parameter follows from the input: it is shown and never asked for. A ``size`` has
    ``length`` numbers where that is known, and is never one alone if ``per_axis``. A text matches ``pattern``, if any.
    What ``follows`` is worked out from the rest of the drawing where it is left out.
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
    help: str = ""


class NodeType(_Frozen):
    """One entry of the palette. ``summary`` is one sentence; ``docs`` is the whole text, told on its own."""

    type: str
    category: str
    role: Role
    summary: str
    docs: str = Field(default="", exclude=True)
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    params: tuple[Param, ...] = ()
