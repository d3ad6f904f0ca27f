"""A module of ours whose numbers are counted over what is learned from, before the first step."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from torch import nn

from builder.kinds.layer import Tensors
from builder.kinds.own_module import Arguments, OwnModule


class FittedModule(OwnModule):
    """A module with a method ``fit``, which sets its buffers from all samples of the training part.

    ``fit`` takes inputs of ``forward`` by their names, or others, such as a target, that it alone sees: the node is
    not computed from those, so no answer rests on them. It stands on what comes from data by nodes that learn nothing
    (`builder.checker.fitting` says where it does not).

    Args:
        suits: raises ValueError, in words, for inputs of ``fit`` whose shapes don't suit each other; it gets what
            ``fit`` gets, without storage.
        facts: what `OwnModule` takes.
    """

    def __init__(self, module: type[nn.Module], *, suits: Callable[..., None] | None = None, **facts: Any) -> None:
        super().__init__(module, **facts)
        self._suits = suits
        computed_from = super().arguments_of(module)
        self.fitted_on = tuple(name for name in _of_fit(module) if name != "self")
        self.only_fits = tuple(name for name in self.fitted_on if name not in computed_from)

    def arguments_of(self, module: type[nn.Module]) -> Arguments:
        return {**super().arguments_of(module), **_of_fit(module)}

    def refusal(self, inputs: Tensors) -> str:
        """Why it can't be fitted on inputs of these shapes; nothing where it can."""
        try:
            if self._suits:
                self._suits(*(inputs[name] for name in self.fitted_on))
        except ValueError as error:
            return str(error)
        return ""


def _of_fit(module: Any) -> Arguments:
    return inspect.signature(module.fit).parameters
