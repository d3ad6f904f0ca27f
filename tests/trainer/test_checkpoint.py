"""One good state always exists, and a damaged one is never used."""

import pytest

from tests.drawings import moons
from trainer.asking.ask import ask
from trainer.problems import TrainingProblem
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.events import Evaluated, Failed, StepsEnded
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice


@pytest.fixture
def experiment():
    return Experiment(document=moons(epochs=200, batch_size=32))


def train_and_save(experiment, folder, times):
    state = begin(experiment)
    for _ in range(times):
        list(train_slice(state, 0.01))
        checkpoint.save(state, folder)
    return state


def code_of(action, *arguments):
    with pytest.raises(TrainingProblem) as caught:
        action(*arguments)
    return caught.value.problem.code


def test_the_last_two_states_are_kept(experiment, tmp_path):
    train_and_save(experiment, tmp_path, 4)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("damage", [lambda b: b[: len(b) // 2], lambda b: b"", lambda b: b[:-4] + b"\x00\x01\x02\x03"])
def test_a_damaged_file_is_passed_over_for_the_one_before(experiment, tmp_path, damage):
    train_and_save(experiment, tmp_path, 3)
    older, newest = sorted(tmp_path.iterdir())
    newest.write_bytes(damage(newest.read_bytes()))
    assert checkpoint.load(experiment, tmp_path).step == int(older.stem)


def test_a_run_without_a_readable_state_is_a_problem(experiment, tmp_path):
    assert code_of(checkpoint.load, experiment, tmp_path) == "no_checkpoint"
    train_and_save(experiment, tmp_path, 1)
    next(tmp_path.iterdir()).write_bytes(b"garbage")
    assert code_of(checkpoint.load, experiment, tmp_path) == "no_checkpoint"


def test_a_state_of_another_experiment_is_not_used(experiment, tmp_path):
    train_and_save(experiment, tmp_path, 1)
    assert code_of(checkpoint.load, Experiment(document=moons(epochs=201)), tmp_path) == "no_checkpoint"


def test_a_folder_that_can_not_be_written_is_a_problem_and_leaves_no_litter(experiment, tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert code_of(checkpoint.save, begin(experiment), tmp_path / "file") == "not_saved"


def test_a_half_written_file_is_never_seen_as_a_state(experiment, tmp_path):
    (tmp_path / "000000000009.123.tmp").write_bytes(b"half")
    assert not checkpoint.exists(tmp_path)


def test_a_run_that_learned_from_other_data_can_be_asked_but_does_not_go_on(experiment, tmp_path, monkeypatch):
    with monkeypatch.context() as before_a_release:
        before_a_release.setattr(checkpoint, "digest_of_data", lambda program: "another")
        train_and_save(experiment, tmp_path, 1)
    state = checkpoint.load(experiment, tmp_path)
    assert ask(state, {"point": [0.5, 0.2]}).told
    (failed,) = train_slice(state, 60)
    assert isinstance(failed, Failed)
    assert failed.problem.code == "data_changed"
    assert "TwoMoons" in failed.problem.message
    train_and_save(experiment, tmp_path / "now", 1)
    assert isinstance([*train_slice(checkpoint.load(experiment, tmp_path / "now"), 0.01)][-1], StepsEnded | Evaluated)
