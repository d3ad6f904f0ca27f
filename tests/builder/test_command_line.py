"""``python -m builder`` checks, prints and exports a drawing without any web."""

import io
import json
import subprocess
import sys

import onnxruntime
import pytest

import builder
from builder.__main__ import main
from tests.drawings import draw, moons
from trainer.__main__ import main as train

BROKEN = draw({"relu": "ReLU"}, {})


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "moons.json"
    path.write_text(moons(epochs=1).model_dump_json())
    return str(path)


@pytest.fixture
def broken(tmp_path):
    path = tmp_path / "broken.json"
    path.write_text(BROKEN.model_dump_json())
    return str(path)


def test_a_sound_drawing_is_ready_to_train(file, capsys):
    assert main(["check", file]) == 0
    assert capsys.readouterr() == ("Ready to train: 42 parameters.\n", "")


@pytest.mark.parametrize("command", ["check", "source", "shapes", "export"])
def test_problems_are_said_in_words_with_their_place(command, broken, capsys):
    assert main([command, broken]) == 1
    said = capsys.readouterr().err.splitlines()
    assert any(line.startswith("no_data: There is no data") for line in said)
    if command == "check":
        assert any(line.startswith("missing_input [relu.input]: ") for line in said)


def test_the_report_comes_as_json(broken, capsys):
    assert main(["check", broken, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told == builder.check(BROKEN).model_dump(mode="json")


def test_the_source_is_printed_as_it_runs(file, capsys):
    assert main(["source", file]) == 0
    assert capsys.readouterr().out == builder.source(moons(epochs=1))


def test_shapes_are_a_table_of_every_node(file, capsys):
    assert main(["shapes", file]) == 0
    head, *rows, total = capsys.readouterr().out.splitlines()
    assert head.split() == ["node", "type", "shape", "parameters", "multiply-adds", "bytes"]
    assert [row.split()[0] for row in rows] == list(moons().graph.nodes)
    assert any(row.split() == ["fc1", "Linear", "(N,", "8)", "24", "16", "32"] for row in rows)
    assert total.startswith("42 parameters; for one sample: 32 multiply-adds forward, ")


def test_shapes_go_into_blocks(tmp_path, capsys):
    document = builder.STARTERS["tiny-gpt"].document
    path = tmp_path / "gpt.json"
    path.write_text(document.model_dump_json())
    assert main(["shapes", str(path)]) == 0
    said = capsys.readouterr().out
    assert all(f"\n{name}/" in said for name in document.blocks if name != document.main)
    assert main(["shapes", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["blocks"].keys() == document.blocks.keys() - {document.main}


def test_an_export_is_written_to_a_file_or_printed(file, tmp_path, capsysbinary):
    out = tmp_path / "figure.svg"
    assert main(["export", file, "--format", "svg", "--out", str(out)]) == 0
    assert main(["export", file, "--format", "svg"]) == 0
    assert capsysbinary.readouterr().out == out.read_bytes() == builder.EXPORTERS["svg"].export(moons(epochs=1))


def test_what_was_trained_on_the_command_line_is_exported_with_its_weights(file, tmp_path, capsys):
    assert main(["export", file, "--format", "onnx"]) == 1
    assert capsys.readouterr().err.startswith("no_weights: ")
    assert train([file, "--out", str(tmp_path / "run")]) == 0
    (checkpoint,) = (tmp_path / "run").glob("*.safetensors")
    learned, model = tmp_path / "weights.safetensors", tmp_path / "network.onnx"
    assert main(["export", file, "--format", "safetensors", "--weights", str(checkpoint), "--out", str(learned)]) == 0
    assert main(["export", file, "--format", "onnx", "--weights", str(learned), "--out", str(model)]) == 0
    assert onnxruntime.InferenceSession(model).get_inputs()[0].name == "point"


def test_a_drawing_is_read_from_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(moons().model_dump_json().encode())))
    assert main(["check", "-"]) == 0


def test_what_can_not_be_read_or_written_is_said_in_words(file, tmp_path, capsys):
    nothing = str(tmp_path / "nothing")
    for arguments, code in (
        (["check", nothing], "no_file"),
        (["export", file, "--format", "onxx"], "unknown_format"),
        (["export", file, "--format", "onnx", "--weights", nothing], "no_file"),
        (["export", file, "--format", "onnx", "--weights", file], "not_weights"),
        (["export", file, "--out", str(tmp_path / "no" / "such")], "not_written"),
    ):
        assert main(arguments) == 1
        assert capsys.readouterr().err.startswith(f"{code}: ")


def test_it_runs_as_a_program(file):
    done = subprocess.run([sys.executable, "-m", "builder", "check", file], capture_output=True, text=True, check=True)
    assert done.stdout == "Ready to train: 42 parameters.\n"
