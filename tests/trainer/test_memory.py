"""A run that takes too much memory ends in words, never in a message of torch's allocator."""

import pytest
import torch

from tests.drawings import moons
from trainer.problems import TrainingProblem
from trainer.run.beginning import begin
from trainer.run.events import Failed, StepsEnded
from trainer.run.experiment import Experiment, Limits
from trainer.run.loop import train_slice
from trainer.run.memory import memory_in_words, resident_bytes


def test_an_allocation_that_fails_is_a_problem_with_advice():
    with pytest.raises(TrainingProblem) as caught, memory_in_words():
        torch.empty(2**60)  # four exabytes
    assert caught.value.problem.code == "out_of_memory"
    assert "smaller batches" in caught.value.problem.hint


def test_another_error_of_torch_is_not_taken_for_one_of_memory():
    with pytest.raises(RuntimeError, match="shape"), memory_in_words():
        torch.ones(2, 3) @ torch.ones(2, 3)


def test_a_run_that_grows_beyond_its_limit_fails_after_telling_its_steps():
    state = begin(Experiment(document=moons(epochs=10_000)))
    state.bytes_before, state.limits = 0, Limits(memory_bytes=1)  # what the process took before counts as the run's
    events = list(train_slice(state, 60))
    assert isinstance(events[-1], Failed)
    assert events[-1].problem.code == "out_of_memory"
    assert sum(event.count for event in events if isinstance(event, StepsEnded)) == state.step > 0


def test_the_memory_of_this_process_is_measured():
    before = resident_bytes()
    kept = bytearray(b"x") * 50_000_000
    assert resident_bytes() - before > 40_000_000
    del kept
