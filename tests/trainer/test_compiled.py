"""A run may be compiled: its script says so, and prints the same losses."""

import shutil
from functools import partial

import pytest
import torch
from torch._inductor import config

from builder.exporters.script import export
from tests.drawings import moons
from tests.trainer.test_computing import printed_by
from tests.trainer.test_faults import LAST_OF_ONE, NODES
from trainer.look.looks import look
from trainer.run.autotune import pays, pays_compiled, settled
from trainer.run.beginning import begin
from trainer.run.events import Failed
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice

NO_COMPILER = pytest.mark.skipif(not shutil.which("g++"), reason="there is no C++ compiler here")


def compiled(document, **training):
    return document.model_copy(update={"training": document.training.model_copy(update={"compiled": True, **training})})


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """Nothing is compiled yet; headers are not prepared for more than one compilation, which takes half a minute."""
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path / "made"))
    monkeypatch.setenv("TORCHINDUCTOR_CPP_CACHE_PRECOMPILE_HEADERS", "0")
    with config.patch(cpp_cache_precompile_headers=False):
        yield


@NO_COMPILER
def test_a_compiled_run_is_looked_at_and_exported_like_any_other(fresh, tmp_path):
    document = compiled(moons(epochs=1, batch_size=256), precision="bfloat16")
    assert "objective = compiled(objective)" in export(document)
    state = begin(Experiment(document=document))
    told = b""
    for until_step in (1, 2, 100):
        for event in train_slice(state, 600.0, until_step=until_step):
            told += b"".join(event.losses.values()) if event.type == "steps_ended" else b""
            assert len(list(look(state, ["gradients:fc1", "activation:fc1"]))) == 2
    assert not state.steps[0].is_replayed
    assert printed_by(export(document), tmp_path, is_fresh=True) == told


@pytest.fixture
def traced(monkeypatch):
    """What is compiled is traced and taken apart as always, and then computed by torch's own kernels: in a second."""
    monkeypatch.setattr(torch, "compile", partial(torch.compile, backend="aot_eager"))


def ended(document, **ways):
    state = begin(Experiment(document=document), **ways)
    *_, last = train_slice(state, 600)
    return state.step, last.problem


@pytest.mark.parametrize("fault", ["a loss that grew", "a slope", "what a kernel refuses", "a kernel by tracing"])
def test_a_fault_of_a_compiled_run_is_told_as_it_is_of_any_other(traced, fault):
    document, node = NODES.get(fault, (LAST_OF_ONE, "bn"))
    step, problem = ended(document, replays=False)
    assert problem.node == node
    assert ended(compiled(document)) == (step, problem)


def test_what_only_compiled_code_refuses_is_said_to_be_that_with_advice(traced):
    """Chance in the network is another when it is computed again."""
    document, _ = NODES["a kernel by chance"]
    _, problem = ended(compiled(document))
    assert (problem.code, problem.node) == ("torch_refused", "loss")
    assert "Take compiled out" in problem.hint


@NO_COMPILER
def test_what_a_compiled_kernel_refuses_is_told_by_its_node(fresh):
    document, node = NODES["what a kernel refuses"]
    step, problem = ended(document, replays=False)
    assert problem.node == node
    assert ended(compiled(document)) == (step, problem)


def test_where_nothing_can_compile_a_run_says_so(fresh):
    with config.patch({"cpp.cxx": ("no-such-compiler",)}):
        *_, last = train_slice(begin(Experiment(document=compiled(moons(epochs=1, batch_size=512)))), 60)
    assert isinstance(last, Failed)
    assert last.problem.code == "not_compiled"


def test_no_run_is_compiled_by_itself_on_a_cpu():
    state = begin(Experiment(document=moons(epochs=100_000)))
    assert not pays_compiled(state)
    assert settled(state, 1).compiled is None


@pytest.mark.parametrize(
    ("steps", "gained_s", "took_s", "worth"),
    [(100_000, 0.002, 60.0, True), (10_000, 0.002, 60.0, False), (1_000_000, -0.001, 60.0, False)],
)
def test_compiling_pays_where_the_steps_left_save_much_more_than_it_took(steps, gained_s, took_s, worth):
    assert pays(steps=steps, gained_s=gained_s, took_s=took_s) == worth
