"""Trains a starter for a moment, so that everything a training needs is loaded before somebody waits for it."""

import torch

import builder
from trainer.look.looks import look
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice


def warm() -> None:
    """Takes a few seconds, once. A worker calls it before it forks: its children then begin in milliseconds."""
    torch.set_num_threads(1)  # first of all: a child forked after a step on two threads hangs
    starter = next(iter(builder.STARTERS.values()))
    state = begin(Experiment(document=starter.document))
    for _ in train_slice(state, 0.05, lambda: False):
        pass
    for _ in look(state, [f"activation:{node}" for node in starter.document.graph.nodes]):
        pass
