"""By hand: one step of a small network on the one sample that comes next, number by number.

Reference: Rumelhart, Hinton and Williams, "Learning Representations by Back-Propagating Errors", 1986.
"""

from __future__ import annotations

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.compiler.program import Program
from trainer.look.next_step import Gradients, as_in_training
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Path, Scene, received
from trainer.run.batches import coming_batch

MOST_WEIGHTS, MOST_VALUES, MOST_TOGETHER = 64, 16, 64
"""Learned values, values on one wire, values on all wires: what can be read beside the drawing."""


class HandSignal(BaseModel):
    """What comes out of a port (``node.port``), and the slope of the loss along each value, where there is one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    values: tuple[float, ...]
    slopes: tuple[float, ...] | None


class HandWeights(BaseModel):
    """A learned tensor, the slope of the loss along each of its values, and what the step adds to them.

    Shape: ``values``, ``slopes`` and ``updates`` are rows of ``shape``, one after the other. ``updates`` is None where
    the next step is made of more than this sample, or the optimizer can't say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    node: str
    name: str
    shape: tuple[int, ...]
    values: tuple[float, ...]
    slopes: tuple[float, ...]
    updates: tuple[float, ...] | None


class ByHand(Picture):
    """The step after ``step``, on its first sample of ``rows``. Signals are in computing order."""

    step: int
    rows: int
    signals: tuple[HandSignal, ...]
    loss_node: str
    loss: float
    weights: tuple[HandWeights, ...]


def supports(program: Program) -> bool:
    """One Objective over one loss, and so few weights and values that each of them can be read."""
    found = program.plan.found
    values = [flow.per_sample for (node, _), flow in found.flows.items() if node in found.needed]
    is_small = (
        program.parameters <= MOST_WEIGHTS and max(values, default=0) <= MOST_VALUES and sum(values) <= MOST_TOGETHER
    )
    return is_small and not found.document.training.stages and _loss_of(program) is not None


def look(scene: Scene) -> ByHand:
    """The step is computed by autograd, on the network as it stands."""
    program, state = scene.program, scene.state
    loss_node = _loss_of(program)
    assert loss_node
    batch, rows = coming_batch(state)
    sample = {name: values[:1] for name, values in batch.items()}
    learned = [(name, value) for name, value in scene.net.named_parameters() if value.requires_grad]
    with as_in_training(scene.net):
        signals = scene.part(()).trace(scene.net, sample)
        loss: Tensor = scene.compute(Path((), loss_node), received(program.plan.found, loss_node, signals))
        movable = [(name, value) for name, value in signals.items() if value.requires_grad]
        sought = [value for _, value in (*movable, *learned)]
        found = torch.autograd.grad(loss, sought, allow_unused=True)
    slopes = dict(zip((name for name, _ in movable), found, strict=False))
    by_weight = dict(zip((name for name, _ in learned), found[len(movable) :], strict=True))
    taken = Gradients(
        {value: grad for name, value in learned if (grad := by_weight[name]) is not None},
        {value: state.optimizers[0] for _, value in learned},
    )
    return ByHand(
        step=scene.step,
        rows=rows,
        signals=tuple(_signal(scene, name, value, slopes.get(name)) for name, value in signals.items()),
        loss_node=loss_node,
        loss=loss.item(),
        weights=tuple(
            _weights(name, value, by_weight[name], taken.update(value) if _is_plain(program, rows) else None)
            for name, value in learned
        ),
    )


def _loss_of(program: Program) -> str | None:
    """The loss that the only Objective makes small."""
    found = program.plan.found
    goals = found.with_role("objective")
    wire = found.wiring.sources[goals[0]].get("loss") if len(goals) == 1 else None
    return wire[0] if wire and found.layers[wire[0]].spec.role == "loss" else None


def _is_plain(program: Program, rows: int) -> bool:
    """The step is made of this sample alone, and of its gradient as it is."""
    params = program.plan.found.params[program.plan.found.with_role("objective")[0]]
    return rows == 1 and params.get("accumulate", 1) == 1 and not params.get("max_norm") and not params.get("max_value")


def _signal(scene: Scene, name: str, value: Tensor, slope: Tensor | None) -> HandSignal:
    node, _, port = name.partition(".")
    port = port or scene.part(()).found.layers[node].spec.outputs[0].name
    return HandSignal(source=f"{node}.{port}", values=_listed(value), slopes=None if slope is None else _listed(slope))


def _weights(name: str, value: Tensor, slope: Tensor | None, update: Tensor | None) -> HandWeights:
    node, _, tensor = name.rpartition(".")
    return HandWeights(
        node=node,
        name=tensor,
        shape=tuple(value.shape),
        values=_listed(value),
        slopes=_listed(torch.zeros_like(value) if slope is None else slope),
        updates=None if update is None else _listed(update),
    )


def _listed(values: Tensor) -> tuple[float, ...]:
    return tuple(values.detach().double().flatten().tolist())


PROBE = NetworkProbe(
    key="by-hand",
    order=29,
    title="By hand",
    summary="The next step on one sample, number by number: forward, loss, backward, update.",
    every_s=0.3,
    picture=ByHand,
    supports=supports,
    look=look,
)
