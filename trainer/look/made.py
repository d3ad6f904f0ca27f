"""What a network makes: by the samplers of its drawing, or of chance alone; and in which letters texts are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from builder.checker.wiring import Wire
from builder.compiler.program import Answer, Batch, Program
from builder.kinds.dataset import DataField
from builder.kinds.sampler import Sampler
from builder.meaning.look import look_at
from trainer.look.scene import Scene
from trainer.look.shown import filled
from trainer.look.task import is_per_sample

SEED = 0


def chance() -> torch.Generator:
    """The same chance at every look, so that what changes is the network."""
    return torch.Generator().manual_seed(SEED)


@dataclass(frozen=True)
class Maker:
    """An answer that is made, and the sampler that makes it; None where the network makes it of chance alone."""

    answer: Answer
    sampler: Sampler | None


def makers(program: Program) -> list[Maker]:
    """What the network makes, in the order of its answers."""
    return list(_makers(program))


def _makers(program: Program) -> Iterator[Maker]:
    for answer in program.told:
        layer = program.plan.found.layers.get(answer.sampler)
        if isinstance(layer, Sampler):
            yield Maker(answer, layer)
        elif answer.fields and set(answer.fields) <= program.drawn and is_per_sample(program, answer.wire):
            yield Maker(answer, None)


def made(scene: Scene, maker: Maker, rows: int, further: tuple[Wire, ...] = ()) -> tuple[Tensor, ...]:
    """So many samples, and what flows on further wires meanwhile. What is begun is begun as held-out samples are."""
    program, random = scene.program, chance()
    batch = begun(scene, rows)
    if maker.sampler is None:
        return (program.ask(scene.net, batch, random, [maker.answer.name])[maker.answer.name],)
    wires = [maker.answer.wire, *further]
    return program.make(wires)(scene.net, rows, batch, random)


def begun(scene: Scene, rows: int) -> Batch:
    """The first held-out samples, of what samplers begin with only the beginning, and what sources draw beside them."""
    program = scene.program
    batch = {name: values for name, values in scene.batch(rows).items() if name in program.asks_for}
    batch |= {name: batch[name][:, :many] for name, many in program.beginnings.items() if name in batch}
    drawn = program.sources(rows, chance()) if program.sources else {}
    return {name: values.to(scene.state.device) for name, values in {**batch, **drawn}.items()}


def alphabet_of(program: Program, answer: Answer) -> tuple[str, ...]:
    """The classes that the tokens of an answer stand for; none where they are no tokens."""
    found = program.plan.found
    layer, wires = found.layers.get(answer.sampler), found.wiring.sources.get(answer.sampler, {})
    if not isinstance(layer, Sampler) or "into" not in wires or found.flows[answer.wire].dtype.is_floating_point:
        return ()
    is_sequence = len(found.flows[answer.wire].small) == 2  # (N, T)
    return classes_on(program, wires["into"]) if is_sequence else ()


def ends_at(program: Program, answer: Answer, tokens: Tensor, is_given: Tensor) -> int:
    """How many tokens a text has: to the one that a sampler ends with, if it wrote that, and without what only fills
    the row behind it. Shape: both (T,).
    """
    params = program.plan.found.params[answer.sampler] if answer.sampler else {}
    stop = params.get("stop")
    ends = ((tokens == stop) & ~is_given).nonzero() if isinstance(stop, int) else tokens.new_empty(0)
    many = int(ends[0]) if len(ends) else len(tokens)
    return filled(tokens[:many], alphabet_of(program, answer)) or many


def classes_on(program: Program, wire: Wire) -> tuple[str, ...]:
    """The classes of the one field of the data that flows on a wire, in whatever form; none where there are several."""
    fact = look_at(program.plan.found).facts.get(wire)
    names = fact.fields if fact else frozenset()
    known: dict[str, DataField] = {}
    for (node, port), name in program.plan.fields.items():
        if f"{node}.{port}" in names:
            known |= {field.name: field for field in program.dataset.fields if field.name == name and field.classes}
    return next(iter(known.values())).classes if len(known) == 1 else ()
