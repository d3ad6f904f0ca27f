"""Shapes of a traced graph: what they are at two batch sizes, and sizes as arguments of an operation."""

from __future__ import annotations

from typing import Any

import sympy
import torch
from torch import Tensor
from torch.utils._sympy.functions import FloorDiv, Mod, PythonMod

from builder.checker.axis import BATCHES
from builder.checker.propagation import Flow


class OpenSize(ValueError):
    """A size that depends on values, or on the batch in a way that can't be written down."""


def expression(size: Any) -> sympy.Expr:
    """A size as a formula of the batch size."""
    return size.node.expr if isinstance(size, torch.SymInt) else sympy.Integer(int(size))


def flow_of(tensor: Tensor) -> Flow:
    """A traced tensor as the checker would see it.

    Raises:
        OpenSize: a size depends on values.
    """
    small, large = (tuple(_at(size, batch) for size in tensor.shape) for batch in BATCHES)
    return Flow(small, large, tensor.dtype)


def _at(size: Any, batch: int) -> int:
    formula = expression(size)
    value = formula.subs(dict.fromkeys(formula.free_symbols, batch))
    if not value.is_Integer or any(str(symbol).startswith("u") for symbol in formula.free_symbols):
        raise OpenSize(str(formula))
    return int(value)


class Sizes:
    """Writes sizes as arguments of one operation; ``wire`` gives the place of an input for a tensor.

    Args:
        own: the traced tensors that the operation takes anyway, with the places of their inputs.
        sources: the traced tensors that come into the network, by a key that ``wire`` knows.
    """

    def __init__(self, own: list[tuple[int, Tensor]], sources: dict[str, Tensor], wire: Any) -> None:
        self._own, self._sources, self._wire = own, sources, wire

    def write(self, size: Any) -> Any:
        """A size as JSON.

        Raises:
            OpenSize: it can't be written.
        """
        return self._write(expression(size))

    def _write(self, formula: sympy.Expr) -> Any:
        if formula.is_Integer:
            return int(formula)
        for place, tensor in self._own:
            for axis, size in enumerate(tensor.shape):
                if is_symbolic(size) and expression(size) == formula:
                    return {"size": [place, axis]}
        if isinstance(formula, sympy.Symbol):
            return self._symbol(formula)
        return self._computed(formula)

    def _symbol(self, symbol: sympy.Symbol) -> Any:
        for key, tensor in self._sources.items():
            for axis, size in enumerate(tensor.shape):
                if is_symbolic(size) and expression(size) == symbol:
                    return {"size": [self._wire(key), axis]}
        raise OpenSize(str(symbol))

    def _computed(self, formula: sympy.Expr) -> Any:
        kinds = ((sympy.Add, "add"), (sympy.Mul, "mul"), (FloorDiv, "floordiv"), (Mod, "mod"), (PythonMod, "mod"))
        for kind, name in kinds:
            if isinstance(formula, kind):
                first, *rest = (self._write(part) for part in formula.args)
                for part in rest:
                    first = {name: [first, part]}
                return first
        raise OpenSize(str(formula))


def is_symbolic(value: object) -> bool:
    """Whether a traced value is a size that depends on the batch."""
    return isinstance(value, torch.SymInt | torch.SymFloat | torch.SymBool) and bool(value.node.expr.free_symbols)
