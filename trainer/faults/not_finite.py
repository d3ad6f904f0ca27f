"""Why a loss is not a finite number: the first operation that made one of finite ones, and what it was given."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode

from builder.checker.advice import inserted
from builder.compiler.program import Batch, Goal, Program
from builder.drawing.document import split_port
from builder.drawing.problems import Fix
from trainer.faults.place import Place, in_main, place_now, place_on
from trainer.faults.words import LINE
from trainer.step.steps import unchanged

LARGE = 1e3
"""Weights of a network that learns stay far below this."""


@dataclass(frozen=True)
class Broken:
    """The first operation that gave no finite numbers: its name in torch, what it was given, the node it is of."""

    op: str
    given: tuple[Any, ...]
    place: Place | None


@dataclass
class _Watch(TorchDispatchMode):
    """Sees every operation. ``first`` made infinite numbers of finite ones, ``nan`` what is no number of numbers."""

    program: Program
    first: Broken | None = None
    nan: Broken | None = None
    _made: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = func.overloadpacket.__name__.rstrip("_")
        given = None if self.first else tuple(_copies((*args, *(kwargs or {}).values())))
        result = func(*args, **(kwargs or {}))
        if given is not None and not name.startswith(("empty", "new_empty")):
            made = list(_tensors((result,)))
            if not all(map(_is_finite, made)) and all(map(_is_finite, given)):
                self.first = Broken(name, given, place_now(self.program))
            elif self.nan is None and any(map(_has_nan, made)) and not any(map(_has_nan, given)):
                self.nan = Broken(name, given, place_now(self.program))
        return result


def _copies(values: Sequence[Any]) -> Iterator[Any]:
    """What an operation is given, as it is before; operations may write into it."""
    for value in values:
        if isinstance(value, Tensor):
            yield value.detach().clone() if value.numel() else value
        elif isinstance(value, list | tuple):
            yield from _copies(value)
        elif isinstance(value, int | float):
            yield value


def _tensors(values: Sequence[Any]) -> Iterator[Tensor]:
    for value in values:
        if isinstance(value, Tensor):
            yield value
        elif isinstance(value, list | tuple):
            yield from _tensors(value)


def _is_finite(value: Any) -> bool:
    return bool(torch.isfinite(value).all()) if isinstance(value, Tensor) else math.isfinite(value)


def _has_nan(value: Any) -> bool:
    return bool(torch.isnan(value).any()) if isinstance(value, Tensor) else math.isnan(value)


@dataclass(frozen=True)
class Cause:
    """Why, in words, what to try, the node, and the edit, where one is known. ``is_growth``: smaller steps help."""

    message: str
    hint: str
    place: Place | None = None
    fix: Fix | None = None
    is_growth: bool = True
    is_of_weights: bool = False


def cause_of_loss(program: Program, net: nn.Module, goal: Goal, batch: Batch, steps: int) -> Cause:
    """Why the loss of this batch is not finite, after so many steps. The network is left as it is."""
    for field_name, values in batch.items():
        if values.is_floating_point() and not _is_finite(values):
            data = next((wire[0] for wire, name in program.plan.fields.items() if name == field_name), None)
            message = f"{data} holds values in {field_name} that are no finite numbers."
            place = in_main(program, data) if data else None
            return Cause(message, "Clean the data, or take another data set.", place, is_growth=False)
    if bad := _not_finite_weight(program, net):
        name, place = bad
        message = (
            f"The weights of {name} are no finite numbers any more: a gradient was not finite, or a step too large."
        )
        return Cause(message, RATE, place, is_of_weights=True)
    watch = _Watch(program)
    with unchanged(net), watch, torch.no_grad():
        goal.objective(net, batch)
    broken = watch.first or watch.nan
    if broken is None or broken.place is None:
        return Cause("", RATE, None)
    return _said(broken, _grown(program, net) if steps else "")


def cause_of_gradient(program: Program, net: nn.Module, goal: Goal, batch: Batch) -> Cause | None:
    """Why the gradients of this batch are not finite although its loss is; nothing, where they are finite."""
    broken: list[Any] = []
    learned = [parameter for parameter in net.parameters() if parameter.requires_grad]
    with unchanged(net), torch.autograd.set_detect_anomaly(True, check_nan=False):  # it notes where each was made
        loss = goal.objective(net, batch)
        for function in _functions_of(loss):
            function.register_hook(partial(_note_broken, broken, function))
        torch.autograd.grad(loss, learned, allow_unused=True)
    if not broken:
        return None
    operation = broken[0].name().partition("Backward")[0].lower()
    lines = LINE.findall("".join(broken[0].metadata.get("traceback_", ())))
    place = place_on([int(line) for line in lines], program) or in_main(program, goal.loss_name)
    slope = SLOPES.get(operation, "its slope is not a finite number for what came in")
    message = f"The gradient of {place.node} was not finite: {slope}."
    fix = _clamp(place, 1e-6) if operation in ("sqrt", "log", "div", "pow") else None
    return Cause(message, AWAY, place, fix, is_growth=False)


def _functions_of(loss: Tensor) -> list[Any]:
    """Every function by which gradients come back from a loss."""
    found: dict[Any, None] = {}
    ahead: list[Any] = [loss.grad_fn]
    while ahead:
        function = ahead.pop()
        if function is not None and function not in found:
            found[function] = None
            ahead += [before for before, _ in function.next_functions]
    return list(found)


def _note_broken(broken: list[Any], function: Any, made: Sequence[Any], given: Sequence[Any]) -> None:
    """Note a function that makes gradients that are not finite of ones that are."""
    if all(map(_is_finite, _tensors(given))) and not all(map(_is_finite, _tensors(made))):
        broken.append(function)


AWAY = "Add a small number to what comes in, or Clamp it away from there."
SLOPES = {
    "sqrt": "the root has an infinite slope at 0",
    "pow": "the power has an infinite slope at 0",
    "norm": "a norm has no slope at 0",
    "linalgvectornorm": "a norm has no slope at 0",
    "log": "the logarithm has an infinite slope at 0",
    "div": "something is divided by a number so close to 0 that its slope overflows",
    "acos": "its slope is infinite at -1 and 1",
    "asin": "its slope is infinite at -1 and 1",
    "std": "the spread of values that are all the same has no slope",
}

RATE = "The steps are probably too large: try a learning rate ten times smaller, or clip the gradients (max_norm)."


def _not_finite_weight(program: Program, net: nn.Module) -> tuple[str, Place | None] | None:
    for name, value in [*net.named_parameters(), *net.named_buffers()]:
        if value.is_floating_point() and not _is_finite(value):
            return _owner(program, name)
    return None


def _owner(program: Program, name: str) -> tuple[str, Place | None]:
    """The node of the main block to which a parameter belongs."""
    attribute = name.partition(".")[0]
    node = next((id for id, module in program.plan.body.modules.items() if module == attribute), None)
    return (node, in_main(program, node)) if node else (name, None)


def _grown(program: Program, net: nn.Module) -> str:
    """What has grown, where something has."""
    sizes = {name: float(value.detach().abs().max()) for name, value in net.named_parameters() if value.numel()}
    name = max(sizes, key=sizes.__getitem__, default="")
    if not name or sizes[name] < LARGE:
        return ""
    return f" What grew: the weights of {_owner(program, name)[0]}, up to {sizes[name]:.2g}."


def _said(broken: Broken, grown: str) -> Cause:
    place, given = broken.place, [value for value in broken.given if isinstance(value, Tensor)]
    assert place is not None
    rule = next((why for names, why in RULES if broken.op in names), _overflow)
    reason = rule(place.node, given, broken.given)
    if reason is None:
        reason = _overflow(place.node, given, broken.given)
    message, hint, smallest = reason
    is_growth = bool(grown)
    fix = _clamp(place, smallest) if smallest is not None else None
    return Cause(
        message + grown, f"{hint} {RATE}".strip() if is_growth else hint or RATE, place, fix, is_growth or not hint
    )


Reason = tuple[str, str, float | None]
"""Why, what to try, and the number below which nothing should come in."""


def _logarithm(node: str, given: list[Tensor], whole: Sequence[Any]) -> Reason | None:
    low = float(given[0].min())
    if low > 0:
        return None
    what = "of 0 is minus infinity" if low == 0 else "of a negative number is not a number"
    return (f"{node} takes the logarithm of {low:.4g}: the logarithm {what}.", BELOW, 1e-6)


def _logarithm_1p(node: str, given: list[Tensor], whole: Sequence[Any]) -> Reason | None:
    low = float(given[0].min())
    return None if low > -1 else (f"{node} takes the logarithm of {1 + low:.4g}, of 1 + {low:.4g}.", BELOW, -0.999)


def _root(node: str, given: list[Tensor], whole: Sequence[Any]) -> Reason | None:
    low = float(given[0].min())
    if low < 0:
        return f"{node} takes the square root of {low:.4g}: the root of a negative number is not a number.", BELOW, 1e-6
    return f"{node} divides by the square root of 0.", BELOW, 1e-6


def _division(node: str, given: list[Tensor], whole: Sequence[Any]) -> Reason | None:
    below = whole[-1] if len(given) < 2 else given[1]
    zero = bool((below == 0).any()) if isinstance(below, Tensor) else below == 0
    if not zero:
        return None
    return f"{node} divides by 0.", "Add a small number to what it divides by, or Clamp it away from 0.", None


def _reciprocal(node: str, given: list[Tensor], whole: Sequence[Any]) -> Reason | None:
    return f"{node} divides by 0.", "Add a small number to what it divides by, or Clamp it away from 0.", None


def _exponential(node: str, given: list[Tensor], whole: Sequence[Any]) -> Reason | None:
    high = float(given[0].abs().max())
    message = f"{node} raises e to the power of {high:.4g}: beyond 88.7 that is more than a float32 holds."
    return message, "Make what comes in smaller: normalise it, or Clamp it.", None


def _power(node: str, given: list[Tensor], whole: Sequence[Any]) -> Reason | None:
    low = float(given[0].min())
    exponent = next((value for value in whole if not isinstance(value, Tensor)), None)
    if low < 0 and exponent is not None and exponent != int(exponent):
        return f"{node} raises {low:.4g} to the power of {exponent:g}, which is not a number.", BELOW, 1e-6
    if float(given[0].abs().min()) == 0 and (exponent is None or exponent < 0):
        return f"{node} raises 0 to a negative power: that divides by 0.", BELOW, 1e-6
    return None


def _arc(node: str, given: list[Tensor], whole: Sequence[Any]) -> Reason | None:
    high = float(given[0].abs().max())
    return f"{node} is there for numbers within -1 and 1, but {high:.4g} comes in.", "Clamp what comes in.", None


def _spread(node: str, given: list[Tensor], whole: Sequence[Any]) -> Reason | None:
    message = f"{node} takes the spread of a single value, which divides by 0."
    return message, "Take it over an axis with several values, or set its correction to 0.", None


def _mean_of_none(node: str, given: list[Tensor], whole: Sequence[Any]) -> Reason | None:
    message = f"{node} takes a mean of nothing: every target of this batch is left out, or there is none."
    return message, "Use larger batches, or set reduction to sum.", None


def _softmax(node: str, given: list[Tensor], whole: Sequence[Any]) -> Reason | None:
    if not (given[0] == -math.inf).any():
        return None
    message = f"{node} has a row in which everything is masked: there is nothing to share out."
    return message, "Let the mask leave at least one place in each row.", None


def _overflow(node: str, given: list[Tensor], whole: Sequence[Any]) -> Reason:
    sizes = [float(value.abs().max()) for value in given if value.numel() and value.dtype.is_floating_point]
    size = max((size for size in sizes if math.isfinite(size)), default=0.0)
    if size < LARGE:
        return f"{node} gave the first number that is not finite.", "", None
    return f"{node} overflowed: it was given numbers up to {size:.2g}; a float32 ends at 3.4e+38.", "", None


BELOW = "Add a small number to what comes in, or Clamp it, so that it stays above 0."
Rule = Callable[[str, list[Tensor], Sequence[Any]], Reason | None]
RULES: tuple[tuple[frozenset[str], Rule], ...] = (
    (frozenset({"log", "log2", "log10", "special_entr", "xlogy"}), _logarithm),
    (frozenset({"log1p"}), _logarithm_1p),
    (frozenset({"sqrt", "rsqrt"}), _root),
    (frozenset({"div", "true_divide", "remainder", "fmod"}), _division),
    (frozenset({"reciprocal"}), _reciprocal),
    (frozenset({"exp", "expm1", "sinh", "cosh", "exp2"}), _exponential),
    (frozenset({"pow"}), _power),
    (frozenset({"acos", "asin", "atanh", "logit", "erfinv"}), _arc),
    (frozenset({"var", "std", "var_mean", "std_mean", "native_batch_norm"}), _spread),
    (frozenset({"nll_loss_forward", "nll_loss2d_forward", "mean"}), _mean_of_none),
    (frozenset({"_softmax", "_log_softmax"}), _softmax),
)


def _clamp(place: Place, smallest: float) -> Fix | None:
    """Put a Clamp before a node of one input, so that nothing below this comes in."""
    graph, wired = place.found.graph, list(place.found.wiring.sources[place.node])
    if len(wired) != 1 or (source := graph.edges.get(f"{place.node}.{wired[0]}")) is None:
        return None
    step = ("clamp", "Clamp", {"min": smallest})
    edits = inserted(place.found, split_port(source), ((place.node, wired[0]),), step)
    return Fix(label=f"Insert a Clamp at {smallest:g}", edits=edits)
