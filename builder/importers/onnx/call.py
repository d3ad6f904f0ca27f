"""One operation of an ONNX model as those that compute it see it, and the table they are found in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from torch import nn

from builder.importers.onnx.values import Unfit, Value, ints

Computes = Callable[..., Any]
"""Called with the call and its inputs by position (None where one is left out); gives a value, or several."""

Makes = Callable[..., nn.Module | None]
"""Called with the call and its inputs but for the one that is read: weights, or None. Gives a layer, if one does it."""


@dataclass
class Call:
    """One node of the model: its operation, settings and wires.

    ``version`` is that of the operation set. ``ranks`` says how many axes an input has, where the file tells.
    ``fixed_batch`` is the batch size that the file was saved for, if it was for just one. ``layer`` is the layer
    of torch that computes it, where one does.
    """

    op: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Any] = field(default_factory=dict)
    version: int = 1
    ranks: tuple[int | None, ...] = ()
    fixed_batch: int | None = None
    scope: tuple[tuple[str, str], ...] = ()
    layer: nn.Module | None = None

    def get(self, name: str, default: Any = None) -> Any:
        """A setting, or what holds where it is not given."""
        return self.attributes.get(name, default)

    def text(self, name: str, default: str = "") -> str:
        """A setting that is a word."""
        value = self.attributes.get(name, default)
        return value.decode(errors="replace") if isinstance(value, bytes) else str(value)

    def axes(self, given: Value | None = None) -> list[Any] | None:
        """The axes: newer models give them as an input, older ones as a setting."""
        if given is not None:
            return ints(given)
        found = self.attributes.get("axes")
        return None if found is None else list(found)


@dataclass
class Operations:
    """The operations of one file: how each is computed, and which layer of torch it may be.

    ``makes`` has for some the place of the input that the layer reads, and what makes it of the other inputs.
    """

    computes: dict[str, Computes] = field(default_factory=dict)
    makes: dict[str, tuple[int, Makes]] = field(default_factory=dict)

    def __call__(self, *ops: str) -> Callable[[Computes], Computes]:
        """Marks the function that computes these operations."""

        def mark(function: Computes) -> Computes:
            self.computes |= dict.fromkeys(ops, function)
            return function

        return mark

    def layer(self, *ops: str, reads: int = 0) -> Callable[[Makes], Makes]:
        """Marks the function that makes the layer of torch for these operations."""

        def mark(function: Makes) -> Makes:
            self.makes |= dict.fromkeys(ops, (reads, function))
            return function

        return mark


def refuse_setting(call: Call, name: str) -> Unfit:
    """The refusal of a setting that torch has no counterpart for."""
    return Unfit(f"torch has nothing that does the same with {name} = {call.get(name)!r}")
