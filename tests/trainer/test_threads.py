"""How many threads compute a run is settled once, written down, and part of its numbers."""

import subprocess
import sys

import pytest
import torch

import builder
from builder.document import Change
from builder.exporters.script import export
from tests.drawings import moons
from trainer.experiment import Experiment
from trainer.loop import begin, train_slice
from trainer.threads import threads_for


def on_threads(document, **training):
    return document.model_copy(update={"training": document.training.model_copy(update=training)})


def losses_of(document):
    state = begin(Experiment(document=document))
    events = list(train_slice(state, 60.0))
    return b"".join(column for event in events if event.type == "steps_ended" for column in event.losses.values())


@pytest.mark.parametrize("key", ["two-moons-mlp", "vae", "resnet"])
def test_asking_how_many_threads_are_worth_it_changes_nothing(key):
    document = builder.STARTERS[key].document
    asked, other = (begin(Experiment(document=document)) for _ in range(2))
    rng = torch.get_rng_state()
    assert threads_for(asked, 2) in (1, 2)
    assert torch.equal(rng, torch.get_rng_state())
    assert all(
        torch.equal(a, b) for a, b in zip(asked.net.state_dict().values(), other.net.state_dict().values(), strict=True)
    )
    assert all(parameter.grad is None for parameter in asked.net.parameters())
    assert torch.equal(asked.chance.get_state(), other.chance.get_state())


def test_one_core_and_small_steps_are_computed_on_one_thread():
    state = begin(Experiment(document=moons()))
    assert threads_for(state, 1) == 1
    assert threads_for(state, 2) == 1


def test_a_slice_leaves_the_threads_of_its_process_as_they_were():
    assert torch.get_num_threads() == 1
    losses_of(on_threads(moons(epochs=1), threads=2))
    assert torch.get_num_threads() == 1


def test_a_script_computes_on_as_many_threads_as_its_run_did(tmp_path):
    change = Change(step=3, threads=1)
    document = on_threads(builder.STARTERS["digits-cnn"].document, epochs=1, threads=2, changes=(change,))
    script = export(document)
    assert "threads=2," in script
    assert '(3, {"threads": 1})' in script
    (tmp_path / "script.py").write_text(script)
    alone = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=True)
    printed = [float(line.split()[-1]) for line in alone.stdout.splitlines() if line.startswith("step ")]
    assert torch.tensor(printed).numpy().tobytes() == losses_of(document)
