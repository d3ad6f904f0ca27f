"""Runs begin from weights: what fits by name and shape is taken, the rest is said, and the script does the same."""

from __future__ import annotations

import json

import pytest
import torch
from safetensors.torch import load_file, save_file

import builder
from builder.drawing.document import Beginning
from builder.drawing.problems import SetParam
from builder.exporters.script import export
from builder.folder.place import VARIABLE, look_in
from builder.folder.weights import digest_of, name_beside, shapes_in
from tests.alone import printed_alone
from tests.drawings import moons
from tests.trainer.test_fitting import regression
from trainer.__main__ import main
from trainer.problems import TrainingProblem
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.events import WeightsTaken
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch):
    monkeypatch.setenv(VARIABLE, "")


def beginning(folder, tensors, nodes=None, title=""):
    """What a training begins from whose weights lie in a folder."""
    file = folder / "given.safetensors"
    save_file({name: value.contiguous() for name, value in tensors.items()}, file)
    look_in(folder)
    return Beginning(weights=digest_of(file), nodes=nodes or {}, title=title)


def from_(document, *beginnings):
    training = document.training.model_copy(update={"begins_from": beginnings, "epochs": 2})
    return document.model_copy(update={"training": training})


def learned(document):
    """What a run of a drawing learns."""
    state = begin(Experiment(document=document))
    list(train_slice(state, 60))
    return {name: value.clone() for name, value in state.net.state_dict().items()}


def test_a_run_begins_where_another_one_ended(tmp_path):
    weights = learned(from_(moons()))
    state = begin(Experiment(document=from_(moons(), beginning(tmp_path, weights))))
    assert all(torch.equal(value, weights[name]) for name, value in state.net.state_dict().items())
    (taken,) = (event for event in train_slice(state, 60) if isinstance(event, WeightsTaken))
    assert taken.counts == {"taken": len(weights), "misshapen": 0, "fresh": 0, "unused": 0}


def test_what_does_not_fit_begins_fresh_and_is_said_by_name(tmp_path):
    wide = moons().with_edits((SetParam(id="fc1", name="out_features", value=12),))
    fresh = begin(Experiment(document=from_(wide))).net.state_dict()
    given = {**learned(from_(moons())), "gone.weight": torch.zeros(3)}
    del given["fc1.bias"]
    state = begin(Experiment(document=from_(wide, beginning(tmp_path, given, title="Run 7"))))
    (event,) = (event for event in train_slice(state, 0) if isinstance(event, WeightsTaken))
    assert set(event.misshapen) == {"fc1.weight", "fc2.weight"}
    assert event.fresh == ("fc1.bias",)
    assert event.unused == ("gone.weight",)
    assert "Run 7" in event.words
    assert "fc1.weight is (12, 2) here and (" in event.words
    assert torch.equal(state.net.state_dict()["fc1.weight"], fresh["fc1.weight"])


def test_a_node_takes_the_weights_of_another_and_no_other_node_takes_any(tmp_path):
    given = {"enc.weight": torch.ones(8, 2), "enc.bias": torch.ones(8), "fc2.bias": torch.ones(2)}
    document = moons().with_edits((SetParam(id="fc1", name="out_features", value=8),))
    state = begin(Experiment(document=from_(document, beginning(tmp_path, given, {"fc1": "enc"}))))
    assert state.net.fc1.weight.eq(1).all()
    assert not state.net.fc2.bias.eq(1).any()


@pytest.mark.parametrize("key", ["digits-cnn", "gan", "standardized"])
def test_the_exported_script_prints_the_losses_of_a_run_that_began_from_weights(key, tmp_path, capsys):
    document = builder.STARTERS[key].document if key in builder.STARTERS else regression()
    fresh = begin(Experiment(document=document)).net.state_dict()
    given = beginning(tmp_path, {name: value + 0.01 for name, value in fresh.items()})
    document = from_(document, given)
    (tmp_path / name_beside(given.weights)).write_bytes((tmp_path / "given.safetensors").read_bytes())
    (tmp_path / "script.py").write_text(export(document))
    (tmp_path / "document.json").write_text(document.model_dump_json())
    alone = printed_alone(tmp_path / "script.py")
    assert main([str(tmp_path / "document.json"), "--device", "cpu"]) == 0
    assert capsys.readouterr().out == alone


