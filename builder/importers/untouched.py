"""Keeps a module as it was while it is followed: what it holds, counts and draws."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

_PLACES = ("_parameters", "_buffers", "_modules")


@dataclass
class _Kept:
    """One part of a module as it was: its attributes, and what stood in those of them that can grow."""

    part: nn.Module
    attributes: dict[str, Any]
    grown: dict[str, Any]
    places: dict[str, dict[str, Any]]

    @classmethod
    def of(cls, part: nn.Module) -> _Kept:
        attributes = {name: value for name, value in vars(part).items() if name not in _PLACES}
        grown = {name: value.copy() for name, value in attributes.items() if type(value) in (list, dict, set)}
        return cls(part, attributes, grown, {name: dict(vars(part)[name]) for name in _PLACES})

    def restore(self) -> None:
        """Put everything back."""
        own = vars(self.part)
        for name in own.keys() - self.attributes.keys() - set(_PLACES):
            del own[name]
        own.update(self.attributes)
        for name, value in self.grown.items():
            _refill(own[name], value)
        for name, held in self.places.items():
            _refill(own[name], held)


def _refill(container: Any, content: Any) -> None:
    container.clear()
    (container.extend if isinstance(container, list) else container.update)(content)


@contextmanager
def untouched(module: nn.Module) -> Iterator[None]:
    """Whatever happens to a module inside, it is afterwards as it was; so is chance."""
    parts = [_Kept.of(part) for part in module.modules()]
    tensors = {id(tensor): tensor for part in parts for tensor in _tensors(part)}.values()
    values = [(tensor, tensor.detach().clone(), tensor.requires_grad, tensor.grad) for tensor in tensors]
    drawn = random.getstate()
    try:
        with torch.random.fork_rng(devices=[]):
            yield
    finally:
        random.setstate(drawn)
        for part in parts:
            part.restore()
        with torch.no_grad():
            for tensor, value, learns, gradient in values:
                _put_back(tensor, value, learns, gradient)


def _tensors(kept: _Kept) -> Iterator[Tensor]:
    for held in (*kept.places.values(), kept.attributes):
        yield from (tensor for tensor in held.values() if isinstance(tensor, Tensor))


def _put_back(tensor: Tensor, value: Tensor, learns: bool, gradient: Tensor | None) -> None:
    if not torch.equal(tensor, value):
        tensor.copy_(value)
    if tensor.is_leaf:
        tensor.requires_grad_(learns)
        tensor.grad = gradient
