"""What the disk may do to a run: states that are damaged anywhere, data that is gone, no room left."""

import resource
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.kinds.dataset import DataField, Dataset
from tests.drawings import moons
from trainer.__main__ import main
from trainer.problems import TrainingProblem
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice
from trainer.run.prepared import data_of, program_of
from trainer.step.device import device_called

EXPERIMENT = Experiment(document=moons(epochs=200, batch_size=32))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("states")
    state = begin(EXPERIMENT)
    for _ in range(2):
        list(train_slice(state, 0.01))
        checkpoint.save(state, folder)
    return folder


def problem_of(action, *arguments, **options):
    with pytest.raises(TrainingProblem) as caught:
        action(*arguments, **options)
    return caught.value.problem


@given(st.data())
def test_one_bit_that_flipped_anywhere_is_noticed(folder, data):
    older, newest = sorted(folder.iterdir())
    whole = newest.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    newest.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
    try:
        state = checkpoint.load(EXPERIMENT, folder)
    finally:
        newest.write_bytes(whole)
    untouched = checkpoint.load(EXPERIMENT, folder)
    assert state.step == int(older.stem) or checkpoint._pack(state)[1] == checkpoint._pack(untouched)[1]


def test_a_state_beyond_the_log_is_not_gone_on_from(folder):
    older, newest = (int(file.stem) for file in sorted(folder.iterdir()))
    assert checkpoint.load(EXPERIMENT, folder, not_after=newest).step == newest
    assert checkpoint.load(EXPERIMENT, folder, not_after=newest - 1).step == older
    assert checkpoint.load(EXPERIMENT, folder, not_after=older - 1).step == 0, "from the beginning: nothing is missing"


def test_what_an_earlier_attempt_writes_late_is_not_gone_on_from(tmp_path):
    state = begin(EXPERIMENT)
    list(train_slice(state, 0.01))
    checkpoint.save(state, tmp_path, attempt=1)
    taken_up = checkpoint.load(EXPERIMENT, tmp_path, attempt=2)
    list(train_slice(state, 0.02))
    checkpoint.save(state, tmp_path, attempt=1)
    assert checkpoint.load(EXPERIMENT, tmp_path).step == taken_up.step < state.step


def test_a_full_disk_is_a_problem_and_the_last_good_state_is_kept(tmp_path):
    state = begin(EXPERIMENT)
    list(train_slice(state, 0.01))
    checkpoint.save(state, tmp_path)
    step = state.step
    list(train_slice(state, 0.01))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))  # no file may become larger, as on a full disk
    try:
        problem = problem_of(checkpoint.save, state, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert problem.code == "not_saved"
    assert "Make room" in problem.hint
    assert [int(file.stem) for file in tmp_path.iterdir()] == [step], "no litter"
    assert checkpoint.load(EXPERIMENT, tmp_path).step == step


def test_a_data_set_whose_file_is_gone_is_a_problem_in_words(tmp_path):
    def load():
        return (tmp_path / "pictures.npz").read_bytes()

    dataset = Dataset(load, type_name="Pictures", summary="Pictures.", fields=(DataField("image", (4,)),))
    program = program_of(moons())
    lost = type(program)(**{**vars(program), "dataset": dataset, "dataset_params": {}})
    problem = problem_of(data_of, lost, device_called("cpu"))
    assert (problem.code, "pictures.npz" in problem.message) == ("no_data", True)


def test_runs_of_one_drawing_share_its_program_and_its_data_but_not_what_they_may_write_to():
    first, second = begin(EXPERIMENT), begin(EXPERIMENT)
    assert first.program is second.program
    for field, values in first.learn.items():
        assert values.data_ptr() == second.learn[field].data_ptr()
    for field, values in first.validation.items():
        assert values.data_ptr() != second.validation[field].data_ptr()
    weights = first.net.parameters(), second.net.parameters()
    assert all(one.data_ptr() != other.data_ptr() for one, other in zip(*weights, strict=True))


@pytest.fixture
def drawing(tmp_path):
    file = tmp_path / "moons.json"
    file.write_text(moons().model_dump_json())
    return str(file)


def test_a_device_that_nobody_knows_is_a_problem_in_words(drawing, capsys):
    assert main([drawing, "--device", "toaster"]) == 1
    assert capsys.readouterr().err == "no_such_device: There is no device 'toaster'. Choose one of best, cpu, gpu.\n"


def test_a_gpu_that_is_not_here_is_a_problem_in_words(drawing):
    command = [sys.executable, "-m", "trainer", drawing, "--device", "gpu"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env={"CUDA_VISIBLE_DEVICES": ""})
    assert (ended.returncode, ended.stderr.partition(":")[0]) == (1, "no_gpu")
    assert len(ended.stderr.splitlines()) == 1
