"""A drawing whose sources draw all that it learns from trains: cut, measured and exported as any other."""

import contextlib
import io
from array import array

import pytest
import torch

import builder
from builder.drawing.document import read_document
from builder.exporters.script import export
from tests.drawings import draw, moons
from trainer.asking.ask import ask
from trainer.problems import TrainingProblem
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.events import Evaluated, Finished, StepsEnded
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice


def mirrored(data=None, **training):
    """Learns to tell the larger of two drawn numbers; ``data`` stands beside it, unused."""
    nodes = {
        "noise": ("Noise", {"shape": 2}),
        "order": "ArgMax",
        "fc": ("Linear", {"out_features": 2}),
        "loss": "CrossEntropyLoss",
        "right": "Accuracy",
        "objective": ("Objective", {"lr": 0.05}),
    }
    edges = {
        "order.input": "noise.noise",
        "fc.input": "noise.noise",
        "loss.input": "fc.output",
        "loss.target": "order.output",
        "right.input": "fc.output",
        "right.target": "order.output",
        "objective.loss": "loss.loss",
    }
    document = draw(
        {**nodes, **({"data": data} if data else {})}, edges, **{"epochs": 3, "batch_size": 100, **training}
    )
    return document.model_copy(update={"training": document.training.model_copy(update={"draws": 250})})


def told(events):
    """Every number that a run told."""
    losses, scores = array("f"), []
    for event in events:
        if isinstance(event, StepsEnded):
            losses += array("f", event.losses["loss"])
        elif isinstance(event, Evaluated):
            scores.append((event.step, event.metrics))
    return losses.tolist(), scores


def test_an_epoch_is_so_many_fresh_draws_and_it_learns():
    state = begin(Experiment(document=mirrored(epochs=20)))
    events = list(train_slice(state, 60))
    losses, scores = told(events)
    assert isinstance(events[-1], Finished)
    assert len(losses) == 20 * 3  # 100, 100 and 50 of 250
    assert scores[-1][1]["right"] > 0.95
    assert len(state.validation["noise"]) == 256


def test_what_is_validated_on_is_fixed_and_no_batch_learns_from_it(monkeypatch):
    state = begin(Experiment(document=mirrored()))
    fixed, seen, draws = state.validation["noise"].clone(), [], state.program.sources
    monkeypatch.setitem(vars(state.program), "sources", lambda *asked: seen.append(draws(*asked)) or seen[-1])
    list(train_slice(state, 60))
    *learned_from, test = [batch["noise"] for batch in seen]
    learned = torch.cat(learned_from)
    assert len(learned) == 750
    assert len(learned.unique(dim=0)) == 750
    for held in (fixed, test):
        assert len(held) == 256
        assert not (learned[:, None] == held[None]).all(dim=2).any()
    assert not (test[:, None] == fixed[None]).all(dim=2).any()
    assert torch.equal(state.validation["noise"], fixed)


def test_cut_and_taken_up_it_gives_the_numbers_of_one_run(tmp_path):
    experiment = Experiment(document=mirrored())
    whole = told(train_slice(begin(experiment), 60))
    state = begin(experiment)
    losses, scores = told(train_slice(state, 60, until_step=4))
    checkpoint.save(state, tmp_path / "run")
    more, further = told(train_slice(checkpoint.load(experiment, tmp_path / "run"), 60))
    assert (losses + more, scores + further) == whole


@pytest.mark.parametrize("more", [{}, {"monitor": "right", "patience": 2}], ids=["plain", "steered"])
def test_the_exported_script_prints_its_numbers(more):
    document = mirrored()
    document = document.model_copy(update={"training": document.training.model_copy(update=more)})
    losses, scores = told(train_slice(begin(Experiment(document=document)), 60))
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(export(document), {"__name__": "__main__"})
    lines = [line.split() for line in said.getvalue().splitlines()]
    assert [float(line[3]) for line in lines if line[0] == "step"] == losses
    epochs = [line for line in lines if line[0] == "epoch"]
    printed = [dict(zip(line[3::2], map(float, line[4::2]), strict=True)) for line in epochs]
    assert printed == [metrics for _, metrics in scores]


def test_a_data_set_that_nothing_uses_is_a_warning_and_changes_no_number():
    document = mirrored(data="Digits")
    report = builder.check(document)
    (problem,) = report.problems
    assert (problem.code, problem.node, problem.severity, report.is_trainable) == (
        "unused_data",
        "data",
        "warning",
        True,
    )
    assert builder.check(document.with_edits(problem.fix.edits)).problems == ()
    alone, beside = (told(train_slice(begin(Experiment(document=mirrored(data))), 60)) for data in (None, "Digits"))
    assert alone == beside


def test_a_second_data_set_that_nothing_uses_is_a_warning_too():
    document = moons()
    graph = document.graph.model_copy(
        update={"nodes": {**document.graph.nodes, "more": draw({"x": "Xor"}, {}).graph.nodes["x"]}}
    )
    problems = builder.check(document.model_copy(update={"blocks": {"main": graph}})).problems
    assert [(problem.code, problem.node, problem.severity) for problem in problems] == [
        ("unused_data", "more", "warning")
    ]


def test_data_that_nothing_uses_are_no_data_where_nothing_is_drawn():
    document = draw(
        {"data": "TwoMoons", "bias": ("Parameter", {"shape": 3}), "loss": "MeanLoss", "goal": "Objective"},
        {"loss.signal": "bias.output", "goal.loss": "loss.loss"},
    )
    assert "no_data" in {problem.code for problem in builder.check(document).problems}


def test_nothing_can_be_given_to_a_network_that_draws_what_it_looks_at():
    with pytest.raises(TrainingProblem) as caught:
        ask(begin(Experiment(document=mirrored())), {"point": [0.0, 1.0]})
    assert caught.value.problem.code == "bad_input"


def test_documents_from_before_draw_a_thousand_and_some():
    assert read_document({"training": {"epochs": 2}}).training.draws == 1024
