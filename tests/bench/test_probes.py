"""What it costs a training to be watched: the same run in turns, watched by five probes and by nobody. Printed."""

import time
from collections.abc import Iterable

import pytest

import builder
from trainer.look.looker import Looker
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice
from trainer.run.state import State

SLICE_S = 0.25
ROUNDS = 20  # short turns, so that what else the machine does falls on both alike
WATCHED = {
    "two-moons-mlp": ["plane:fc1", "plane:fc2", "gradients:fc1", "boundary", "worst", "weights:fc1"],
    "digits-cnn": ["activation:conv1", "gradients:conv2", "favourites:relu1", "saliency", "worst"],
    "tiny-gpt": ["activation:norm", "weights:scores", "attention:layers", "generated", "worst"],
}


def endless(key: str) -> State:
    document = builder.STARTERS[key].document
    training = document.training.model_copy(update={"epochs": 10_000})
    return begin(Experiment(document=document.model_copy(update={"training": training})))


class Trained:
    """A run that trains a slice at a time, watched in these views: its steps, and their seconds of computing time."""

    def __init__(self, key: str, views: Iterable[str]) -> None:
        self._state, self._looker, self._views = endless(key), Looker(), views
        self.steps, self.seconds = 0, 0.0

    def train(self) -> None:
        """A slice, with what is seen made ready to be sent."""
        first, begun = self._state.step, time.process_time()
        self._looker.resume()
        for _ in train_slice(self._state, SLICE_S):
            for looks in self._looker.look(self._state, self._views):
                for each in looks:
                    each.encode()
        self.steps += self._state.step - first
        self.seconds += time.process_time() - begun

    @property
    def rate(self) -> float:
        return self.steps / self.seconds


@pytest.mark.parametrize("key", WATCHED)
def test_five_probes_and_none(key, figure):
    watched, alone = Trained(key, WATCHED[key]), Trained(key, [])
    for each in (watched, alone):  # the first steps record the tape, and the first looks load what looking needs
        each.train()
        each.steps, each.seconds = 0, 0.0
    for turn in range(ROUNDS):
        for each in (watched, alone) if turn % 2 else (alone, watched):
            each.train()
    cost = 100 * (1 - watched.rate / alone.rate)
    figure(f"{key} watched by five probes: {cost:.1f} % of the throughput (aim: under 3 %)")
