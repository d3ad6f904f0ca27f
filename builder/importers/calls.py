"""Sees which modules are called with more than what they need: a mask, a first state, a switch."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from builder.importers.refusals import UNPACK, refusal
from builder.importers.taken import ValuesTaken

_HARMLESS = {"need_weights"}
"""Arguments that only say which answers are given."""
_PADDING = "src_key_padding_mask"
_HINTS = {"is_causal", "src_is_causal", "tgt_is_causal", "memory_is_causal"}
"""Arguments that say what a mask says too."""


@dataclass
class Calls:
    """What was seen of the modules inside one that runs.

    ``with_more`` are called with more than what they need, ``with_switches`` with something that is no tensor;
    ``causal`` are the arguments of each that hide from every step what comes after it, whenever it is called.
    ``taken`` says where values are taken out of tensors, as to decide by them.
    ``clears_padding`` where torch's encoder gives zeros for padding when it is asked without gradients.
    ``is_hint_wrong`` where one is told that a mask is causal which is not: torch then answers by chance.
    """

    with_more: set[nn.Module] = field(default_factory=set)
    with_switches: set[nn.Module] = field(default_factory=set)
    causal: dict[nn.Module, set[str]] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    clears_padding: bool = False
    is_hint_wrong: bool = False


@contextmanager
def calls_with_more(module: nn.Module) -> Iterator[Calls]:
    """Collects, while the module runs, how the modules inside it are called."""
    found = Calls()

    paths = {part: path for path, part in module.named_modules()}

    def look(part: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        if any(isinstance(value, PackedSequence) for value in (*args, *kwargs.values())):
            place = f"{paths[part].removeprefix('module.')} ({type(part).__name__})"
            raise refusal(
                f"{place} reads a packed sequence, as pack_padded_sequence makes it, which has no node.", UNPACK
            )
        given = _given(part, args, kwargs)
        causal = {name for name, value in given.items() if isinstance(value, Tensor) and is_causal(value)}
        found.causal[part] = found.causal.get(part, causal) & causal
        more = _more(part, given)
        if more:
            found.with_more.add(part)
        if any(not _holds_tensors(value) for name, value in more.items() if name not in _HINTS):
            found.with_switches.add(part)
        if isinstance(part, nn.TransformerEncoder) and part.use_nested_tensor and more.keys() == {_PADDING}:
            found.clears_padding = True
        if not causal and any(more.get(name) for name in _HINTS):
            found.is_hint_wrong = True

    hooks = [
        part.register_forward_pre_hook(look, with_kwargs=True)
        for part in module.modules()
        if (type(part).forward.__module__ or "").startswith("torch.nn.")
    ]
    taken = ValuesTaken()
    try:
        with taken:
            yield found
    finally:
        found.taken += taken.places
        for hook in hooks:
            hook.remove()


def is_causal(mask: Tensor) -> bool:
    """Whether a mask hides from every step what comes after it, and nothing else."""
    if mask.dim() != 2 or mask.shape[0] != mask.shape[1] or len(mask) < 2:
        return False
    later = torch.ones(mask.shape, dtype=torch.bool, device=mask.device).triu(1)
    if mask.dtype == torch.bool:
        return torch.equal(mask, later)
    return mask.is_floating_point() and torch.equal(mask, mask.new_zeros(mask.shape).masked_fill(later, -torch.inf))


def _given(part: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    return dict(inspect.signature(part.forward).bind(*args, **kwargs).arguments)


def _more(part: nn.Module, given: dict[str, Any]) -> dict[str, Any]:
    """The arguments that the module could do without, and that say something."""
    parameters = inspect.signature(part.forward).parameters.values()
    defaults = {each.name: each.default for each in parameters if each.default is not each.empty}
    more = {name: value for name, value in given.items() if name in defaults and name not in _HARMLESS}
    return {name: value for name, value in more.items() if _holds_tensors(value) or value != defaults[name]}


def _holds_tensors(value: Any) -> bool:
    if isinstance(value, tuple | list):
        return bool(value) and all(isinstance(part, Tensor) for part in value)
    return isinstance(value, Tensor)
