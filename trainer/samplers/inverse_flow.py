"""Normalizing flows: noise, taken back through every layer to what data look like."""

import torch

from builder.checker.wiring import Wire
from builder.compiler.program import Program
from builder.kinds.layer import ComputedLayer
from trainer.look.sampler import MANY, Made, Sampler, chance, made
from trainer.look.scene import Path, Scene
from trainer.look.task import asked_field, shape_of


def supports(program: Program) -> bool:
    """From the data to the answer there are only layers that can be undone."""
    return _way(program) is not None


def draw(scene: Scene) -> Made:
    """Fixed noise, undone layer by layer."""
    way, field = _way(scene.program), asked_field(scene.program)
    assert way
    assert field
    values = torch.randn(MANY, *field.shape, generator=chance()).to(scene.state.device)
    for node in way:
        layer = scene.module(Path((), node))
        undo = getattr(layer, "inverse", None)
        assert undo
        values = undo(values)
    return made(values)


def _way(program: Program) -> list[str] | None:
    """The layers from the answer back to the data."""
    found, field = program.plan.found, asked_field(program)
    wire: Wire = next(iter(program.plan.answers), ("", ""))
    way: list[str] = []
    while wire in found.flows and field and shape_of(program, wire) == field.shape:
        if program.plan.fields.get(wire) == field.name:
            return way or None
        sources = found.wiring.sources.get(wire[0], {})
        if len(sources) != 1 or not _can_be_undone(program, wire[0]):
            return None
        way.append(wire[0])
        wire = next(iter(sources.values()))
    return None


def _can_be_undone(program: Program, node: str) -> bool:
    found = program.plan.found
    layer = found.layers[node]
    with torch.device("meta"):
        module = (
            layer.make({**found.inferred.get(node, {}), **found.params[node]})
            if isinstance(layer, ComputedLayer)
            else None
        )
    return hasattr(module, "inverse")


SAMPLER = Sampler(order=30, how="Noise, bent back into data.", supports=supports, draw=draw)
