"""What of a module depends on whether it trains: seen by running it, and set for following it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from torch import nn

from builder.importers.modules import layer_for

_ASK_FOR_SPEED = (nn.TransformerEncoder, nn.TransformerEncoderLayer)
"""Modules that only ask to choose a faster way; what their parts do is asked of those."""


@contextmanager
def readers_of_training() -> Iterator[set[nn.Module]]:
    """Collects, while modules run, those that anybody asks whether they train."""
    found: set[nn.Module] = set()

    def read(part: nn.Module) -> bool:
        if not isinstance(part, _ASK_FOR_SPEED):
            found.add(part)
        return bool(vars(part)["training"])

    def write(part: nn.Module, value: bool) -> None:
        vars(part)["training"] = value

    nn.Module.training = property(read, write)  # type: ignore[assignment]
    try:
        yield found
    finally:
        del nn.Module.training


def known_parts(module: nn.Module, apart: frozenset[nn.Module]) -> set[nn.Module]:
    """The parts that the catalogue knows, which train by themselves as nodes; not those that are drawn ``apart``."""
    known = [part for part in module.modules() if part not in apart and layer_for(part) is not None]
    return {inner for part in known for inner in part.modules()} - apart


def set_training(module: nn.Module, known: set[nn.Module]) -> frozenset[nn.Module]:
    """Have a module train, but for its known parts; gives the parts that answer even then, by the module's own will."""
    resting = {part for part in module.modules() if not part.training} if module.training else set()
    module.train()
    still = frozenset(part for part in module.modules() if not part.training or part in resting)
    for part in known | still:
        part.training = False
    return still
