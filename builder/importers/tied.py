"""Products with a weight that belongs to another layer: the last layer of a language model, a tied autoencoder."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from torch import fx

from builder.importers.written import Written, operation_of


@dataclass(frozen=True)
class Use:
    """One product with a weight of shape (out, in), or with that turned around, and the bias that is added."""

    input: fx.Node
    weight: fx.Node
    is_turned: bool
    bias: fx.Node | None = None


def borrowed(node: fx.Node) -> Use | None:
    """How an operation uses a matrix as the weight of a linear layer; None where it does something else."""
    name = operation_of(node)
    if name == "linear.default":
        written = Written(node)
        input, weight, bias = (written.tensor(each) for each in ("input", "weight", "bias"))
        if input is None or weight is None:
            return None
        source, is_turned = _source(weight)
        return Use(input, source, is_turned, bias)
    if name in ("matmul.default", "mm.default"):
        left, right = node.args[:2]
        if isinstance(left, fx.Node) and isinstance(right, fx.Node) and right.meta["val"].dim() == 2:
            source, is_turned = _source(right)
            return Use(left, source, not is_turned)
    return None


def borrows(user: fx.Node, weight: fx.Node, live: Collection[fx.Node]) -> bool:
    """Whether all that is done with a weight, at once or turned around, are products as a linear layer has them."""
    if _is_turn(user):
        users = [each for each in user.users if each in live]
        return bool(users) and all(borrows(each, weight, live) for each in users)
    use = borrowed(user)
    return use is not None and use.weight is weight and use.input is not weight


def _source(weight: fx.Node) -> tuple[fx.Node, bool]:
    if _is_turn(weight) and isinstance(source := weight.args[0], fx.Node):
        return source, True
    return weight, False


def _is_turn(node: fx.Node) -> bool:
    """Whether an operation turns a matrix around."""
    name, rest = operation_of(node), node.args[1:]
    if name not in ("t.default", "numpy_T.default", "permute.default", "transpose.int") or node.meta["val"].dim() != 2:
        return False
    return not rest or (sorted(axis % 2 for axis in _axes(rest)) == [0, 1] and _swaps(name, rest))


def _axes(rest: tuple[object, ...]) -> list[int]:
    flat = rest[0] if isinstance(rest[0], list | tuple) else rest
    return [int(str(axis)) for axis in flat]


def _swaps(name: str, rest: tuple[object, ...]) -> bool:
    return name == "transpose.int" or [axis % 2 for axis in _axes(rest)] == [1, 0]
