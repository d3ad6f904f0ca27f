"""A data set as a node: its fields are output ports, its loader is printed into exported scripts."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from builder.kinds.fewer import HIDDEN, IMBALANCE, LABELLED, ONLY_FIRST, fewer
from builder.kinds.layer import Layer, Params
from builder.kinds.spec import NodeType, Param, Port, PortKind

Split = dict[str, Tensor]
Parts = tuple[Split, Split, Split]
"""What is learned from, what is validated on, and what is kept for the test."""

Loader = Callable[..., Parts]

LESS = (ONLY_FIRST, IMBALANCE, LABELLED)
"""What every data set with labels can be asked for."""


def rows_of(split: Split) -> int:
    """How many samples there are."""
    return len(next(iter(split.values())))


@dataclass(frozen=True)
class DataField:
    """One field of a sample. ``shape`` leaves the batch out; ``classes`` names the labels.

    ``columns`` names the numbers of the last axis; they are 1 for each class that holds where it ``is_set``. A sound
    has ``rate`` values a second; of what ``is_photo`` large values are light, of other pictures they are ink.

    ``time_axis`` is the axis of ``shape`` that counts the steps of a sequence, if one does. Every value lies
    ``between`` two numbers, where that is known; the names of classes tell the last of them, and the first, but for
    what is ignored.

    A field that ``follows`` another one says how its series goes on. Boxes lie along ``box_axis``: the x and y of the
    centre, width and height, as shares of the picture.
    ``game`` is that of which it is a position, or the environment of which it is a state.
    """

    name: str
    shape: tuple[int, ...]
    kind: PortKind = "tensor"
    dtype: torch.dtype = torch.float32
    classes: tuple[str, ...] = ()
    help: str = ""
    time_axis: int | None = None
    between: tuple[float, float] = (-math.inf, math.inf)
    columns: tuple[str, ...] = ()
    rate: int | None = None
    is_set: bool = False
    is_photo: bool = False
    follows: str = ""
    box_axis: int | None = None
    game: str = ""

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the largest value that there may be."""
        low, high = self.between
        return (max(low, 0.0) if math.isinf(low) else low, len(self.classes) - 1.0) if self.classes else (low, high)


class Dataset(Layer):
    """A data set in three parts, of which none shares a sample with another.

    Args:
        load: makes ``(training, validation, test)``, each a map from field to tensor; its parameters are the node's.
        from_drawing: turns a drawn picture, (height, width) in 0..1, into one sample of a field of pictures.
        less: what the node can be asked for beside its own parameters; left out, what its fields allow.

    ``label`` is the field that says the class of a sample, if one does.
    """

    def __init__(
        self,
        load: Loader,
        *,
        type_name: str,
        summary: str,
        fields: tuple[DataField, ...],
        params: tuple[Param, ...] = (),
        from_drawing: Callable[[Tensor], Tensor] | None = None,
        less: tuple[Param, ...] | None = None,
    ) -> None:
        self.load = load
        self.fields = fields
        labels = [field.name for field in fields if field.classes and field.shape == ()]
        self.label = labels[0] if labels else ""
        if less is None:
            less = LESS if labels else (ONLY_FIRST,) if fields else ()
        self.from_drawing = from_drawing
        spec = NodeType(
            type=type_name,
            category="Data",
            role="data",
            summary=summary,
            docs=load.__doc__ or "",
            outputs=tuple(Port(name=f.name, kind=f.kind, help=f.help) for f in fields),
            params=(*params, *less),
        )
        super().__init__(spec)

    def field(self, name: str) -> DataField:
        return next(field for field in self.fields if field.name == name)

    def bounds(self, field: DataField, params: Params) -> tuple[float, float]:
        """The least and the largest value of a field, for these parameters; that of a hidden label is among them."""
        low, high = field.bounds
        share = params.get(LABELLED.name, 1)
        is_hidden = field.name == self.label and isinstance(share, int | float) and share < 1
        return (float(HIDDEN), high) if is_hidden else (low, high)

    def must_be_here(self, params: Params) -> None:
        """Nothing, where the data can be had. Who keeps samples asks again: they may have been deleted since.

        Raises:
            OSError: they are not here (any more).
        """

    def counted(self, params: Params) -> int | None:
        """How many samples are learned from, where that is known without reading them."""
        return None

    def read(self, params: dict[str, Any]) -> Parts:
        """The samples to learn from, those to validate on, and those for the test."""
        own, less = self.asked(params)
        return fewer(self.load(**own), **less) if less else self.load(**own)

    def drawn(self, field: str) -> Callable[[Tensor], Tensor] | None:
        """What makes a sample of a field of a drawn picture, (height, width) in 0..1; None where nothing does."""
        pictures = {each.name for each in self.fields if each.kind == "image"}
        return self.from_drawing if field in pictures else None

    def code(self, params: Mapping[str, Any]) -> list[Callable[..., Any]]:
        """What of ours a script must hold to load the samples."""
        _, less = self.asked(dict(params))
        return [self.load, *([fewer] if less else [])]

    def expression(self, params: Mapping[str, Any]) -> str:
        """The samples, as a script asks for them."""
        own, less = self.asked(dict(params))
        loaded = f"{self.load.__name__}({_arguments(own)})"
        return f"fewer({loaded}, {_arguments(less)})" if less else loaded

    def asked(self, params: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the loader is given, and what `fewer` is; that is nothing where all there is shall be learned from."""
        own, less = dict(params), dict[str, Any]()
        if (only_first := own.pop(ONLY_FIRST.name, None)) is not None:
            less[ONLY_FIRST.name] = only_first
        for share in (IMBALANCE.name, LABELLED.name):
            if (value := own.pop(share, 1)) < 1:
                less |= {"label": self.label, share: value}
        return own, less


def _arguments(given: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in given.items())


class Source(Layer):
    """A node that draws something new for each batch, such as noise.

    Args:
        shape: what one sample has, from the node's parameters.
        draw: the expression that draws ``rows`` samples with the generator ``chance``.
        time_axis: the axis of a shape that counts the steps of a sequence, if one does.
    """

    def __init__(
        self,
        *,
        type_name: str,
        summary: str,
        docs: str,
        output: Port,
        shape: Callable[[Params], tuple[int, ...]],
        draw: Callable[[ast.expr, ast.expr, Params], ast.expr],
        params: tuple[Param, ...] = (),
        dtype: torch.dtype = torch.float32,
        time_axis: Callable[[tuple[int, ...]], int | None] = lambda shape: None,
    ) -> None:
        self.shape, self.draw, self.dtype, self.time_axis = shape, draw, dtype, time_axis
        super().__init__(
            NodeType(
                type=type_name,
                category="Sources",
                role="source",
                summary=summary,
                docs=docs,
                outputs=(output,),
                params=params,
            )
        )
