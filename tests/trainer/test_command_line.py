"""``python -m trainer`` trains without any web and says the same numbers as the exported script."""

import pytest

import builder
from builder.drawing.problems import SetParam
from builder.exporters.script import export
from tests.alone import printed_alone
from tests.builder.test_blocks import two_goals
from tests.drawings import brief, moons
from trainer.__main__ import main

FRESH = "digits-cnn"
"""Its script is run by a Python of its own."""


@pytest.mark.parametrize("key", [*builder.STARTERS, "two goals"])
def test_the_exported_script_run_alone_prints_the_numbers_of_the_run(key, tmp_path, capsys):
    document = two_goals() if key == "two goals" else brief(builder.STARTERS[key].document, 2)
    (tmp_path / "script.py").write_text(export(document))
    (tmp_path / "document.json").write_text(document.model_dump_json())
    alone = printed_alone(tmp_path / "script.py", is_fresh=key == FRESH)
    assert main([str(tmp_path / "document.json"), "--out", str(tmp_path / "run")]) == 0
    assert capsys.readouterr().out == alone
    assert alone.count(" validation ") == document.training.epochs


def test_a_run_that_was_saved_goes_on_from_there(tmp_path, capsys):
    document = brief(builder.STARTERS["xor"].document, 2)
    (tmp_path / "document.json").write_text('{"document": ' + document.model_dump_json() + "}")
    arguments = [str(tmp_path / "document.json"), "--out", str(tmp_path / "run")]
    assert main(arguments) == 0
    capsys.readouterr()
    assert main(arguments) == 0
    assert capsys.readouterr().out == ""


BAD = {None: "no_file", "{": "not_json", "{}": "empty", '{"document": 1}': "invalid_document"}


@pytest.mark.parametrize(("text", "code"), BAD.items())
def test_bad_input_is_said_in_words_and_ends_non_zero(tmp_path, capsys, text, code):
    file = tmp_path / "experiment.json"
    if text is not None:
        file.write_text(text)
    assert main([str(file)]) == 1
    assert capsys.readouterr().err.startswith(f"{code}: ")


def test_a_run_that_blew_up_goes_on_from_its_last_good_state_with_what_was_offered(tmp_path, capsys):
    document = moons(epochs=2)
    [goal] = [id for id, node in document.graph.nodes.items() if node.type == "Objective"]
    params = {"optimizer": "SGD", "lr": 50.0, "weight_decay": 10.0, "momentum": 0.0}
    edits = tuple(SetParam(id=goal, name=name, value=value) for name, value in params.items())
    (tmp_path / "document.json").write_text(document.with_edits(edits).model_dump_json())
    arguments = [str(tmp_path / "document.json"), "--out", str(tmp_path / "run")]
    assert main(arguments) == 1
    told = capsys.readouterr()
    assert "not_finite: " in told.err
    assert f"--set {goal}.lr=5.0" in told.err
    assert f"--set {goal}.max_norm=1.0" in told.err
    good = int(told.err.partition("The state after step ")[2].partition(" ")[0])
    assert main([*arguments, "--set", "lr=0.01", "--set", "max_norm=1", "--set", "weight_decay=0"]) == 0
    assert capsys.readouterr().out.startswith(f"step {good + 1} loss ")
