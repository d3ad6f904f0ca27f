"""Experiments: several drawings that are trained as one sweep, what they came to, and the law that fits it."""

from __future__ import annotations

import json
import math
import random

import pytest
import torch

import builder
from builder.drawing.problems import SetParam
from builder.kinds.lesson import Bypass, Comparison, Retrain, Variant
from builder.kinds.lesson import replace as of_type
from tests.drawings import brief, moons
from trainer.__main__ import main
from trainer.run.beginning import begin
from trainer.run.events import Evaluated
from trainer.run.experiment import Experiment, Limits
from trainer.run.loop import train_slice
from trainer.sweeps.arms import drawn
from trainer.sweeps.check import checked
from trainer.sweeps.comparison import plan_of
from trainer.sweeps.fit import power_law
from trainer.sweeps.plan import InvalidPlan, SweepPlan, read_plan
from trainer.sweeps.registry import SEARCHES
from trainer.sweeps.result import against, lines
from trainer.sweeps.search import Trial, ask

AS_DRAWN = Variant(label="ReLU")
STRAIGHT = Variant(label="Straight", edits=(Bypass(id="relu"),))
CURVED = Variant(label="Tanh", edits=(of_type("relu", "Tanh"),))
ARMS = (AS_DRAWN, STRAIGHT, CURVED)
WIDTHS = {"path": "fc1.out_features", "choices": [2, 8]}
DRAWINGS = {"path": "drawing", "choices": ["ReLU", "Straight", "Tanh"]}


def planned(*axes, arms=ARMS, **fields):
    return read_plan(
        {
            "axes": list(axes or (WIDTHS, DRAWINGS)),
            "judge": {"name": "loss"},
            "search": "grid",
            "arms": [arm.model_dump() for arm in arms],
            **fields,
        }
    )


def trials_of(plan: SweepPlan, score) -> list[Trial]:
    made: list[Trial] = []
    while asked := ask(SEARCHES[plan.search], plan, made):
        made.append(Trial(asked.number, asked.values, "finished", score(asked.values)))
    return made


def test_every_arm_meets_every_value_in_a_grid():
    plan = checked(moons(), planned())
    trials = trials_of(plan, lambda values: 1.0)
    assert [tuple(trial.values.values()) for trial in trials] == [
        (width, label) for width in (2, 8) for label in ("ReLU", "Straight", "Tanh")
    ]
    drawings = [drawn(moons(), plan, trial.values).graph for trial in trials[3:]]
    assert [graph.nodes["relu"].type if "relu" in graph.nodes else None for graph in drawings] == ["ReLU", None, "Tanh"]
    assert {graph.nodes["fc1"].params["out_features"] for graph in drawings} == {8}


