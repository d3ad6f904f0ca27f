"""A run on own data, by command line and by its exported script beside the folder, prints the same numbers."""

import json
import shutil

import pytest

from builder.compiler.program import compile
from builder.drawing.document import Block, Node
from builder.drawing.problems import SetParam
from builder.exporters import script
from builder.folder.place import VARIABLE
from tests.alone import printed_alone
from tests.drawings import draw, moons
from tests.own import houses, node, running_text, weather
from trainer.__main__ import main
from trainer.run import prepared
from trainer.step.device import CPU

LETTERS = len(set("the cat sat on the mat. "))


def regression(schema):
    return _drawn(schema, "numbers", {"fc": ("Linear", {"out_features": 1})}, "MSELoss", "price")


def classification(schema):
    layers = {"fc": ("Linear", {"out_features": 8}), "relu": "ReLU", "out": ("Linear", {"out_features": 2})}
    return _drawn(schema, "numbers", layers, "CrossEntropyLoss", "kind")


def several_labels(schema):
    return _drawn(schema, "numbers", {"fc": ("Linear", {"out_features": 2})}, "BCEWithLogitsLoss", "traits")


def ragged(schema):
    layers = {
        "embed": ("Embedding", {"num_embeddings": 3, "embedding_dim": 4}),
        "flat": "Flatten",
        "out": ("Linear", {"out_features": 2}),
    }
    return _drawn(schema, "name", layers, "CrossEntropyLoss", "kind")


def mixed(schema):
    """Numbers and a class, side by side, tell the price."""
    nodes = {
        "data": ("OwnData", node(schema)["params"]),
        "embed": ("Embedding", {"num_embeddings": 2, "embedding_dim": 2}),
        "both": "Concatenate",
        "fc": ("Linear", {"out_features": 1}),
        "loss": "MSELoss",
        "objective": "Objective",
    }
    edges = {
        "embed.input": "data.kind",
        "both.input1": "data.numbers",
        "both.input2": "embed.output",
        "fc.input": "both.output",
        "loss.input": "fc.output",
        "loss.target": "data.price",
        "objective.loss": "loss.loss",
    }
    return draw(nodes, edges, epochs=2, batch_size=32)


def forecast(schema):
    return _drawn(
        schema,
        "numbers",
        {"flat": "Flatten", "out": ("Linear", {"out_features": 2})},
        "MSELoss",
        "numbers_next",
        window=10,
    )


def language(schema):
    layers = {
        "embed": ("Embedding", {"num_embeddings": LETTERS, "embedding_dim": 8}),
        "out": ("Linear", {"out_features": LETTERS}),
        "turned": ("Transpose", {"dim0": 1, "dim1": 2}),
    }
    document = _drawn(schema, "text", layers, "CrossEntropyLoss", "text_next", window=12)
    graph = document.graph
    write = Node(type="GenerateTokens", params={"kept": 4, "length": 40, "temperature": 0.7})
    wires = {"write.scores": "out.output", "write.into": "data.text"}
    writing = Block(nodes={**graph.nodes, "write": write}, edges={**graph.edges, **wires})
    return document.model_copy(update={"blocks": {"main": writing}})


def _drawn(schema, field, layers, loss, target, **params):
    edges, source = {}, f"data.{field}"
    for id in layers:
        edges[f"{id}.input"], source = source, f"{id}.output"
    edges |= {"loss.input": source, "loss.target": f"data.{target}", "objective.loss": "loss.loss"}
    data = {"data": ("OwnData", node(schema, **params)["params"])}
    return draw({**data, **layers, "loss": loss, "objective": "Objective"}, edges, epochs=2, batch_size=32)


@pytest.mark.parametrize(
    ("made", "drawn"),
    [
        (houses, regression),
        (houses, classification),
        (houses, mixed),
        (houses, several_labels),
        (houses, ragged),
        (weather, forecast),
        (running_text, language),
    ],
)
def test_the_script_beside_the_folder_prints_what_the_run_does(made, drawn, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(VARIABLE, "")
    schema = made(tmp_path / "data")
    document = drawn(schema)
    (tmp_path / "drawing.json").write_text(document.model_dump_json())
    assert main([str(tmp_path / "drawing.json"), "--data", str(tmp_path / "data"), "--device", "cpu"]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if line.split()[0] in ("step", "epoch", "test")]
    shutil.copytree(tmp_path / "data", tmp_path / schema.slug)
    (tmp_path / "script.py").write_text(script.export(document))
    assert printed_alone(tmp_path / "script.py").splitlines() == told
    assert len(told) > 8


def test_a_run_whose_data_are_not_there_says_which_and_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(VARIABLE, "")
    document = regression(houses(tmp_path / "data"))
    (tmp_path / "drawing.json").write_text(document.model_dump_json())
    assert main([str(tmp_path / "drawing.json")]) == 1
    assert "are not here" in capsys.readouterr().err


def draw_of(samples):
    return moons(epochs=1).with_edits((SetParam(id="data", name="samples", value=samples),))


def test_data_are_kept_by_their_bytes_and_the_last_ones_whatever_they_take(monkeypatch):
    programs = [compile(moons(seed=seed, epochs=1)) for seed in range(2)]
    small, large = (compile(draw_of(samples)) for samples in (280, 2_800))
    monkeypatch.setattr(prepared, "_data", kept := prepared._Kept())
    first, _, _ = prepared.data_of(programs[0], CPU)
    assert prepared.data_of(programs[1], CPU)[0]["point"].data_ptr() == first["point"].data_ptr(), "shared"
    prepared.data_of(small, CPU)
    monkeypatch.setattr(prepared, "KEPT_BYTES", kept.bytes)
    prepared.data_of(large, CPU)
    assert [json.loads(params)["samples"] for _, params in kept._parts] == [2_800], "what was asked longest ago goes"
    monkeypatch.setattr(prepared, "KEPT_BYTES", 1)
    prepared.data_of(small, CPU)
    assert len(kept._parts) == 1
