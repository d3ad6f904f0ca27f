"""What is counted over the data is counted over the training part, once, and is the same wherever the run goes."""

import io
import json
import subprocess
import sys

import nbformat
import pytest
import torch
from safetensors.torch import load

import builder
from builder.drawing.document import Node
from builder.exporters.script import export
from tests.alone import printed_alone
from tests.drawings import block, classifier, draw, with_blocks
from tests.trainer.test_joined import two_tasks
from tests.trainer.test_steering import printed_by_run, printed_by_script
from trainer.asking.ask import ask
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice

WIDE = ("Linear", {"out_features": 16})
CHANGED = classifier(
    {
        "moved": ("RandomShift", {"max_shift": 1}),
        "scaled": "Standardize",
        "turned": "RandomTurn",
        "cut": ("RandomCrop", {"scale": 0.9}),
        "noisy": "RandomNoise",
        "holes": ("RandomMask", {"size": 2}),
        "conv": ("Conv2d", {"out_channels": 8, "kernel_size": 3, "padding": 1}),
        "relu": "ReLU",
        "flat": "Flatten",
        "fc": ("Linear", {"out_features": 10}),
    },
    data=("Digits", {"only_first": 200}),
    field="image",
    epochs=2,
)
"""Digits of one scale, changed at random: what all of this has to hold for."""


def regression(**training):
    """The price of a house, learned at a good scale and answered in its own units."""
    return draw(
        {
            "data": ("HousePrices", {"missing": 0.0}),
            "scaled": "Standardize",
            "fc": WIDE,
            "relu": "ReLU",
            "end": ("Linear", {"out_features": 1}),
            "goal": "Standardize",
            "loss": "MSELoss",
            "objective": ("Objective", {"lr": 0.01}),
            "back": ("Inverse", {"of": "goal"}),
            "price": "Output",
            "error": "MeanAbsoluteError",
        },
        {
            "scaled.input": "data.numbers",
            "fc.input": "scaled.output",
            "relu.input": "fc.output",
            "end.input": "relu.output",
            "goal.input": "data.price",
            "loss.input": "end.output",
            "loss.target": "goal.output",
            "objective.loss": "loss.loss",
            "back.input": "end.output",
            "price.input": "back.output",
            "error.input": "back.output",
            "error.target": "data.price",
        },
        **training,
    )


def begun(document):
    return begin(Experiment(document=document))


def test_it_is_counted_over_the_training_part_alone():
    state = begun(regression())
    learned, held_out = state.learn["numbers"].double(), state.validation["numbers"].double()
    assert torch.allclose(state.net.scaled.mean.double(), learned.mean(0), atol=1e-6)
    assert torch.allclose(state.net.scaled.std.double(), learned.std(0, correction=0), atol=1e-6)
    assert not torch.allclose(state.net.scaled.mean.double(), torch.cat([learned, held_out]).mean(0), atol=1e-4)


def test_it_is_counted_over_what_is_learned_from_where_that_is_less():
    state = begun(CHANGED)
    assert state.samples == 200
    assert state.net.scaled.mean.item() == pytest.approx(state.learn["image"].mean().item(), rel=1e-5)


def test_it_is_counted_over_what_reaches_the_node_by_others_that_learn_nothing():
    document = classifier(
        {"low": "MinMaxScale", "flat": "Flatten", "scaled": "Standardize", "fc": ("Linear", {"out_features": 10})},
        data="Digits",
        field="image",
    )
    assert builder.check(document).problems == ()
    state = begun(document)
    with torch.no_grad():
        made = state.net.scaled(state.net.low(state.learn["image"]).flatten(1)).double()
    changing = made.std(0) > 0
    assert not changing.all()  # the corners are always paper
    assert torch.allclose(made.mean(0), torch.zeros(64, dtype=torch.double), atol=1e-5)
    assert torch.allclose(made.std(0, correction=0)[changing], torch.ones(1, dtype=torch.double), atol=1e-4)


@pytest.mark.parametrize("document", [CHANGED, regression(epochs=2)], ids=["changed digits", "regression"])
def test_the_script_counts_the_same_and_prints_the_numbers_of_the_run(document, tmp_path):
    assert builder.check(document).problems == ()
    (tmp_path / "script.py").write_text(export(document))
    assert printed_alone(tmp_path / "script.py").splitlines() == printed_by_run(document)


def test_of_several_data_sets_each_node_counts_over_its_own():
    document = two_tasks()
    nodes = {**document.graph.nodes, "scaled": Node(type="Standardize"), "low": Node(type="MinMaxScale")}
    edges = document.graph.edges | {
        "scaled.input": "moons.point",
        "one.input": "scaled.output",
        "low.input": "gate.point",
        "two.input": "low.output",
    }
    graph = document.graph.model_copy(update={"nodes": nodes, "edges": edges})
    document = document.model_copy(update={"blocks": {"main": graph}})
    assert builder.check(document).problems == ()
    state = begun(document)
    assert torch.allclose(state.net.scaled.mean, state.learn["moons_point"].mean(0), atol=1e-6)
    assert torch.equal(state.net.low.low, state.learn["gate_point"].amin(0))
    assert printed_by_script(document) == printed_by_run(document)


