"""Variational autoencoders: the decoder, given codes by chance."""

import torch

from builder.compiler.program import Program
from trainer.look.codes import code_of, is_sampled
from trainer.look.sampler import MANY, Made, Sampler, chance, made
from trainer.look.scene import Scene
from trainer.look.task import shape_of


def supports(program: Program) -> bool:
    """There is a code, and training makes codes normally distributed."""
    code = code_of(program)
    return code is not None and is_sampled(program, code)


def draw(scene: Scene) -> Made:
    """What is decoded from fixed codes."""
    code = code_of(scene.program)
    assert code
    codes = torch.randn(MANY, *shape_of(scene.program, code), generator=chance())
    return made(*scene.between({code: codes}, list(scene.program.plan.answers)[:1]))


SAMPLER = Sampler(order=20, how="Decoded from codes drawn by chance.", supports=supports, draw=draw)
