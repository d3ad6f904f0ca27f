"""Random drawings that `check` lets pass train for 3 steps, or say in words why not. `script/fuzz` tries 500."""

import os
import time
from collections import Counter
from random import Random

import pytest

import builder
from tests.fuzz.trainable import document
from trainer.problems import TrainingProblem
from trainer.run.beginning import begin
from trainer.run.events import Failed
from trainer.run.experiment import Experiment, Limits
from trainer.run.loop import evaluate, train_slice

SEED = os.environ.get("FUZZ_SEED", "1")
TRAINED = int(os.environ.get("FUZZ_TRAINED", "25"))


@pytest.mark.timeout(0)
def test_a_random_drawing_that_passes_trains_or_says_why_not(figure) -> None:
    told: Counter[str] = Counter()
    begun, number = time.perf_counter(), 0
    while sum(told.values()) < TRAINED:
        number += 1
        drawn = document(Random(f"{SEED}/{number}"))
        if builder.check(drawn).is_trainable:
            told[_trained(drawn, f"seed {SEED}/{number}")] += 1
    took = time.perf_counter() - begun
    figure(f"{TRAINED} random drawings of {number} trained for 3 steps, seed {SEED}, {took:.0f} s: {dict(told)}")
    assert told["trains"] > TRAINED / 4, "hardly any of them trains: nothing was tried"


def _trained(drawn, where: str) -> str:
    """What became of a drawing in 3 steps and a measurement: it trains, or the code of what stands in its way."""
    try:
        state = begin(Experiment(document=drawn), Limits())
        for event in train_slice(state, 60, until_step=3):
            if isinstance(event, Failed):
                return _words(event.problem, where)
        evaluate(state)
    except TrainingProblem as error:
        return _words(error.problem, where)
    except Exception as error:
        raise AssertionError(f"{where}: an error on our side") from error
    return "trains"


def _words(problem, where: str) -> str:
    assert problem.node or problem.code in {"too_large", "out_of_memory", "not_finite"}, f"{where}: {problem}"
    return problem.code
