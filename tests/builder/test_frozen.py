"""Nodes that are locked: they stay as they are, by a bit, whatever trains around them."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from builder.checker.checker import check as checked
from builder.compiler.program import compile
from builder.compiler.writer import source
from builder.drawing.document import Document, read_document
from builder.meaning.check import check
from builder.meaning.rules.parts.sketch import sketch
from tests.trainer.test_steering import printed_by_run, printed_by_script
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice


def drawing() -> Document:
    return sketch("""
    data = TwoMoons()
    fc = Linear(out_features=8)(data.point)
    norm = BatchNorm1d()(fc)
    relu = ReLU()(norm)
    drop = Dropout(p=0.5)(relu)
    scores = Linear(out_features=2)(drop)
    loss = CrossEntropyLoss()(scores, data.label)
    objective = Objective()(loss)
    """)


def locked(document: Document, block: str = "main", **locks: str) -> Document:
    tree: dict[str, Any] = document.model_dump(mode="json")
    for id, lock in locks.items():
        tree["blocks"][block]["nodes"][id]["frozen"] = lock
    tree["training"]["epochs"] = 1
    return read_document(tree)


def moved(document: Document) -> set[str]:
    """What a run changes, by its names in the state dict."""
    state = begin(Experiment(document=document))
    before = {name: value.clone() for name, value in state.net.state_dict().items()}
    list(train_slice(state, 60))
    assert state.is_finished
    return {name for name, value in state.net.state_dict().items() if not torch.equal(value, before[name])}


def test_what_is_frozen_whole_does_not_move_by_a_bit() -> None:
    assert moved(locked(drawing(), fc="whole", norm="whole")) == {"scores.weight", "scores.bias"}


def test_frozen_weights_leave_running_statistics_to_move() -> None:
    assert {name for name in moved(locked(drawing(), norm="weights")) if name.startswith("norm")} == {
        "norm.running_mean",
        "norm.running_var",
        "norm.num_batches_tracked",
    }


def test_the_source_says_what_is_frozen_where_it_is_made() -> None:
    text = source(locked(drawing(), fc="weights", norm="whole", relu="weights"))
    assert "self.fc = nn.Linear(2, 8).requires_grad_(False)" in text
    assert "self.norm = frozen(nn.BatchNorm1d(8))" in text
    assert "relu = torch.relu(norm)" in text


def test_frozen_values_are_counted_apart() -> None:
    report = check(locked(drawing(), norm="whole"))
    assert (report.parameters, report.frozen) == (24 + 18, 16)
    assert (report.nodes["norm"].parameters, report.nodes["norm"].frozen) == (0, 16)


def test_a_dropout_that_is_frozen_whole_drops_nothing() -> None:
    net = compile(locked(drawing(), drop="whole")).network().train()
    assert net.training
    assert not net.drop.training
    assert net.norm.training


@pytest.mark.parametrize("lock", ["weights", "whole"])
def test_where_all_is_frozen_the_drawing_is_not_green(lock: str) -> None:
    (problem,) = [
        p for p in checked(locked(drawing(), fc=lock, norm=lock, scores=lock)).problems if p.severity == "error"
    ]
    assert problem.code == "nothing_to_learn"
    assert "58 values" in problem.message
    assert "fc, norm, scores" in problem.hint


def in_blocks(inner: str = "", use: str = "") -> Document:
    def node(type: str, lock: str = "", **params: Any) -> dict[str, Any]:
        return {"type": type, "params": params, **({"frozen": lock} if lock else {})}

    cell = {
        "nodes": {"x": node("Input"), "fc": node("Linear", inner, out_features=4), "y": node("Output")},
        "edges": {"fc.input": "x.output", "y.input": "fc.output"},
    }
    nodes = {
        "data": node("TwoMoons"),
        "first": node("Linear", out_features=4),
        "rep": node("Repeat", use, block="cell", times=3),
        "scores": node("Linear", out_features=2),
        "loss": node("CrossEntropyLoss"),
        "objective": node("Objective"),
    }
    edges = {
        "first.input": "data.point",
        "rep.x": "first.output",
        "scores.input": "rep.y",
        "loss.input": "scores.output",
        "loss.target": "data.label",
        "objective.loss": "loss.loss",
    }
    return read_document(
        {"blocks": {"main": {"nodes": nodes, "edges": edges}, "cell": cell}, "training": {"epochs": 1}}
    )


@pytest.mark.parametrize(("inner", "use"), [("whole", ""), ("", "whole"), ("weights", "weights")])
def test_a_lock_in_a_block_holds_for_all_its_uses_and_one_on_a_use_for_all_in_it(inner: str, use: str) -> None:
    document = in_blocks(inner, use)
    assert check(document).frozen == 3 * 20
    assert not [name for name in moved(document) if name.startswith("rep")]


def test_an_objective_may_be_over_what_is_frozen_besides_other_nodes() -> None:
    document = drawing()
    tree = document.model_dump(mode="json")
    tree["blocks"]["main"]["nodes"]["objective"]["params"] = {"over": "fc, scores"}
    assert check(locked(read_document(tree), fc="whole")).is_trainable


def test_the_exported_script_prints_the_numbers_of_a_run_with_locks() -> None:
    document = locked(drawing(), fc="weights", norm="whole")
    assert printed_by_script(document) == printed_by_run(document)
