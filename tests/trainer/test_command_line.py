"""``python -m trainer`` trains without any web and says the same numbers as the exported script."""

import subprocess
import sys

import pytest

import builder
from builder.exporters.script import export
from tests.builder.test_blocks import two_goals
from trainer.__main__ import main


def brief(key, epochs):
    document = builder.STARTERS[key].document
    return document.model_copy(update={"training": document.training.model_copy(update={"epochs": epochs})})


@pytest.mark.parametrize("key", [*builder.STARTERS, "two goals"])
def test_the_exported_script_run_alone_prints_the_numbers_of_the_run(key, tmp_path, capsys):
    document = two_goals() if key == "two goals" else brief(key, 3)
    (tmp_path / "script.py").write_text(export(document))
    (tmp_path / "document.json").write_text(document.model_dump_json())
    alone = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert main([str(tmp_path / "document.json"), "--out", str(tmp_path / "run")]) == 0
    assert capsys.readouterr().out == alone.stdout
    assert alone.stdout.count("\nepoch ") == document.training.epochs


def test_a_run_that_was_saved_goes_on_from_there(tmp_path, capsys):
    (tmp_path / "document.json").write_text('{"document": ' + brief("xor", 2).model_dump_json() + "}")
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
