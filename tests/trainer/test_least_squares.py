"""The starter of least squares ends on the line that the closed form gives."""

import torch

import builder
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice


def test_the_delta_rule_ends_on_the_line_of_the_closed_form():
    state = begin(Experiment(document=builder.STARTERS["least-squares"].document))
    while not state.is_finished:
        for _ in train_slice(state, 60):
            pass
    x, y = state.learn["x"], state.learn["y"]
    slope, height = torch.linalg.lstsq(torch.cat([x, torch.ones_like(x)], 1), y).solution.flatten()
    learned = state.net.state_dict()
    assert abs(learned["line.weight"].item() - slope) < 1e-3
    assert abs(learned["line.bias"].item() - height) < 1e-3
