"""A drawing that learns from several data sets: an Objective for each, one epoch, one script."""

import pytest
import torch

import builder
from builder.compiler.program import compile
from builder.drawing.document import Document, Node
from builder.exporters import script
from builder.kinds.joined import even, together
from tests.alone import printed_alone
from tests.drawings import draw
from tests.own import houses, node
from tests.trainer.test_steering import printed_by_run, printed_by_script
from trainer.__main__ import main
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment

EDGES = {
    "one.input": "moons.point",
    "one_loss.input": "one.output",
    "one_loss.target": "moons.label",
    "two.input": "gate.bits",
    "two_loss.input": "two.output",
    "two_loss.target": "gate.label",
    "first.loss": "one_loss.loss",
    "second.loss": "two_loss.loss",
}


def two_tasks(other="Xor", params=None, field="point", **training):
    """Moons for one classifier, points of another set for another."""
    nodes = {
        "moons": ("TwoMoons", {"samples": 280}),
        "gate": (other, params or {}),
        "one": ("Linear", {"out_features": 2}),
        "two": ("Linear", {"out_features": 2}),
        "one_loss": "CrossEntropyLoss",
        "two_loss": "CrossEntropyLoss",
        "first": ("Objective", {"over": "one"}),
        "second": ("Objective", {"over": "two"}),
    }
    edges = EDGES | {"two.input": f"gate.{field}"}
    return draw(nodes, edges, epochs=2, batch_size=64, **training)


@pytest.mark.parametrize("name", ["fit", "metrics", "train"])
def test_an_objective_may_be_called_as_a_function_of_the_source_is(name):
    document = Document.model_validate_json(two_tasks().model_dump_json().replace('"second', f'"{name}'))
    nodes = {**document.graph.nodes, "scaled": Node(type="Standardize")}
    edges = {**document.graph.edges, "scaled.input": "moons.point", "one.input": "scaled.output"}
    graph = document.graph.model_copy(update={"nodes": nodes, "edges": edges})
    document = document.model_copy(update={"blocks": {"main": graph}})
    assert builder.check(document).problems == ()
    assert begin(Experiment(document=document)).net.scaled.std[0] != 1
    assert printed_by_script(document) == printed_by_run(document)


def split(rows, start=0):
    return {"x": torch.arange(start, start + rows)}


def test_a_smaller_set_comes_again_and_again_and_each_field_is_called_after_its_set():
    training, validation, test = together(
        {
            "a": (split(10), split(4), split(3)),
            "b": (split(4), split(9), split(3)),
        }
    )
    assert training["a_x"].tolist() == list(range(10))
    assert training["b_x"].tolist() == [0, 1, 2, 3, 0, 1, 2, 3, 0, 1]
    assert validation["b_x"].tolist() == list(range(8))
    assert validation["a_x"].tolist() == [0, 1, 2, 3] * 2
    assert test["a_x"].tolist() == test["b_x"].tolist() == [0, 1, 2]


@pytest.mark.parametrize("sizes", [(7,), (3, 10), (10, 3), (4, 9, 6), (5, 5), (1, 100)])
def test_what_is_measured_counts_each_sample_equally_often(sizes):
    rows = even({str(place): split(size) for place, size in enumerate(sizes)})
    assert all(size >= rows or rows % size == 0 for size in sizes)
    assert rows >= min(sizes)


def test_two_data_sets_train_each_its_own_objective():
    document = two_tasks()
    assert [problem.code for problem in builder.check(document).problems if problem.severity == "error"] == []
    program = compile(document)
    assert {"moons_point", "moons_label", "gate_point", "gate_label"} == {f.name for f in program.dataset.fields}


def test_the_script_prints_what_the_run_does(tmp_path, capsys):
    document = two_tasks()
    (tmp_path / "drawing.json").write_text(document.model_dump_json())
    assert main([str(tmp_path / "drawing.json"), "--device", "cpu"]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if line.split()[0] in ("step", "epoch", "test")]
    (tmp_path / "script.py").write_text(script.export(document))
    assert printed_alone(tmp_path / "script.py").splitlines() == told


def test_own_data_stand_beside_a_shipped_set(tmp_path, capsys):
    schema = houses(tmp_path / "data")
    document = two_tasks("OwnData", node(schema)["params"], "numbers")
    document = document.with_edits((builder.drawing.problems.Connect(target="two_loss.target", source="gate.kind"),))
    (tmp_path / "drawing.json").write_text(document.model_dump_json())
    assert main([str(tmp_path / "drawing.json"), "--data", str(tmp_path / "data"), "--device", "cpu"]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if line.split()[0] in ("step", "epoch", "test")]
    (tmp_path / schema.slug).symlink_to(tmp_path / "data")
    (tmp_path / "script.py").write_text(script.export(document))
    assert printed_alone(tmp_path / "script.py").splitlines() == told


def test_an_answer_to_one_set_is_not_compared_with_what_another_one_holds():
    document = two_tasks().with_edits(
        (builder.drawing.problems.Connect(target="two_loss.target", source="moons.label"),)
    )
    (told,) = [each for each in builder.check(document).problems if each.code == "unpaired_data"]
    assert told.node == "two_loss"
    assert "nothing to do with each other" in told.message
