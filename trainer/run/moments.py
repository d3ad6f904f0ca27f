"""Which weights a run keeps: the last, the best, and whatever else its checkpoint holds a whole network of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from torch import Tensor

from trainer.problems import TrainingProblem
from trainer.run import checkpoint

LAST, NET = "last", "net"


class Moment(NamedTuple):
    """Weights that a run keeps: what they are called, and after which step they were so."""

    name: str
    step: int | None


def moments(folder: Path) -> list[Moment]:
    """The weights that a run keeps, the last ones first.

    Raises:
        TrainingProblem: ``no_checkpoint``.
    """
    names, facts = checkpoint.named_in_newest(folder)
    return [_moment(prefix, facts) for prefix in _whole(names)]


def weights_of(folder: Path, name: str) -> tuple[Moment, dict[str, Tensor]]:
    """The weights of a moment, by their names in the network.

    Raises:
        TrainingProblem: ``no_checkpoint``; ``no_such_weights``: the run keeps none that are called so.
    """
    tensors, facts = checkpoint.newest(folder)
    known = {_moment(prefix, facts).name: prefix for prefix in _whole(tensors)}
    if name not in known:
        raise TrainingProblem(
            "no_such_weights",
            f"This run keeps no weights that are called {name[:40]!r}.",
            f"It keeps: {', '.join(known)}.",
        )
    prefix = known[name] + "."
    held = {each.removeprefix(prefix): value for each, value in tensors.items() if each.startswith(prefix)}
    return _moment(known[name], facts), held


def _whole(names: Iterable[str]) -> Iterator[str]:
    """What stands before the names of whole networks: ``net``, then others that hold each weight that it holds."""
    known = set(names)
    net = [name.removeprefix(f"{NET}.") for name in sorted(known) if name.startswith(f"{NET}.")]
    if not net:
        return
    ends = {name.removesuffix(f".{net[0]}") for name in known if name.endswith(f".{net[0]}")}
    found = [prefix for prefix in ends - {NET} if all(f"{prefix}.{each}" in known for each in net)]
    yield from [NET, *sorted(found)]


def _moment(prefix: str, facts: dict[str, Any]) -> Moment:
    if prefix == NET:
        return Moment(LAST, facts["step"])
    steps = {"best": facts.get("best_step"), **facts.get("stage_ends", {})}
    return Moment(prefix, steps.get(prefix))
