"""What a module answers, by name: tensors in whatever they are handed over in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from torch import Tensor
from torch.distributions import Distribution, TransformedDistribution


def named_tensors(answer: Any, name: str = "") -> Iterator[tuple[str, Tensor]]:
    """Every tensor of what a module gives, with a name that says where it stands."""
    for place, value in named_values(answer, name):
        if isinstance(value, Tensor):
            yield place, value


def foreign_values(answer: Any) -> list[tuple[str, Any]]:
    """Everything in what a module gives that is no tensor, with a name that says where it stands."""
    return [(place, value) for place, value in named_values(answer) if not isinstance(value, Tensor)]


def named_values(answer: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every tensor of what a module gives, and everything that can't be looked into; nothing is left out but None."""
    parts = _parts(answer)
    if parts is None:
        yield from [(name or "answer", answer)] * (answer is not None)
        return
    for key, value in parts.items():
        word = f"{name or 'answer'}_{key}" if isinstance(key, int) else f"{name}_{key}" if name else key
        yield from named_values(value, word)


def _parts(answer: Any) -> dict[Any, Any] | None:
    """What an answer is made of, by name or place; None for what is one thing."""
    if isinstance(answer, Mapping):
        return {str(key): value for key, value in answer.items()}
    if isinstance(answer, tuple) and hasattr(answer, "_fields"):
        return dict(zip(answer._fields, answer, strict=True))
    if isinstance(answer, tuple | list):
        return dict(enumerate(answer))
    if dataclasses.is_dataclass(answer) and not isinstance(answer, type):
        return {part.name: getattr(answer, part.name) for part in dataclasses.fields(answer)}
    if isinstance(answer, Distribution):
        return _parameters(answer)
    return None


def _parameters(distribution: Distribution) -> dict[Any, Any]:
    """The tensors that a distribution was made from, or the distributions that it is made of."""
    held = vars(distribution)
    inner = {name.strip("_"): value for name, value in held.items() if isinstance(value, Distribution)}
    if len(inner) > 1:
        return inner
    if inner:
        changed = {"transforms": held["transforms"]} if type(distribution) is TransformedDistribution else {}
        return _parameters(next(iter(inner.values()))) | changed
    names = [name for name in distribution.arg_constraints if isinstance(held.get(name), Tensor)]
    given = [name for name in names if held[name] is held.get("_param")]  # not what was computed from it
    return {name: held[name] for name in given or names}
