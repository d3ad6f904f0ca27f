"""How a run is computed is settled once, written down, and part of its numbers."""

import pytest
import torch

import builder
from builder.drawing.document import Change
from builder.drawing.problems import SetParam
from builder.exporters.script import export
from tests.alone import printed_alone
from tests.drawings import moons
from trainer.run.autotune import kernels_for, settled, threads_for
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice


def on_threads(document, **training):
    return document.model_copy(update={"training": document.training.model_copy(update=training)})


def losses_of(document):
    state = begin(Experiment(document=document))
    events = list(train_slice(state, 60.0))
    return b"".join(column for event in events if event.type == "steps_ended" for column in event.losses.values())


@pytest.mark.parametrize("key", ["two-moons-mlp", "vae", "resnet", "tiny-gpt"])
def test_finding_out_what_is_fastest_changes_nothing(key):
    document = builder.STARTERS[key].document
    asked, other = (begin(Experiment(document=document)) for _ in range(2))
    rng = torch.get_rng_state()
    assert threads_for(asked, 2) in (1, 2)
    assert kernels_for(asked, 1) in ("usual", "onednn")
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
    assert settled(state, 2) == moons().training


def test_what_was_asked_for_is_not_settled_anew():
    asked = on_threads(builder.STARTERS["tiny-gpt"].document, threads=1, kernels="usual")
    assert settled(begin(Experiment(document=asked)), 2) == asked.training


def test_a_slice_leaves_its_process_computing_as_before():
    def now():
        kernels = torch.backends.mkldnn.matmul.fp32_precision, torch.backends.cuda.flash_sdp_enabled()
        return torch.get_num_threads(), *kernels

    before = now()
    state = begin(Experiment(document=on_threads(moons(epochs=1), threads=2, kernels="onednn")))
    inside = [now() for _ in train_slice(state, 60.0)]
    assert inside[0] == (2, "bf16", False)
    assert now() == before == (1, "none", True)


def test_other_kernels_give_the_same_losses_but_for_rounding_and_are_replayed():
    usual, onednn = (
        begin(Experiment(document=on_threads(builder.STARTERS["tiny-gpt"].document, kernels=kernels)))
        for kernels in ("usual", "onednn")
    )
    for state in (usual, onednn):
        list(train_slice(state, 60.0, until_step=5))
    assert usual.losses == pytest.approx(onednn.losses, rel=1e-5)
    assert onednn.steps[0].is_replayed


def test_a_script_computes_by_the_kernels_of_its_run(tmp_path):
    document = on_threads(builder.STARTERS["digits-mlp"].document, epochs=2, kernels="onednn")
    assert printed_by(export(document), tmp_path) == losses_of(document)


def test_data_that_are_made_by_products_are_those_of_the_run_whatever_its_kernels(tmp_path):
    document = builder.STARTERS["pen-digits"].document
    fewer = (SetParam(id="digits", name="only_first", value=320),)
    document = on_threads(document.with_edits(fewer), epochs=1, kernels="onednn")
    assert printed_by(export(document), tmp_path) == losses_of(document)


def printed_by(script, folder, *, is_fresh=False):
    """The losses that a script prints, run alone."""
    (folder / "script.py").write_text(script)
    alone = printed_alone(folder / "script.py", is_fresh=is_fresh)
    printed = [float(line.split()[-1]) for line in alone.splitlines() if line.startswith("step ")]
    return torch.tensor(printed).numpy().tobytes()


def test_a_script_computes_on_as_many_threads_as_its_run_did(tmp_path):
    change = Change(step=3, threads=1)
    document = on_threads(builder.STARTERS["digits-cnn"].document, epochs=1, threads=2, changes=(change,))
    script = export(document)
    assert "threads=2," in script
    assert '(3, {"threads": 1})' in script
    assert printed_by(script, tmp_path, is_fresh=True) == losses_of(document)
