"""Networks that answer to noise alone, as the maker of a GAN does."""

from builder.compiler.program import Program
from trainer.look.sampler import MANY, Made, Sampler, chance, made
from trainer.look.scene import Scene
from trainer.look.task import is_per_sample


def supports(program: Program) -> bool:
    """All that the network asks for is drawn by chance."""
    drawn = {program.plan.fields[wire] for wire in program.plan.fields if wire[0] in program.plan.sources}
    answers = list(program.plan.answers)
    return bool(program.asked) and set(program.asked) <= drawn and is_per_sample(program, answers[0])


def draw(scene: Scene) -> Made:
    """What the network makes of fixed noise."""
    assert scene.program.sources
    return made(scene.answers(scene.program.sources(MANY, chance()))[0])


SAMPLER = Sampler(order=10, how="Made of noise alone.", supports=supports, draw=draw)
