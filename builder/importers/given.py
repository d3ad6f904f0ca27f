"""What a module is called with: tensors, also inside lists and dictionaries, and beside them what is no tensor."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor, nn

from builder.importers.refusals import refusal

PLAIN = (bool, int, float, str, type(None))
"""Settings that a call may hold beside tensors; they are drawn as they are given."""
_BY_PLACE = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


@dataclass(frozen=True)
class _Place:
    """Where in a call one of the tensors stands."""

    number: int


@dataclass
class Given:
    """A call of a module: ``args`` and ``kwargs`` with places in them, and the tensors that stand there, by name.

    ``names`` are None where the tensors are plain arguments by position.
    """

    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    tensors: list[Tensor] = field(default_factory=list)
    names: list[str] | None = None

    def call(self, module: nn.Module, tensors: Sequence[Tensor]) -> Any:
        """What the module answers for these tensors in their places."""
        return module(*_filled(self.args, tensors), **_filled(self.kwargs, tensors))


def given_to(module: nn.Module, examples: Any) -> Given:
    """The call of a module that its example stands for.

    A list goes to one argument where the module takes no more, and so does a dictionary whose keys are no arguments.

    Raises:
        InvalidDocument: something in the example can't be given to a drawing.
    """
    args, kwargs = _arguments(module, examples)
    parameters = list(inspect.signature(module.forward).parameters.values())
    words = [each.name for each in parameters if each.kind in _BY_PLACE]
    is_flat = not kwargs and all(isinstance(each, Tensor) for each in args)
    given = Given(names=None if is_flat else [])
    given.args = tuple(
        _placed(value, words[place] if place < len(words) else f"x{place}", given) for place, value in enumerate(args)
    )
    given.kwargs = {name: _placed(value, name, given) for name, value in kwargs.items()}
    if not given.tensors:
        raise refusal("The example holds no tensor.", "Give a tensor for each input, with the batch as its first axis.")
    return given


def without_masks(given: Given, rows_of: int = 0) -> tuple[Given, list[str]]:
    """The call with its masks as they are given, and what they are called.

    They are square, and not as long as the axis ``rows_of`` of the first tensor, which holds the batch.
    """
    rows = given.tensors[0].shape[rows_of : rows_of + 1]
    held = [place for place, each in enumerate(given.tensors) if place and _is_mask(each) and each.shape[:1] != rows]
    if not held:
        return given, []
    kept = [place for place in range(len(given.tensors)) if place not in held]
    stand: list[Any] = [_Place(kept.index(at)) if at in kept else each for at, each in enumerate(given.tensors)]
    names = given.names or [f"x{place}" for place in range(len(given.tensors))]
    return (
        Given(
            _filled(given.args, stand),
            _filled(given.kwargs, stand),
            [given.tensors[place] for place in kept],
            [names[place] for place in kept],
        ),
        [f"{names[place]}, of shape {tuple(given.tensors[place].shape)}," for place in held],
    )


def _is_mask(tensor: Tensor) -> bool:
    is_kind = tensor.dtype.is_floating_point or not tensor.dtype.is_signed
    return is_kind and tensor.dim() == 2 and tensor.shape[0] == tensor.shape[1] > 1


def _arguments(module: nn.Module, examples: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    parameters = inspect.signature(module.forward).parameters.values()
    by_place = [each for each in parameters if each.kind in _BY_PLACE]
    by_name = [each.name for each in parameters if each.kind is each.KEYWORD_ONLY]
    takes_any_place = any(each.kind is each.VAR_POSITIONAL for each in parameters)
    takes_any_name = any(each.kind is each.VAR_KEYWORD for each in parameters)
    if isinstance(examples, Mapping):
        known = {each.name for each in by_place} | set(by_name)
        if not takes_any_name and not known >= set(examples) and len(by_place) >= 1:
            return (examples,), {}
        return (), dict(examples)
    if isinstance(examples, Tensor):
        examples = [examples]
    if not isinstance(examples, Sequence) or isinstance(examples, str | bytes):
        kind = type(examples).__name__
        raise refusal(f"The example is of type {kind}.", "Give a tensor, a list of tensors, or tensors by name.")
    if by_name and not by_place and not takes_any_place and len(examples) == len(by_name):
        return (), dict(zip(by_name, examples, strict=True))
    if len(by_place) == 1 and len(examples) > 1 and not takes_any_place:
        return (list(examples),), {}
    return tuple(examples), {}


def _placed(value: Any, name: str, given: Given) -> Any:
    """The same with places in the place of its tensors, which are taken over."""
    if isinstance(value, Tensor):
        given.tensors.append(value)
        if given.names is not None:
            given.names.append(name)
        return _Place(len(given.tensors) - 1)
    if isinstance(value, Mapping):
        return {key: _placed(part, f"{name}_{key}", given) for key, part in value.items()}
    if isinstance(value, list | tuple):
        parts = [_placed(part, f"{name}_{place}", given) for place, part in enumerate(value)]
        return parts if isinstance(value, list) else _like(value, parts)
    if isinstance(value, PLAIN):
        return value
    kind = f"{type(value).__module__}.{type(value).__name__}".removeprefix("builtins.")
    raise refusal(
        f"The module is given {name}, of type {kind}, which is no tensor.",
        "Give the tensors that are in it one by one, and put it together inside the module.",
    )


def _like(value: tuple[Any, ...], parts: list[Any]) -> Any:
    return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)


def _filled(value: Any, tensors: Sequence[Tensor]) -> Any:
    if isinstance(value, _Place):
        return tensors[value.number]
    if isinstance(value, dict):
        return {key: _filled(part, tensors) for key, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, tensors) for part in value]
    if isinstance(value, tuple):
        parts = [_filled(part, tensors) for part in value]
        return _like(value, parts)
    return value


def scripted_parts(module: nn.Module) -> Iterator[str]:
    """The parts of a module that are TorchScript, in words."""
    for path, part in module.named_modules():
        if type(part).__module__.startswith("torch.jit"):
            kind = getattr(part, "original_name", type(part).__name__)
            yield f"{path} ({kind})" if path else f"the module itself ({kind})"
            return
