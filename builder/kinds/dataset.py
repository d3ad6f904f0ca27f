"""A data set as a node: its fields are output ports, its loader is printed into exported scripts."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from builder.kinds.layer import Layer, Params
from builder.kinds.spec import NodeType, Param, Port, PortKind

Split = dict[str, Tensor]
Loader = Callable[..., tuple[Split, Split]]


@dataclass(frozen=True)
class DataField:
    """One field of a sample. ``shape`` leaves the batch out; ``classes`` names the labels.

    ``time_axis`` is the axis of ``shape`` that counts the steps of a sequence, if one does. Every value lies
    ``between`` two numbers, where that is known; the names of classes tell the last of them, and the first, but for
    what is ignored.
    """

    name: str
    shape: tuple[int, ...]
    kind: PortKind = "tensor"
    dtype: torch.dtype = torch.float32
    classes: tuple[str, ...] = ()
    help: str = ""
    time_axis: int | None = None
    between: tuple[float, float] = (-math.inf, math.inf)

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the largest value that there may be."""
        low, high = self.between
        return (max(low, 0.0) if math.isinf(low) else low, len(self.classes) - 1.0) if self.classes else (low, high)


class Dataset(Layer):
    """A data set with a fixed split into training and held-out samples.

    Args:
        load: makes ``(train, test)``, each a map from field to tensor; its parameters are the node's.
        from_drawing: turns a drawn picture, (height, width) in 0..1, into one sample of the first field.
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
    ) -> None:
        self.load = load
        self.fields = fields
        self.from_drawing = from_drawing
        spec = NodeType(
            type=type_name,
            category="Data",
            role="data",
            summary=summary,
            docs=load.__doc__ or "",
            outputs=tuple(Port(name=f.name, kind=f.kind, help=f.help) for f in fields),
            params=params,
        )
        super().__init__(spec)

    def field(self, name: str) -> DataField:
        return next(field for field in self.fields if field.name == name)

    def read(self, params: dict[str, Any]) -> tuple[Split, Split]:
        """The training and the held-out samples."""
        return self.load(**params)


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
