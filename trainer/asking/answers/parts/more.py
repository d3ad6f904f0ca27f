"""More answers to the same question, by other chance."""

from __future__ import annotations

import torch
from torch import Tensor

from builder.compiler.program import Answer, Program
from trainer.asking.answer import Reply

OTHERS = 1
"""Added to the seed for the answers beside the one that was asked for."""


def is_made(program: Program, answer: Answer) -> bool:
    """Whether chance decides what is answered: a sampler makes it, or it rests on nothing but what sources draw."""
    return bool(answer.sampler) or (bool(answer.fields) and set(answer.fields) <= program.drawn)


def more(reply: Reply, answer: Answer, many: int) -> Tensor:
    """So many more answers. Shape: (many, ...)."""
    program, chance = reply.program, torch.Generator().manual_seed(reply.seed + OTHERS)
    given = {name: value.expand(many, *value.shape[1:]) for name, value in reply.batch.items()}
    drawn = program.sources(many, chance) if program.sources else {}
    batch = {name: value.to(reply.state.device) for name, value in {**given, **drawn}.items()}
    return program.ask(reply.state.net, batch, chance, [answer.name])[answer.name].float().cpu()
