"""Value map: what a network thinks each cell of a grid world is worth, and where it would go from there.

Reference: Sutton and Barto, "Reinforcement Learning: An Introduction", 1998, chapter 3; the exact values, Bellman,
"Dynamic Programming", 1957.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.checker.playing import BoundPlayer
from builder.compiler.program import Program
from builder.kinds.game import Place
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Path, Scene

ROUNDS = 500


class ValueCell(BaseModel):
    """A free cell: what the network says that it is worth, what perfect play earns, how likely each action is.

    Of a wall nothing is known; of an end, what it is worth to come there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float | None = None
    best: float | None = None
    policy: tuple[float, ...] = ()


class ValueMap(Picture):
    """The cells of a world, by rows from the top, and what its actions are called."""

    rows: int
    columns: int
    actions: tuple[str, ...]
    cells: tuple[ValueCell, ...]


class _Walk(NamedTuple):
    node: str
    place: Place
    discount: float


def supports(program: Program) -> bool:
    """A network that says what a state is worth walks in a world of cells."""
    return _walk(program) is not None


def look(scene: Scene) -> ValueMap | None:
    """What the network says of each cell, beside what value iteration finds."""
    walk = _walk(scene.program)
    assert walk
    assert walk.place.grid
    states = torch.eye(walk.place.rules.numbers)
    scores, worth, *_ = scene.module(Path((), walk.node))(states.to(scene.state.device))  # type: ignore[misc]
    over, reward = walk.place.rules.is_over(states), walk.place.rules.reward(states)
    best = exact(walk.place, walk.discount)
    cells = []
    for cell, policy in enumerate(scores.float().softmax(1).tolist()):
        if cell in walk.place.walls:
            cells.append(ValueCell())
        elif over[cell]:
            cells.append(ValueCell(value=reward[cell].item()))
        else:
            value = worth[cell].float().item()
            cells.append(ValueCell(value=value, best=best[cell].item(), policy=tuple(policy)))
    rows, columns = walk.place.grid
    return ValueMap(rows=rows, columns=columns, actions=walk.place.actions, cells=tuple(cells))


def exact(place: Place, discount: float) -> Tensor:
    """What perfect play earns from each cell on, by value iteration. Shape: (cells,)."""
    rules = place.rules
    states = torch.eye(rules.numbers)
    every = [rules.after(states, torch.full((rules.numbers,), action)) for action in range(rules.actions)]
    value = torch.zeros(rules.numbers)
    for _ in range(ROUNDS):
        later = [rules.reward(to) + discount * value[to.argmax(1)] * ~rules.is_over(to) for to in every]
        value = torch.stack(later).amax(0)
    return value


def _walk(program: Program) -> _Walk | None:
    """The first network that walks in a world of cells, where it says second what a state is worth."""
    found = program.plan.found
    for id in found.wiring.order:
        layer = found.layers[id]
        if not isinstance(layer, BoundPlayer) or id not in found.needed:
            continue
        place, outputs = layer.rules, found.layers[layer.asks].spec.outputs
        worth = found.flows.get((layer.asks, outputs[1].name)) if len(outputs) > 1 else None
        if isinstance(place, Place) and place.grid and worth and worth.small[1:] == (1,):
            return _Walk(layer.asks, place, float(str(found.params[id]["discount"])))
    return None


PROBE = NetworkProbe(
    key="value-map",
    order=26,
    title="Value map",
    summary="What each cell is worth to the network, and where it would go from there.",
    every_s=0.5,
    picture=ValueMap,
    supports=supports,
    look=look,
)