REFUSED = {
    "a node that is not there": (
        Variant(label="Bad", edits=(SetParam(id="fc9", name="out_features", value=3),)),
        ("Bad: ", "fc9"),
        None,
    ),
    "a drawing that can't be trained": (
        Variant(label="Bad", edits=(SetParam(id="fc2", name="out_features", value=1),)),
        ("Bad: ", "can't be trained"),
        "loss",
    ),
    "a setting out of bounds": (
        Variant(label="Bad", edits=(Retrain(settings={"epochs": 0}),)),
        ("Bad: ", "greater than or equal to 1"),
        None,
    ),
    "an axis that leads nowhere there": (
        Variant(label="Bad", edits=(of_type("fc1", "Identity"),)),
        ("Bad: ", "Identity has no parameter 'out_features'"),
        "fc1",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_arm_that_can_not_be_trained_is_refused_by_name_and_node(case):
    arm, words, node = REFUSED[case]
    with pytest.raises(InvalidPlan) as refusal:
        checked(moons(), planned(WIDTHS, {"path": "drawing", "choices": ["ReLU", "Bad"]}, arms=(AS_DRAWN, arm)))
    (problem,) = refusal.value.problems
    assert problem.code == "bad_sweep"
    assert all(each in problem.message for each in words), problem.message
    assert problem.node == node or node is None


@pytest.mark.parametrize(
    ("axes", "arms", "words"),
    [
        ((WIDTHS,), ARMS, "no axis that says which are drawn"),
        ((DRAWINGS,), (AS_DRAWN, STRAIGHT), "There is no arm 'Tanh'."),
        ((DRAWINGS,), (*ARMS, AS_DRAWN), "Two arms are called 'ReLU'."),
        (({"path": "drawing", "low": 0, "high": 1},), ARMS, "Drawings have no range."),
        ((DRAWINGS,), (), "There is no arm 'ReLU'."),
    ],
)
def test_arms_are_named_once_and_drawn_by_their_names(axes, arms, words):
    with pytest.raises(InvalidPlan) as refusal:
        checked(moons(), planned(*axes, arms=arms))
    assert words in refusal.value.problems[0].message


def test_more_arms_with_values_than_trials_are_refused_before_any_is_checked():
    axes = [{"path": path, "low": 1, "high": 9} for path in ("objective.lr", "objective.eps", "objective.weight_decay")]
    many = [{**axis, "points": 24} for axis in axes]
    with pytest.raises(InvalidPlan) as refusal:
        checked(moons(), planned(*many, DRAWINGS, search="random"))
    assert "more than 100 trials" in refusal.value.problems[0].message


def single(document) -> list[float]:
    """The losses on validation of a run that nobody planned."""
    torch.set_num_threads(1)
    state = begin(Experiment(document=document), Limits(opens_test=False))
    return [
        event.metrics["loss"]
        for _ in iter(lambda: state.is_finished, True)
        for event in train_slice(state, 60)
        if isinstance(event, Evaluated)
    ]


def test_the_command_line_trains_each_arm_to_the_numbers_of_a_single_run(tmp_path, capsys):
    document = moons(epochs=2, batch_size=64)
    plan = planned({**WIDTHS, "choices": [4]}, DRAWINGS, judge={"name": "loss", "at": "end"})
    (tmp_path / "drawing.json").write_text(document.model_dump_json())
    (tmp_path / "plan.json").write_text(plan.model_dump_json())
    assert main(["sweep", str(tmp_path / "drawing.json"), str(tmp_path / "plan.json")]) == 0
    rows = [line.split() for line in capsys.readouterr().err.splitlines()]
    wide = document.with_edits((SetParam(id="fc1", name="out_features", value=4),))
    alone = {arm.label: single(arm.made(wide))[-1] for arm in ARMS}
    assert {row[2]: row[3] for row in rows[1:4]} == {label: f"{loss:.6g}" for label, loss in alone.items()}
    assert rows[4][2] == min(alone, key=lambda label: alone[label])


def test_an_arm_leaves_a_stage_out_and_is_judged_by_what_only_the_last_stage_measures(tmp_path, capsys):
    document = brief(builder.STARTERS["layerwise"].document, 3, steps=2)
    (_, _, tune) = document.training.stages
    arms = (
        Variant(label="scratch", edits=(Retrain(settings={"epochs": 1, "stages": (tune,)}),)),
        Variant(label="tuned"),
    )
    axes = ({"path": "few.only_first", "choices": [100]}, {"path": "drawing", "choices": ["scratch", "tuned"]})
    plan = planned(*axes, arms=arms, judge={"name": "accuracy"})
    (tmp_path / "drawing.json").write_text(document.model_dump_json())
    (tmp_path / "plan.json").write_text(plan.model_dump_json())
    assert main(["sweep", str(tmp_path / "drawing.json"), str(tmp_path / "plan.json")]) == 0
    rows = [line.split() for line in capsys.readouterr().err.splitlines()]
    assert [row[2] for row in rows[1:3]] == ["scratch", "tuned"]
    assert all(0 <= float(row[3]) <= 1 for row in rows[1:3])


def test_a_node_of_another_type_under_the_same_name_is_an_arm():
    starter = builder.STARTERS["lstm"].document
    memory = next(id for id, node in starter.graph.nodes.items() if node.type == "LSTM")
    size = starter.graph.nodes[memory].params["hidden_size"]
    arms = (
        Variant(label="LSTM"),
        Variant(label="GRU", edits=(of_type(memory, "GRU", hidden_size=size),)),
        Variant(label="RNN", edits=(of_type(memory, "RNN", hidden_size=size),)),
    )
    labels = tuple(arm.label for arm in arms)
    plan = planned({"path": "drawing", "choices": labels}, arms=arms)
    plan = checked(starter, plan)
    parameters = [builder.check(drawn(starter, plan, {"drawing": label})).parameters for label in labels]
    assert parameters == sorted(parameters, reverse=True)
    assert len(set(parameters)) == 3


def test_the_fit_finds_the_law_that_points_were_made_by():
    points = [(x, 3.0 * x**-0.25) for x in (10, 100, 1000, 10_000)]
    law = power_law(points)
    assert law is not None
    assert (law.exponent, law.factor) == (pytest.approx(-0.25), pytest.approx(3.0))
    assert law.error == pytest.approx(0, abs=1e-9)
    assert law.at(50) == pytest.approx(3.0 * 50**-0.25)
    assert law.words == "L ~ N^-0.250 ± 0.000 (4 points from 10 to 10,000)"


def test_the_error_of_the_exponent_covers_the_truth_as_often_as_it_says():
    chance, hits = random.Random(0), 0
    for _ in range(400):
        law = power_law([(x, x**-0.1 * math.exp(chance.gauss(0, 0.02))) for x in (2**i for i in range(12))])
        assert law is not None
        hits += abs(law.exponent + 0.1) < law.error
    assert 0.60 < hits / 400 < 0.72, "one standard error, with ten degrees of freedom: 66 %"


@pytest.mark.parametrize(
    "points", [[], [(1, 1), (2, 2)], [(1, 1), (1, 2), (2, 2)], [(0, 1), (1, 1), (2, 1)], [(1, 1), (2, -1), (3, 1)]]
)
def test_there_is_no_law_through_too_few_points_or_through_none_above_zero(points):
    assert power_law(points) is None


def test_a_result_has_a_line_for_each_arm_and_the_medians_of_its_seeds():
    seeds = {"path": "training.seed", "choices": [0, 1, 2]}
    plan = planned(WIDTHS, seeds, DRAWINGS)
    spread = {0: 0.0, 1: 0.1, 2: 0.5}
    trials = trials_of(plan, lambda values: values["fc1.out_features"] + spread[values["training.seed"]])
    assert against(plan) == "fc1.out_features"
    found = lines(plan, list(reversed(trials)), {})
    assert [line.label for line in found] == ["ReLU", "Straight", "Tanh"]
    assert all(line.medians == ((2, 2.1), (8, 8.1)) and len(line.points) == 6 for line in found)


def test_against_the_parameters_all_settings_lie_on_the_line_of_their_arm():
    plan = planned({**WIDTHS, "choices": [2, 8, 32]}, DRAWINGS, shown={"against": "parameters", "is_power_law": True})
    trials = trials_of(plan, lambda values: 5 * values["fc1.out_features"] ** -0.5)
    parameters = {trial.number: 100 * trial.values["fc1.out_features"] for trial in trials}
    found = lines(plan, trials, parameters)
    assert [[x for x, _ in line.medians] for line in found] == [[200, 800, 3200]] * 3
    assert all(line.fit and line.fit.exponent == pytest.approx(-0.5) for line in found)


def test_drawings_alone_are_shown_beside_each_other():
    plan = planned(DRAWINGS)
    (line,) = lines(plan, trials_of(plan, lambda values: float(len(values["drawing"]))), {})
    assert line.medians == (("ReLU", 4.0), ("Straight", 8.0), ("Tanh", 4.0))


def test_nothing_is_shown_against_what_is_not_varied():
    with pytest.raises(InvalidPlan, match=r"fc2\.bias"):
        checked(moons(), planned(shown={"against": "fc2.bias"}))


COMPARISONS = [
    (starter, comparison)
    for starter in builder.STARTERS.values()
    if starter.lesson
    for comparison in starter.lesson.comparisons
]


@pytest.mark.parametrize(
    ("starter", "comparison"), COMPARISONS, ids=[f"{each.key}-{other.title}" for each, other in COMPARISONS]
)
def test_every_comparison_of_a_lesson_is_a_plan_that_fits_its_drawing(starter, comparison: Comparison):
    plan = checked(starter.document, plan_of(comparison))
    assert SEARCHES["grid"].count(plan) >= 2
    assert json.loads(plan.model_dump_json())["shown"]["title"] == comparison.title
    assert comparison.expect