def test_the_command_line_begins_from_another_runs_folder_and_from_a_file(tmp_path, capsys):
    (tmp_path / "a.json").write_text(from_(moons()).model_dump_json())
    assert main([str(tmp_path / "a.json"), "--out", str(tmp_path / "first")]) == 0
    first = capsys.readouterr().out
    assert main([str(tmp_path / "a.json"), "--weights", str(tmp_path / "first"), "--out", str(tmp_path / "then")]) == 0
    said = capsys.readouterr()
    assert said.out != first
    assert "weights are taken" in said.err
    (file,) = (tmp_path / "first" / "weights").iterdir()
    assert file.stem == digest_of(file)
    assert main([str(tmp_path / "a.json"), "--weights", str(file)]) == 0
    assert capsys.readouterr().out == said.out


def test_a_run_that_began_from_weights_goes_on_exactly_when_it_is_taken_up_again(tmp_path):
    document = from_(moons(), beginning(tmp_path, learned(from_(moons()))))
    whole = learned(document)
    state = begin(Experiment(document=document))
    list(train_slice(state, 60, until_step=5))
    checkpoint.save(state, tmp_path / "run")
    state = checkpoint.load(Experiment(document=document), tmp_path / "run")
    list(train_slice(state, 60))
    assert all(torch.equal(value, whole[name]) for name, value in state.net.state_dict().items())


def test_weights_of_another_network_are_refused_with_both_shapes(tmp_path):
    given = beginning(tmp_path, {"fc1.weight": torch.zeros(3, 4), "x.weight": torch.zeros(1)}, title="net.safetensors")
    with pytest.raises(TrainingProblem) as told:
        begin(Experiment(document=from_(moons(), given)))
    assert told.value.problem.code == "weights_do_not_fit"
    assert "net.safetensors" in told.value.problem.message
    assert "(3, 4) there" in told.value.problem.message


def test_weights_that_are_not_here_are_said_to_be_missing():
    with pytest.raises(TrainingProblem) as told:
        begin(Experiment(document=from_(moons(), Beginning(weights="ab" * 32, title="Run 3"))))
    assert told.value.problem.code == "no_weights"
    assert "Run 3" in told.value.problem.message


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\x10\0\0\0\0\0\0\0not json at all!", b"\xff" * 64])
def test_a_file_that_holds_no_weights_is_refused_in_words(content, tmp_path, capsys):
    (tmp_path / "a.json").write_text(moons().model_dump_json())
    (tmp_path / "w.safetensors").write_bytes(content)
    assert main([str(tmp_path / "a.json"), "--weights", str(tmp_path / "w.safetensors")]) == 1
    assert "no_weights" in capsys.readouterr().err


def test_names_and_shapes_are_read_without_the_numbers(tmp_path):
    save_file({"a.weight": torch.zeros(3, 4), "b": torch.zeros(())}, tmp_path / "w.safetensors", {"format": "pt"})
    assert shapes_in(tmp_path / "w.safetensors") == {"a.weight": (3, 4), "b": ()}
    assert load_file(tmp_path / "w.safetensors").keys() == {"a.weight", "b"}


def test_a_drawing_says_which_weights_it_begins_from():
    document = from_(moons(), Beginning(weights="ab" * 32, nodes={"fc1": "enc"}, title="Run 3"))
    told = json.loads(document.model_dump_json())["training"]["begins_from"]
    assert told == [{"weights": "ab" * 32, "nodes": {"fc1": "enc"}, "title": "Run 3"}]
    assert "'fc1': 'enc'" in export(document)