def test_so_does_the_script_of_a_run_that_stops_early():
    document = regression(epochs=4)
    document = document.model_copy(update={"training": document.training.model_copy(update={"monitor": "error"})})
    assert printed_by_script(document) == printed_by_run(document)


def test_a_notebook_counts_the_same(tmp_path):
    document = regression(epochs=2)
    notebook = nbformat.reads(builder.EXPORTERS["notebook"].write(document, {}).decode(), as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    (tmp_path / "cells").write_text(json.dumps(cells))
    (tmp_path / "run.py").write_text(
        "import json\nspace = {'__name__': '__main__'}\nfor cell in json.load(open('cells')): exec(cell, space)\n"
        "print(space['steps'].getvalue(), end='')"
    )
    told, expected = (
        [line for line in lines if line.startswith("step ") and " loss " in line]
        for lines in (printed_alone(tmp_path / "run.py").splitlines(), printed_by_run(document))
    )
    assert told
    assert told == expected


def test_steps_are_replayed_and_go_on_the_same_after_a_pause_with_what_was_counted_first(tmp_path):
    experiment = Experiment(document=CHANGED)
    whole = begin(experiment)
    list(train_slice(whole, 60))
    assert whole.steps[0].is_replayed
    state = begin(experiment)
    list(train_slice(state, 60, until_step=5))
    checkpoint.save(state, tmp_path)
    resumed = checkpoint.load(experiment, tmp_path)
    list(train_slice(resumed, 60))
    weights = whole.net.state_dict()
    assert {"scaled.mean", "scaled.std"} <= weights.keys()
    assert all(torch.equal(value, weights[name]) for name, value in resumed.net.state_dict().items())


def test_what_a_saved_state_says_counts_and_not_what_would_be_counted_now(tmp_path):
    experiment = Experiment(document=CHANGED)
    state = begin(experiment)
    state.net.scaled.mean.fill_(0.25)
    checkpoint.save(state, tmp_path)
    assert checkpoint.load(experiment, tmp_path).net.scaled.mean.item() == 0.25


@pytest.mark.parametrize("options", [[], ["--sharded"]], ids=["replicated", "sharded"])
def test_two_processes_count_what_one_does(tmp_path, options):
    document = regression(epochs=1)
    whole = begun(document)
    list(train_slice(whole, 60))
    (tmp_path / "document.json").write_text(document.model_dump_json())
    command = [sys.executable, "-m", "trainer", str(tmp_path / "document.json"), "--processes", "2"]
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "run"), *options], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    both = checkpoint.load(Experiment(document=document), tmp_path / "run")
    for name in ("scaled.mean", "scaled.std", "goal.mean", "goal.std"):
        assert torch.equal(both.net.state_dict()[name], whole.net.state_dict()[name])
    assert both.losses == pytest.approx(whole.losses, rel=1e-4)


def test_an_answer_comes_back_in_the_units_of_the_target_and_weights_hold_what_was_counted():
    state = begun(regression(epochs=30))
    list(train_slice(state, 60))
    prices = state.validation["price"]
    assert prices.mean() > state.net.goal.std  # far from the scale that is learned at
    answers = [ask(state, {"numbers": row.tolist()}).told["price"].values[0] for row in state.validation["numbers"]]
    mistakes = (torch.tensor(answers) - prices[:, 0]).abs().mean()
    assert mistakes < 0.75 * (prices - prices.mean()).abs().mean()
    net = state.net.state_dict()
    kept = load(builder.EXPORTERS["safetensors"].write(state.experiment.document, net))
    assert torch.equal(kept["goal.std"], state.net.goal.std)


def test_an_exported_graph_answers_in_the_units_of_the_target_too():
    state = begun(regression(epochs=1))
    list(train_slice(state, 60))
    net = state.net.eval()
    graph = builder.EXPORTERS["pt2"].write(state.experiment.document, net.state_dict())
    alone, numbers = torch.export.load(io.BytesIO(graph)).module(), state.validation["numbers"]
    with torch.no_grad():
        assert torch.allclose(alone(numbers), net(numbers), atol=1e-5)


def test_behind_what_learns_it_is_refused_in_words():
    document = classifier({"fc1": WIDE, "scaled": "Standardize", "fc2": ("Linear", {"out_features": 2})})
    (problem,) = builder.check(document).problems
    assert (problem.code, problem.node, problem.severity) == ("not_fitted", "scaled", "error")
    assert problem.message == "scaled counts over the data before the first step; fc1 before it learns."
    assert "Put scaled between the data and the first node that learns" in problem.hint
    mended = document.with_edits(problem.fix.edits)
    assert "not_fitted" not in [each.code for each in builder.check(mended).problems]


