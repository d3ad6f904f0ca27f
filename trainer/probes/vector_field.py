"""Vector field: the law by which an equation moves points of the plane, and the ways that they take.

Reference: Chen, Rubanova, Bettencourt and Duvenaud, "Neural Ordinary Differential Equations", 2018.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor

from builder.compiler.program import Program
from builder.layers.ode_solve import ODESolve
from builder.samples.shades import Floats, floats
from trainer.look.plane import Box, places, plane_around
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Path, Scene

SIDE = 15
POINTS = 256
WAYS = 24
MOST_TURNS = 64


class VectorField(Picture):
    """Where the field pulls at each place of a box, in rows from the top, and the ways of some validation samples.

    ``time`` is how long the equation of ``node`` runs, ``steps`` in how many steps.
    Shape: slopes (side * side, 2), ways (samples, turns, 2): the first turn is where a sample begins.
    """

    node: str
    box: Box
    side: int
    time: float
    steps: int
    slopes: Floats
    ways: Floats


def supports(program: Program) -> bool:
    """There is an equation of two numbers."""
    return _equation(program) is not None


def look(scene: Scene) -> VectorField | None:
    """The slopes on a grid, and the steps of the solver as it takes them."""
    node = _equation(scene.program)
    assert node
    solver = cast(ODESolve, scene.module(Path((), node)))  # as the drawing's source defines it
    (given,) = scene.inputs(Path((), node), POINTS).values()
    ways = _ways(solver, given[:WAYS])
    box = plane_around(torch.cat([given.cpu(), ways.cpu().flatten(0, 1)]))
    slopes = solver.f(places(box, SIDE).to(scene.state.device))
    return VectorField(
        node=node,
        box=box,
        side=SIDE,
        time=solver.t1,
        steps=solver.steps,
        slopes=floats(slopes),
        ways=floats(ways[:, :: max(1, -(-solver.steps // MOST_TURNS))]),
    )


def _equation(program: Program) -> str | None:
    """The first equation of two numbers in the main block that anything rests on."""
    found = program.plan.found
    for id in found.wiring.order:
        spec = found.layers[id].spec
        flow = found.flows.get((id, spec.outputs[0].name)) if spec.type == "ODESolve" and spec.outputs else None
        if flow and flow.small[1:] == (2,) and flow.dims[:1] == ("N",) and id in found.needed:
            return id
    return None


def _ways(solver: ODESolve, state: Tensor) -> Tensor:
    """Where samples are after each step. Shape: (N, 2) -> (N, steps + 1, 2)."""
    h, turns = solver.t1 / solver.steps, [state]
    for _ in range(solver.steps):
        turns.append(turns[-1] + h * solver.slope(turns[-1], h))
    return torch.stack(turns, 1)


PROBE = NetworkProbe(
    key="vector-field",
    order=24,
    title="Vector field",
    summary="Where the equation moves every point of the plane, and the ways that validation samples take.",
    every_s=0.5,
    picture=VectorField,
    supports=supports,
    look=look,
)
