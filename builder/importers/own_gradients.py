"""Gradients that a module makes up itself (``torch.autograd.Function``, hooks): drawn where a node can have them.

A function is looked at as the module runs on its example. Where its gradient is that of what it computes, it is
followed like anything else; where the gradient is the one that arrives times a slope, it is drawn as a
SurrogateGradient, or as a GradientReversal; anything else is refused by name and line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.autograd.function import Function, _SingleLevelFunction

from builder.drawing.problems import InvalidDocument, Problem
from builder.importers.own_operations import REVERSAL, SLOPE
from builder.importers.whereabouts import caller

Kind = type[Any]
HINT = "What arrives may be multiplied by a slope that follows from what went in; other gradients have no node."


@dataclass
class OwnGradients:
    """What was seen of the functions that bring a gradient: those with a slope, those turned around, and refusals."""

    sloped: set[Kind] = field(default_factory=set)
    reversed: dict[Kind, float] = field(default_factory=dict)
    true: set[Kind] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def seen(self) -> Iterator[None]:
        """While a module runs, look at its functions."""
        with _instead_of_apply(self._look), self._hooks_refused():
            yield

    @contextmanager
    def followed(self) -> Iterator[None]:
        """While a module is followed, have its functions leave what their gradient is in the graph."""
        with _instead_of_apply(self._follow), self._hooks_refused(), _data_without_gradient():
            yield

    def refuse(self) -> None:
        """Say what could not be drawn.

        Raises:
            InvalidDocument: a gradient is made up in a way that no node has (``not_importable``).
        """
        if self.refused:
            words = ". ".join(self.refused.values())
            raise InvalidDocument([Problem(code="not_importable", message=f"{words}: this can't be drawn.", hint=HINT)])

    def _look(self, kind: Kind, args: tuple[Any, ...]) -> Any:
        output, backward = _run(kind, args)
        verdict = _verdict(kind, args, output, backward)
        if isinstance(verdict, float):
            self.reversed.setdefault(kind, verdict)
            verdict = "sloped" if self.reversed[kind] != verdict else "reversed"
        if verdict == "refused":
            self.refused[kind.__name__] = f"{kind.__name__} has a gradient of its own{caller()}"
        {"sloped": self.sloped, "true": self.true}.get(verdict, set()).add(kind)
        return output

    def _follow(self, kind: Kind, args: tuple[Any, ...]) -> Any:
        output, backward = _run(kind, args)
        if kind in self.sloped or kind not in self.reversed:
            return _with_slopes(args, output, backward) if kind in self.sloped else output
        (given,) = (each for each in args if _learns(each))
        return REVERSAL(given, self.reversed[kind])

    @contextmanager
    def _hooks_refused(self) -> Iterator[None]:
        usual: Any = Tensor.register_hook

        def refuse(tensor: Tensor, hook: Any) -> Any:
            self.refused["register_hook"] = f"A hook changes gradients{caller()}"
            return usual(tensor, lambda gradient: None)

        Tensor.register_hook = refuse  # type: ignore[method-assign]
        try:
            yield
        finally:
            Tensor.register_hook = usual  # type: ignore[method-assign]


@contextmanager
def _data_without_gradient() -> Iterator[None]:
    """Have ``tensor.data`` be ``tensor.detach()``, which can be followed; torch breaks down over the former."""
    usual: Any = torch._C.TensorBase.data
    kind: Any = Tensor
    kind.data = property(Tensor.detach, usual.__set__)
    try:
        yield
    finally:
        del kind.data


def hooked(module: nn.Module) -> list[str]:
    """The parts and weights of a module that somebody hung a hook for gradients onto."""
    parts = [
        name or type(part).__name__
        for name, part in module.named_modules()
        if part._backward_hooks or getattr(part, "_backward_pre_hooks", None)
    ]
    return parts + [name for name, weight in module.named_parameters() if weight._backward_hooks]


@contextmanager
def _instead_of_apply(look: Callable[[Kind, tuple[Any, ...]], Any]) -> Iterator[None]:
    """Have every function with a gradient of its own asked for in another way."""

    def apply(kind: Kind, *args: Any, **kwargs: Any) -> Any:
        if kind.__module__.startswith("torch.utils.checkpoint"):
            return args[0](*args[2:])
        if kind.__module__.startswith("torch.") or kwargs:
            return super(_SingleLevelFunction, kind).apply(*args, **kwargs)
        return look(kind, args)

    inner: Any = _SingleLevelFunction
    inner.apply = classmethod(apply)
    try:
        yield
    finally:
        del inner.apply


class _Context:
    """What a function writes down for its gradient."""

    def __init__(self, many: int) -> None:
        self.saved_tensors: tuple[Any, ...] = ()
        self.needs_input_grad = (True,) * many

    def save_for_backward(self, *tensors: Any) -> None:
        self.saved_tensors = tensors

    def __getattr__(self, name: str) -> Any:
        if name in ("mark_non_differentiable", "mark_dirty", "set_materialize_grads", "save_for_forward"):
            return lambda *_: None
        raise AttributeError(name)


def _run(kind: Kind, args: tuple[Any, ...]) -> tuple[Any, Callable[..., tuple[Any, ...]]]:
    """What a function gives, and its gradients for those that arrive."""
    context = _Context(len(args))
    if kind.setup_context is not Function.setup_context:
        output = kind.forward(*args)
        kind.setup_context(context, args, output)
    else:
        output = kind.forward(context, *args)

    def backward(*gradients: Tensor) -> tuple[Any, ...]:
        with torch.no_grad():
            given = kind.backward(context, *gradients)
        return given if isinstance(given, tuple) else (given,)

    return output, backward


def _learns(value: Any) -> bool:
    return isinstance(value, Tensor) and value.dtype.is_floating_point


def _verdict(kind: Kind, args: tuple[Any, ...], output: Any, backward: Callable[..., tuple[Any, ...]]) -> str | float:
    """``true`` for the gradient of what is computed, ``sloped`` for a slope, a number where that is turned around."""
    outputs = output if isinstance(output, tuple) else (output,)
    if not all(_learns(each) for each in outputs):
        return "refused"
    chance = torch.Generator().manual_seed(0)
    arriving = [torch.randn(each.shape, generator=chance, dtype=each.dtype) for each in outputs]
    try:
        theirs = backward(*arriving)
        if _agree(theirs, _gradients_of(kind, args, arriving)):
            return "true"
        slopes = backward(*(torch.ones_like(each) for each in outputs))
    except Exception:  # whatever a gradient of somebody's own does that can't be asked for twice
        return "refused"
    given = [(a, s, g) for a, s, g in zip(args, slopes, theirs, strict=False) if isinstance(g, Tensor)]
    if len(outputs) > 1 or not given or not all(_is_slope(outputs[0], *each, arriving[0]) for each in given):
        return "refused"
    argument, slope, _ = given[0]
    is_turned = len(given) == 1 and torch.equal(outputs[0], argument) and bool((slope == slope.flatten()[0]).all())
    factor = -float(f"{float(slope.flatten()[0]):.7g}")  # as it was written
    return factor if is_turned and factor > 0 else "sloped"


def _is_slope(output: Tensor, argument: Any, slope: Any, gradient: Tensor, arriving: Tensor) -> bool:
    """Whether a gradient is the one that arrives, times something that does not depend on it."""
    fits = isinstance(argument, Tensor) and isinstance(slope, Tensor) and argument.shape == output.shape == slope.shape
    return fits and torch.allclose(gradient, arriving * slope, rtol=1e-4, atol=1e-6)


def _gradients_of(kind: Kind, args: tuple[Any, ...], arriving: list[Tensor]) -> list[Any]:
    """The gradients of what a function computes."""
    with torch.enable_grad():
        own = [each.detach().clone().requires_grad_() if _learns(each) else each for each in args]
        leaves = [each for each in own if _learns(each)]
        outputs, _ = _run(kind, tuple(own))
        outputs = outputs if isinstance(outputs, tuple) else (outputs,)
        pairs = [pair for pair in zip(outputs, arriving, strict=True) if pair[0].requires_grad]
        if not pairs:
            return [torch.zeros_like(each) if _learns(each) else None for each in own]
        giving, arrived = zip(*pairs, strict=True)
        found = iter(torch.autograd.grad(giving, leaves, arrived, allow_unused=True))
        return [next(found) if _learns(each) else None for each in own]


def _agree(theirs: tuple[Any, ...], true: list[Any]) -> bool:
    for ours, wanted in zip(theirs, true, strict=False):
        given = [each for each in (ours, wanted) if isinstance(each, Tensor)]
        if not given:
            continue
        one, other = given if len(given) > 1 else (given[0], torch.zeros_like(given[0]))
        if one.shape != other.shape or not torch.allclose(one, other, rtol=1e-3, atol=1e-5):
            return False
    return True


def _with_slopes(args: tuple[Any, ...], output: Tensor, backward: Callable[..., tuple[Any, ...]]) -> Tensor:
    """A function's output, which takes gradients to its arguments by the slopes that it gave itself."""
    slopes = backward(torch.ones_like(output))
    given = [(a, s) for a, s in zip(args, slopes, strict=False) if isinstance(s, Tensor)]
    (argument, slope), *others = given
    result: Tensor = SLOPE(output, argument, slope)
    for argument, slope in others:
        result = result + slope.detach() * (argument - argument.detach())
    return result
