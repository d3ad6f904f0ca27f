"""One traced operation as it was written: its arguments by name, and what it may be drawn as."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor, fx

from builder.checker.propagation import Flow
from builder.drawing.document import Value
from builder.importers.sizes import expression, flow_of, is_symbolic


@dataclass(frozen=True)
class Drawn:
    """A node to be: its type, its parameters, and by port what is wired to it, a traced node or another one to be.

    ``covers`` are traced nodes that it does the work of, beside the one that it stands for; ``holds`` are the
    tensors of its module, by name; ``is_same`` says that nothing is drawn, and the wire goes on as it is.
    """

    type: str
    params: Mapping[str, Value] = field(default_factory=dict)
    inputs: Mapping[str, fx.Node | Drawn] = field(default_factory=dict)
    covers: tuple[fx.Node, ...] = ()
    holds: Mapping[str, fx.Node] = field(default_factory=dict)

    def sources(self) -> Iterator[fx.Node]:
        """The traced nodes that it and those before it read."""
        for source in self.inputs.values():
            yield from source.sources() if isinstance(source, Drawn) else (source,)


SAME = ""
"""The type of what is not drawn at all: the wire goes on as it is."""


def same(node: fx.Node) -> Drawn:
    """Nothing to draw: what comes out is what goes in."""
    return Drawn(SAME, {}, {"input": node})


class Written:
    """A traced call with its arguments by name, those left out too."""

    def __init__(self, node: fx.Node) -> None:
        self.node = node
        self.name = str(getattr(node.target, "__name__", ""))
        schema: Any = getattr(node.target, "_schema", None)
        arguments = list(schema.arguments) if schema is not None else []
        names = [argument.name for argument in arguments]
        defaults = {argument.name: argument.default_value for argument in arguments if argument.has_default_value()}
        self.given: dict[str, Any] = {**defaults, **dict(zip(names, node.args, strict=False)), **node.kwargs}

    def __getitem__(self, name: str) -> Any:
        return self.given.get(name)

    @property
    def flow(self) -> Flow:
        """What comes out, which is one tensor."""
        return flow_of(self.node.meta["val"])

    def tensor(self, name: str) -> fx.Node | None:
        """The traced tensor that is wired to an argument; None where there is none."""
        value = self.given.get(name)
        return value if isinstance(value, fx.Node) and isinstance(value.meta.get("val"), Tensor) else None


Idiom = Callable[[Written], Drawn | None]


class Idioms:
    """The idioms of one file, by the operations that they begin at."""

    def __init__(self) -> None:
        self.known: dict[str, Idiom] = {}

    def __call__(self, *names: str) -> Callable[[Idiom], Idiom]:
        def keep(idiom: Idiom) -> Idiom:
            for name in names:
                if name in self.known:
                    raise TypeError(f"{name} has two idioms")
                self.known[name] = idiom
            return idiom

        return keep


def is_number(value: object) -> bool:
    """Whether a value is a plain number that a form can hold."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def is_real(node: fx.Node) -> bool:
    """Whether a traced tensor holds real numbers."""
    return bool(node.meta["val"].dtype.is_floating_point)


def shape_of(node: fx.Node) -> tuple[Any, ...]:
    """The shape of a traced tensor; sizes that depend on the batch are formulas."""
    return tuple(expression(size) for size in node.meta["val"].shape)


def has_batch(node: fx.Node, axis: int = 0) -> bool:
    """Whether an axis of a traced tensor grows with the batch."""
    shape = node.meta["val"].shape
    return len(shape) > axis and is_symbolic(shape[axis])


def operation_of(value: object) -> str:
    """The operation that gives a traced value, such as ``relu.default``; empty for anything else."""
    if not isinstance(value, fx.Node) or value.op != "call_function":
        return ""
    return str(getattr(value.target, "__name__", ""))
