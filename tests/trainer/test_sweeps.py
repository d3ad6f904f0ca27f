"""Sweeps: what is varied where, how the next values are chosen, and how one is made from the command line."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import builder
from builder.checker.changes import current_settings
from builder.drawing.document import read_document
from builder.drawing.problems import InvalidDocument, SetParam
from tests.drawings import block, classifier, draw, moons, with_blocks
from trainer.__main__ import main
from trainer.sweeps.check import checked
from trainer.sweeps.place import with_values
from trainer.sweeps.plan import InvalidPlan, read_plan
from trainer.sweeps.pruning import is_hopeless
from trainer.sweeps.registry import SEARCHES
from trainer.sweeps.search import Trial, ask, best_of, score_of

REPOSITORY = Path(__file__).resolve().parents[2]
WIDTH = {"path": "fc1.out_features", "choices": [2, 4, 8]}
RATE = {"path": "objective.lr", "low": 0.0001, "high": 0.1, "scale": "log"}


def planned(*axes, **fields):
    return read_plan({"axes": list(axes or (WIDTH, RATE)), "judge": {"name": "accuracy", "direction": "up"}, **fields})


def told(plan, score, **fields):
    """All trials of a sweep, each asked for after the ones before it were told."""
    trials = []
    while asked := ask(SEARCHES[plan.search], plan, trials):
        trials.append(replace(asked, status="finished", score=score(asked.values), **fields))
    return trials


def closeness(values):
    """Best at a rate of 0.01 and a width of 8."""
    return -abs(values["objective.lr"] - 0.01) + values["fc1.out_features"] / 100


def test_a_grid_tries_every_combination_once():
    trials = told(planned(search="grid"), closeness)
    assert [tuple(trial.values.values()) for trial in trials] == [
        (width, rate) for width in (2, 4, 8) for rate in (0.0001, 0.003162, 0.1)
    ]


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_stays_within_its_axes_never_repeats_itself_and_ends(search):
    whole = {"path": "training.batch_size", "low": 1, "high": 64, "scale": "log", "whole": True}
    plan = planned(WIDTH, {**RATE, "points": 2}, {**whole, "points": 2}, search=search, trials=15)
    trials = told(plan, closeness)
    assert len(trials) == SEARCHES[search].count(plan) > 10
    assert len({tuple(trial.values.values()) for trial in trials}) == len(trials)
    for values in (trial.values for trial in trials):
        assert values["fc1.out_features"] in (2, 4, 8)
        assert 0.0001 <= values["objective.lr"] <= 0.1
        assert values["training.batch_size"] in range(1, 65)


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_goes_on_from_its_trials_as_if_it_had_never_ended(search):
    plan = planned(search=search, trials=10)
    trials = told(plan, closeness)
    again = read_plan(plan.model_dump_json())
    for upto in range(len(trials)):
        asked = ask(SEARCHES[search], again, trials[:upto])
        assert asked is not None
        assert (asked.number, asked.values) == (upto, trials[upto].values)


def test_another_seed_draws_other_values():
    first, second = (told(planned(seed=seed), closeness) for seed in (0, 1))
    assert [trial.values for trial in first] != [trial.values for trial in second]


def test_a_search_of_choices_alone_ends_when_all_were_tried():
    assert len(told(planned(WIDTH, trials=50), lambda values: 0.0)) == 3


def test_the_bayesian_search_looks_where_the_best_trials_were():
    rate = {**RATE, "low": 1e-5, "high": 1.0}
    trials = told(planned(rate, search="bayesian", trials=40), lambda values: -abs(values["objective.lr"] - 0.01))
    late = [trial.values["objective.lr"] for trial in trials[20:]]
    assert sum(0.001 < value < 0.1 for value in late) > len(late) * 0.7, "2 of 5 powers of ten; by chance it were 40 %"


def test_trials_under_way_and_failed_ones_do_not_hold_a_search_up():
    plan = planned(search="bayesian", trials=20)
    trials = [
        Trial(0, {"fc1.out_features": 2, "objective.lr": 0.1}, "failed"),
        *(Trial(n, {"fc1.out_features": 4, "objective.lr": 0.01 * n}, "finished", n / 10) for n in range(1, 8)),
        Trial(8, {"fc1.out_features": 8, "objective.lr": 0.02}),
    ]
    asked = ask(SEARCHES["bayesian"], plan, trials)
    assert asked is not None
    assert asked.number == 9
    assert best_of(plan, trials) == trials[7]


@pytest.mark.parametrize(
    ("judge", "values", "score"),
    [
        ({"direction": "up"}, [0.5, 0.9, 0.7], 0.9),
        ({"direction": "up", "at": "end"}, [0.5, 0.9, 0.7], 0.7),
        ({"direction": "down"}, [0.5, 0.9, 0.7], 0.5),
        ({"direction": "down"}, [0.5, float("nan")], None),
        ({"direction": "down"}, [], None),
    ],
)
def test_a_trial_is_judged_at_its_best_or_at_its_end(judge, values, score):
    assert score_of(planned(judge={"name": "accuracy", **judge}), values) == score


def test_which_way_is_better_follows_from_the_measure():
    directions = {
        name: checked(moons(), planned(judge={"name": name})).judge.direction for name in ("loss", "accuracy")
    }
    assert directions == {"loss": "down", "accuracy": "up"}


def cells():
    """A drawing with a block, whose layers are as wide as its parameter says."""
    inner = block(
        {"input": "Input", "gate": ("Linear", {"out_features": "=width"}), "output": "Output"},
        {"gate.input": "input.output", "output.input": "gate.output"},
        width=4,
    )
    return with_blocks(
        classifier({"cell": ("Block", {"block": "cell"}), "fc2": ("Linear", {"out_features": 2})}), cell=inner
    )


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("objective.lr", 0.5, lambda document: document.graph.nodes["objective"].params["lr"]),
        ("cell.width", 6, lambda document: document.graph.nodes["cell"].params["width"]),
        ("cell/width", 7, lambda document: document.blocks["cell"].params["width"]),
        ("cell/gate.bias", False, lambda document: document.blocks["cell"].nodes["gate"].params["bias"]),
        ("training.batch_size", 16, lambda document: document.training.batch_size),
    ],
)
def test_a_path_leads_to_nodes_blocks_and_the_training(path, value, read):
    plan = planned({"path": path, "choices": [value]})
    assert read(with_values(cells(), {path: value})) == value
    assert checked(cells(), plan).axes == plan.axes


REFUSED = {
    "a node that is not there": ({"path": "fc9.out_features", "choices": [1]}, "Did you mean 'fc"),
    "a parameter that is not there": ({"path": "fc1.width", "choices": [1]}, "Linear has no parameter 'width'"),
    "a block that is not there": ({"path": "cell/gate.bias", "choices": [True]}, "there is no 'cell' here"),
    "a setting that is not there": ({"path": "training.rate", "choices": [1]}, "epochs"),
    "no path": ({"path": "rate", "choices": [1]}, "Write for example fc1.out_features."),
    "a value of another kind": ({"path": "fc1.out_features", "choices": ["wide"]}, "takes a whole number"),
    "a value out of bounds": ({"path": "objective.lr", "low": 1, "high": 1000}, "must be at most 100"),
    "a setting out of bounds": ({"path": "training.epochs", "choices": [0]}, "greater than or equal to 1"),
    "a range of what is no number": ({"path": "objective.optimizer", "low": 0, "high": 1}, "List its values"),
    "broken numbers for a size": ({"path": "fc1.out_features", "low": 1, "high": 8}, 'Set "whole" to true.'),
    "a drawing that would not check": ({"path": "fc2.out_features", "choices": [2, 1]}, "the drawing can't be trained"),
    "a range that is none": ({"path": "objective.lr", "low": 2, "high": 1}, "low must be below high"),
    "a log scale from 0": ({"path": "objective.lr", "low": 0, "high": 1, "scale": "log"}, "begins above 0"),
    "an unknown field": ({"path": "objective.lr", "choices": [1], "colour": "red"}, "Extra inputs"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_can_not_be_varied_is_refused_in_words(case):
    axis, words = REFUSED[case]
    with pytest.raises(InvalidPlan) as refusal:
        checked(moons(), planned(axis))
    (problem,) = refusal.value.problems
    assert problem.code == "bad_sweep"
    assert words in f"{problem.message} {problem.hint}"
    assert axis["path"] in problem.message or problem.message.startswith("axes.0")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"search": "bayes"}, "Did you mean 'bayesian'?"),
        ({"judge": {"name": "accurracy"}}, "Did you mean 'accuracy'?"),
        ({"axes": [WIDTH, WIDTH]}, "varied twice"),
        ({"axes": [{**RATE, "points": 20}, {**WIDTH, "choices": list(range(1, 11))}], "search": "grid"}, "200"),
    ],
)
def test_a_plan_that_makes_no_sense_as_a_whole_is_refused_in_words(fields, words):
    with pytest.raises(InvalidPlan) as refusal:
        checked(moons(), planned(**fields))
    (problem,) = refusal.value.problems
    assert words in f"{problem.message} {problem.hint}"


def test_a_drawing_that_can_not_be_trained_is_refused_as_such():
    with pytest.raises(InvalidDocument):
        checked(draw({"data": "TwoMoons"}, {}), planned())


def test_a_trial_worse_than_half_of_the_others_is_hopeless():
    plan = planned(prune=True)
    course = {epoch: 0.5 + epoch / 50 for epoch in range(1, 11)}
    over = [Trial(number, {}, "finished", 0.7, course) for number in range(4)]
    bad, good = ({epoch: value + by for epoch, value in course.items() if epoch < 6} for by in (-0.1, 0.1))
    assert is_hopeless(plan, over, bad)
    assert not is_hopeless(plan, over, good)
    assert not is_hopeless(plan, over, {1: 0.0}), "too early to say"
    assert not is_hopeless(plan, over[:2], bad), "too few to compare with"
    assert not is_hopeless(planned(), over, bad), "nobody asked for it"


def test_the_command_line_tells_how_each_trial_did_and_prints_the_best_drawing(tmp_path, capsys):
    (tmp_path / "drawing.json").write_text(moons(epochs=2, batch_size=32).model_dump_json())
    plan = {"axes": [{"path": "objective.lr", "choices": [1e-6, 0.03, 100]}], "judge": {"name": "loss"}}
    (tmp_path / "plan.json").write_text(json.dumps({**plan, "search": "grid"}))
    assert main(["sweep", str(tmp_path / "drawing.json"), str(tmp_path / "plan.json")]) == 0
    out, err = capsys.readouterr()
    assert read_document(out).graph.nodes["objective"].params["lr"] == 0.03
    rows = [line.split() for line in err.splitlines()]
    assert [row[:2] for row in rows] == [
        ["trial", "objective.lr"],
        ["0", "1e-06"],
        ["1", "0.03"],
        ["2", "100"],
        ["best", "0.03"],
    ]
    assert rows[2][2] == rows[4][2]


@pytest.mark.parametrize(("plan", "code"), [("{", "bad_sweep"), ("{}", "bad_sweep"), (None, "no_file")])
def test_a_bad_plan_on_the_command_line_is_said_in_words_and_ends_non_zero(tmp_path, capsys, plan, code):
    (tmp_path / "drawing.json").write_text(moons().model_dump_json())
    if plan is not None:
        (tmp_path / "plan.json").write_text(plan)
    assert main(["sweep", str(tmp_path / "drawing.json"), str(tmp_path / "plan.json")]) == 1
    assert capsys.readouterr().err.startswith(f"{code}: ")


def test_the_plans_in_the_documentation_fit_a_drawing():
    first, experiment = re.findall(r"```json\n(.*?)```", (REPOSITORY / "docs" / "sweeps.md").read_text(), re.S)
    plan = checked(moons(), read_plan(first))
    assert plan.rises
    assert ask(SEARCHES[plan.search], plan, []) is not None
    assert len(checked(moons(), read_plan(experiment)).arms) == 2


def with_width(width=8):
    """A classifier of the two moons whose network has a parameter, from which a width and a rate are computed."""
    document = classifier(
        {"fc1": ("Linear", {"out_features": "=width"}), "relu": "ReLU", "fc2": ("Linear", {"out_features": 2})}
    )
    document = document.with_edits((SetParam(id="objective", name="lr", value="=0.08 / width"),))
    main = document.graph.model_copy(update={"params": {"width": width}})
    return document.model_copy(update={"blocks": {"main": main}})


def test_a_sweep_varies_a_parameter_of_the_network_and_what_is_computed_from_it():
    plan = checked(with_width(), planned({"path": "main/width", "choices": [4, 32]}))
    parameters = {4: 4 * 3 + 2 * 5, 32: 32 * 3 + 2 * 33}
    for width in plan.axes[0].choices:
        document = with_values(with_width(), {"main/width": width})
        assert builder.check(document).parameters == parameters[width]
        assert f"lr={0.08 / width!r}" in builder.source(document)
        assert current_settings(document)["objective"]["lr"] == 0.08 / width


def test_an_expression_of_the_network_names_its_parameters_or_is_told():
    document = with_width().with_edits((SetParam(id="fc1", name="out_features", value="=widht"),))
    (problem,) = [each for each in builder.check(document).problems if each.severity == "error"]
    assert (problem.node, "widht" in problem.message) == ("fc1", True)
    with pytest.raises(InvalidPlan):
        checked(with_width(), planned({"path": "main/depth", "choices": [4, 32]}))
