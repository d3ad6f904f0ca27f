"""Samplers that would fit a drawing which has none: what its answers could be decoded by, as edits to be made."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch

from builder.checker.wiring import Wire
from builder.compiler.program import Program
from builder.drawing.document import Value, free_id
from builder.drawing.problems import AddNode, Connect, Fix
from builder.kinds.starter import COLUMN
from builder.kinds.torch_layer import TorchLayer
from trainer.look.codes import code_of, is_sampled
from trainer.look.task import asked_field, judged, shape_of, validation

Ports = Mapping[str, Wire]
BEGUN, WRITTEN = 8, 100


def sampler_offers(program: Program) -> tuple[Fix, ...]:
    """A sampler that fits, where the drawing has none and one does."""
    if program.plan.found.with_role("sampler"):
        return ()
    for type_name, words, find in WAYS:
        if ports := find(program):
            params: dict[str, Value] = {"kept": BEGUN, "length": WRITTEN} if type_name == "GenerateTokens" else {}
            return (_added(program, type_name, words, ports, params),)
    return ()


def _added(program: Program, type_name: str, words: str, ports: Ports, params: dict[str, Value]) -> Fix:
    nodes = program.plan.found.graph.nodes
    right, low = max(node.position[0] for node in nodes.values()), max(node.position[1] for node in nodes.values())
    id = free_id("made", nodes)
    wires = tuple(Connect(target=f"{id}.{port}", source=".".join(wire)) for port, wire in ports.items())
    add = AddNode(id=id, type=type_name, params=params, position=(right + COLUMN, low))
    return Fix(label=words, edits=(add, *wires))


def _letters(program: Program) -> Ports | None:
    """Tokens go in, scores of tokens come out for each place, and the data say which token follows each."""
    field = asked_field(program)
    if field is None or len(field.shape) != 1 or not field.classes:
        return None
    wanted = (*field.shape, len(field.classes))
    for task in judged(program):
        is_scored = shape_of(program, task.wire) in (wanted, wanted[::-1])
        if is_scored and task.target.shape == field.shape and task.target.name != field.name:
            samples = validation(program)
            if torch.equal(samples[field.name][:, 1:], samples[task.target.name][:, :-1]):
                into = next(wire for wire, name in program.plan.fields.items() if name == field.name)
                return {"scores": task.wire, "into": into}
    return None


def _diffusion(program: Program) -> Ports | None:
    """A loss compares the answer with the noise that was mixed into the data, at a time that is drawn too."""
    found, fields = program.plan.found, program.plan.fields
    drawn = {wire for wire in fields if wire[0] in program.plan.sources}
    for id in found.with_role("loss"):
        wires = found.wiring.sources[id]
        seen, noise = wires.get("input"), wires.get("target")
        if seen is None or noise is None or noise not in drawn:
            continue
        for noisy in [wire for wire in found.flows if wire not in fields and wire[0] in found.needed]:
            rests = program.rests_on([seen], [noisy])
            times, others = [wire for wire in rests if wire in drawn], [wire for wire in rests if wire not in drawn]
            if len(times) != 1 or noise in times or len(others) > 1:
                continue
            if data := _mixed_in(program, noisy, noise, times[0]):
                ports = {"predicted": seen, "noisy": noisy, "data": data, "noise": noise, "time": times[0]}
                return ports | dict(zip(("condition",), others, strict=False))
    return None


def _mixed_in(program: Program, noisy: Wire, noise: Wire, time: Wire) -> Wire | None:
    """What is mixed with the noise: the last wire of its form that the mixture rests on beside noise and time."""
    found = program.plan.found
    known = {time, noise}
    if not known < program.rests_on([noisy]):
        return None
    fitting = [
        wire
        for wire in found.flows
        if wire not in known
        and wire != noisy
        and wire[0] in found.needed
        and shape_of(program, wire) == shape_of(program, noisy)
        and not program.rests_on([wire]) & known
        and program.rests_on([noisy], [wire]) == known
    ]
    place = {id: at for at, id in enumerate(found.wiring.order)}
    return max(fitting, key=lambda wire: place[wire[0]], default=None)


def _code(program: Program) -> Ports | None:
    """There is a code, and training makes codes normally distributed."""
    code = code_of(program)
    if code is None or not is_sampled(program, code):
        return None
    return {"decoded": next(iter(program.plan.answers)), "code": code}


def _flow(program: Program) -> Ports | None:
    """From the data to the answer there are only layers that can be undone."""
    found, field = program.plan.found, asked_field(program)
    latent = wire = next(iter(program.plan.answers), ("", ""))
    while wire in found.flows and field and shape_of(program, wire) == field.shape:
        if program.plan.fields.get(wire) == field.name:
            return None if wire == latent else {"latent": latent, "data": wire}
        layer, sources = found.layers[wire[0]], found.wiring.sources.get(wire[0], {})
        if len(sources) != 1 or not isinstance(layer, TorchLayer) or not layer.can_be_undone:
            return None
        wire = next(iter(sources.values()))
    return None


Way = tuple[str, str, Callable[[Program], Ports | None]]

WAYS: tuple[Way, ...] = (
    ("GenerateTokens", "Add a sampler that writes on", _letters),
    ("DiffusionSampler", "Add a sampler that makes samples out of noise", _diffusion),
    ("SampleLatent", "Add a sampler that decodes codes drawn by chance", _code),
    ("InvertFlow", "Add a sampler that runs the flow backwards", _flow),
)
"""The type of each sampler, what its button says, and where its wires go."""