def test_behind_the_weights_of_another_node_behind_chance_and_in_a_block_too():
    shared = classifier(
        {
            "first": "Standardize",
            "again": ("Inverse", {"of": "first"}),
            "scaled": "Standardize",
            "fc": ("Linear", {"out_features": 2}),
        }
    )
    assert "again before it rests on first" in builder.check(shared).problems[0].message
    noise = draw(
        {
            "noise": ("Noise", {"shape": 4}),
            "scaled": "Standardize",
            "fc": ("Linear", {"out_features": 2}),
            "loss": "MeanLoss",
            "objective": "Objective",
        },
        {
            "scaled.input": "noise.noise",
            "fc.input": "scaled.output",
            "loss.signal": "fc.output",
            "objective.loss": "loss.loss",
        },
    )
    assert "noise before it draws something new" in builder.check(noise).problems[0].message
    inside = block(
        {"x": "Input", "scaled": "Standardize", "y": "Output"},
        {"scaled.input": "x.output", "y.input": "scaled.output"},
    )
    main = draw(
        {
            "data": "TwoMoons",
            "used": ("Block", {"block": "scaling"}),
            "fc": ("Linear", {"out_features": 2}),
            "loss": "CrossEntropyLoss",
            "objective": "Objective",
        },
        {
            "used.x": "data.point",
            "fc.input": "used.y",
            "loss.input": "fc.output",
            "loss.target": "data.label",
            "objective.loss": "loss.loss",
        },
    )
    (problem,) = builder.check(with_blocks(main, scaling=inside)).problems
    assert (problem.block, problem.node) == ("scaling", "scaled")
    assert "stands in a block" in problem.message


def test_a_script_without_that_knows_nothing_of_it():
    assert "fit=" not in export(builder.STARTERS["digits-cnn"].document).split("__main__")[1]


def grown(**wires):
    """Two layers that are fitted one after the other on a target, and a neuron that learns."""
    nodes = {
        "data": ("HiddenFormula", {"samples": 700}),
        "one": ("GMDHLayer", {"keep": 12}),
        "two": ("GMDHLayer", {"keep": 12}),
        "end": ("Linear", {"out_features": 1}),
        "loss": "MSELoss",
        "objective": "Objective",
        "answer": "Output",
    }
    edges = {
        "one.input": "data.numbers",
        "one.target": "data.y",
        "two.input": "one.output",
        "two.target": "data.y",
        "end.input": "two.best",
        "loss.input": "end.output",
        "loss.target": "data.y",
        "objective.loss": "loss.loss",
        "answer.input": "end.output",
    }
    return draw(nodes, edges | {target.replace("_", "."): source for target, source in wires.items()}, epochs=1)


def test_a_target_that_only_the_fit_sees_is_nothing_that_the_answer_rests_on():
    document = grown()
    assert builder.check(document).problems == ()
    state = begun(document)
    assert state.program.asked == ("numbers",)
    wanted, given = state.learn["y"], state.learn["numbers"]
    with torch.no_grad():
        first = state.net.one(given)[1]
        second = state.net.two(state.net.one(given)[0])[1]
    errors = [(best - wanted).square().mean() for best in (first, second)]
    assert errors[1] < 0.5 * errors[0] < 0.5 * wanted.var()
    assert set(state.program.rests_on([("end", "output")])) == {("data", "numbers")}


def test_it_is_fitted_on_the_target_of_the_training_part_alone_and_the_script_prints_the_same():
    document = grown()
    state = begun(document)
    again = type(state.net.one)(6, keep=12)
    again.fit(state.learn["numbers"], state.learn["y"])
    assert torch.equal(again.weights, state.net.one.weights)
    assert printed_by_script(document) == printed_by_run(document)


def test_an_exported_graph_of_it_asks_for_no_target():
    state = begun(grown())
    net = state.net.eval()
    graph = builder.EXPORTERS["pt2"].write(state.experiment.document, net.state_dict())
    numbers = state.validation["numbers"]
    with torch.no_grad():
        assert torch.allclose(torch.export.load(io.BytesIO(graph)).module()(numbers), net(numbers), atol=1e-5)


def test_a_target_that_something_learned_is_refused_and_so_is_a_loop_through_it():
    (problem,) = [each for each in builder.check(grown(one_target="end.output")).problems if each.code == "cycle"]
    assert "one" in problem.message
    document = grown(two_target="side.output")
    nodes = {**document.graph.nodes, "side": Node(type="Linear", params={"out_features": 1})}
    edges = {**document.graph.edges, "side.input": "data.numbers"}
    graph = document.graph.model_copy(update={"nodes": nodes, "edges": edges})
    (problem,) = builder.check(document.model_copy(update={"blocks": {"main": graph}})).problems
    assert (problem.code, problem.node) == ("not_fitted", "two")
    assert "side before it learns" in problem.message


def test_without_its_target_it_waits_for_it():
    document = grown()
    edges = {target: source for target, source in document.graph.edges.items() if target != "two.target"}
    graph = document.graph.model_copy(update={"edges": edges})
    problems = builder.check(document.model_copy(update={"blocks": {"main": graph}})).problems
    assert ("missing_input", "two", "target") in [(each.code, each.node, each.port) for each in problems]
