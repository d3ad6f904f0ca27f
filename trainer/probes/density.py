"""Density of a flow: how probable it holds each place of the plane, and how it bends an even grid.

References:
    Dinh, Sohl-Dickstein and Bengio, "Density Estimation Using Real NVP", 2017.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from builder.checker.wiring import Wire
from builder.compiler.program import Program
from builder.samples.shades import Floats, Shades, floats, shades
from trainer.look.plane import Box, places, plane_around
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Path, Scene
from trainer.look.task import shape_of

SIDE = 56
POINTS = 256
REACH_NATS = 9.0
"""What is less probable than the most probable place by more is shown as that."""
LINES, TURNS, EDGE = 11, 61, 2.5


class Density(Picture):
    """Logarithms of the density in a box, in rows from the top, in nats; ``mean`` is that of the validation points.

    ``grid`` are the lines of an even grid of the latent plane, from -2.5 to 2.5 both ways, as they lie among the data.
    Shape: density (side, side), points (N, 2), grid (lines, turns, 2).
    """

    box: Box
    density: Shades
    points: Floats
    grid: Floats
    mean: float


@dataclass(frozen=True)
class _Flow:
    """What flows from ``data`` to ``latent``, and the layers on the way, to be undone from the first on."""

    data: Wire
    latent: Wire
    way: tuple[str, ...]


def supports(program: Program) -> bool:
    """The drawing has an InvertFlow of pairs of numbers."""
    return _flow(program) is not None


def look(scene: Scene) -> Density | None:
    """By the latent's normal distribution, and how much the flow stretches the plane at each place."""
    flow = _flow(scene.program)
    assert flow
    points = scene.batch(POINTS)[scene.program.plan.fields[flow.data]]
    box = plane_around(points)
    logs = _log_density(scene, flow, places(box, SIDE)).reshape(SIDE, SIDE)
    most = logs.max().item()
    return Density(
        box=box,
        density=shades(logs.clamp_min(most - REACH_NATS), most - REACH_NATS, most),
        points=floats(points),
        grid=floats(_undone(scene, flow, _even_grid())),
        mean=_log_density(scene, flow, points).mean().item(),
    )


def _flow(program: Program) -> _Flow | None:
    found = program.plan.found
    for id in found.with_role("sampler"):
        wires = found.wiring.sources[id]
        if found.layers[id].spec.type != "InvertFlow" or not {"data", "latent"} <= set(wires):
            continue
        data, latent = wires["data"], wires["latent"]
        way = _way(program, data, latent)
        if way and data in program.plan.fields and shape_of(program, data) == shape_of(program, latent) == (2,):
            return _Flow(data, latent, way)
    return None


def _way(program: Program, data: Wire, latent: Wire) -> tuple[str, ...]:
    """The layers from the latent back to the data; none where another wire comes in."""
    wire, way = latent, []
    while wire != data:
        sources = program.plan.found.wiring.sources.get(wire[0], {})
        if len(sources) != 1:
            return ()
        way.append(wire[0])
        (wire,) = sources.values()
    return tuple(way)


def _log_density(scene: Scene, flow: _Flow, points: Tensor) -> Tensor:
    """Shape: (N, 2) -> (N,). Units: nats."""
    with torch.enable_grad():
        points = points.to(scene.state.device).detach().requires_grad_()
        (latent,) = scene.between({flow.data: points}, [flow.latent])
        rows = [
            torch.autograd.grad(latent[:, axis].sum(), points, retain_graph=True, materialize_grads=True)[0]
            for axis in range(2)
        ]
    stretch = torch.stack(rows, 1).det().abs().clamp_min(1e-30).log()
    return (stretch - latent.detach().square().sum(1) / 2 - math.log(2 * math.pi)).detach()


def _even_grid() -> Tensor:
    """Lines up and across. Shape: (lines, turns, 2)."""
    along, at = torch.linspace(-EDGE, EDGE, TURNS), torch.linspace(-EDGE, EDGE, LINES)
    across = torch.stack([along.expand(LINES, -1), at[:, None].expand(-1, TURNS)], 2)
    return torch.cat([across, across.flip(2)])


def _undone(scene: Scene, flow: _Flow, latent: Tensor) -> Tensor:
    """Where latent places lie among the data."""
    values = latent.flatten(0, 1).to(scene.state.device)
    for node in flow.way:
        undo = getattr(scene.module(Path((), node)), "inverse")  # noqa: B009  # of whatever can be undone
        values = undo(values)
    return values.reshape(latent.shape)


PROBE = NetworkProbe(
    key="density",
    order=22,
    title="Density",
    summary="How probable each place is for the flow, and how it bends an even grid; dots are validation samples.",
    every_s=0.5,
    picture=Density,
    supports=supports,
    look=look,
)
