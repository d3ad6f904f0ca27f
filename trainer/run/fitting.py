"""What is counted over all that is learned from, before the first step."""

from __future__ import annotations

from torch import nn

from builder.compiler.program import Program
from builder.drawing.document import Training
from trainer.faults.words import in_words
from trainer.run.prepared import data_of
from trainer.step.computing import computing
from trainer.step.device import CPU


def fit(program: Program, net: nn.Module, training: Training) -> None:
    """Let a new network count, on the CPU: the same numbers on every device. What is drawn inside of it stays out.

    Raises:
        TrainingProblem: ``no_data``, and what torch refuses, by the node that it came from.
    """
    if program.fit is None:
        return
    learn, *_ = data_of(program, CPU)
    with computing(training), in_words(program):
        program.fit(net.eval(), learn)
    net.train()
