"""Classical methods: what each comes to where that is known, by the drawing's own measures, on the same parts."""

import math

import pytest
import torch
from torch.nn import functional as F

import builder
from builder.registry.measured import measured
from tests.drawings import classifier, draw
from trainer.baselines import compare as room
from trainer.baselines.compare import compare, offered
from trainer.baselines.registry import METHODS
from trainer.baselines.table import MOST_COLUMNS, MOST_ROWS, some_rows
from trainer.run.prepared import data_of, program_of
from trainer.step.device import CPU

XOR = program_of(builder.STARTERS["xor"].document)
FORECAST = program_of(
    draw(
        {
            "data": "TimeSeries",
            "flat": "Flatten",
            "net": ("Linear", {"out_features": 1}),
            "loss": "MSELoss",
            "explained": "R2",
            "objective": "Objective",
        },
        {
            "flat.input": "data.past",
            "net.input": "flat.output",
            "loss.input": "net.output",
            "loss.target": "data.next",
            "explained.input": "net.output",
            "explained.target": "data.next",
            "objective.loss": "loss.loss",
        },
    )
)


def of_points():
    return program_of(classifier({"net": ("Linear", {"out_features": 2})}, data="Xor"))


def values(compared):
    return {line.measure: line.value for line in compared.lines}


class Sealed(dict):
    """A part that nobody may look at."""

    def __getitem__(self, name):
        raise AssertionError(f"{name} of the test part was looked at")

    values = items = __iter__ = __getitem__


def given(monkeypatch, x, y, held_x=None, held_y=None):
    """Makes these the points of the data that are learned from, and validated on."""
    held = {"point": x if held_x is None else held_x, "label": y if held_y is None else held_y}
    monkeypatch.setattr(room, "data_of", lambda program, device: ({"point": x, "label": y}, held, Sealed()))


def test_xor_is_what_no_weighted_sum_can_tell_and_a_tree_can():
    accuracy = {key: values(compare(XOR, key))["accuracy"] for key in ("chance", "logistic", "naive_bayes", "tree")}
    assert accuracy["chance"] == pytest.approx(0.5)
    assert 0.35 < accuracy["logistic"] < 0.65
    assert 0.35 < accuracy["naive_bayes"] < 0.65
    assert accuracy["tree"] == 1.0


@pytest.mark.parametrize("key", [key for key in METHODS if key not in ("linear", "last_value")])
def test_what_a_line_divides_every_method_tells_but_chance(key, monkeypatch):
    x = torch.randn(300, 2, generator=torch.Generator().manual_seed(0))
    x[:, 0] += x[:, 0].sign()  # a gap between the two
    given(monkeypatch, x, (x[:, 0] > 0).long())
    accuracy = values(compare(of_points(), key))["accuracy"]
    assert accuracy < 0.6 if key == "chance" else accuracy > 0.97


@pytest.mark.parametrize(("key", "wins"), [("classical-baselines", False), ("network-beats-trees", True)])
def test_what_the_starters_tell_of_classical_methods_is_so(key, wins):
    starter = builder.STARTERS[key]
    told = compare(program_of(starter.document), "boosting", looks_at_test=True)
    boosted = next(line.test for line in told.lines if line.measure == "accuracy")
    ours = measured(starter).figures["accuracy"]
    assert min(ours) - boosted > 0.1 if wins else boosted - max(ours) > 0.1


def test_numbers_on_a_line_are_told_by_least_squares_alone(monkeypatch):
    regression = program_of(
        draw(
            {
                "data": "Curve",
                "net": ("Linear", {"out_features": 1}),
                "loss": "MSELoss",
                "explained": "R2",
                "o": "Objective",
            },
            {
                "net.input": "data.x",
                "loss.input": "net.output",
                "loss.target": "data.y",
                "explained.input": "net.output",
                "explained.target": "data.y",
                "o.loss": "loss.loss",
            },
        )
    )
    x = torch.linspace(-2, 2, 200)[:, None]
    part = {"x": x, "y": 3 * x - 1}
    monkeypatch.setattr(room, "data_of", lambda program, device: (part, part, Sealed()))
    told = {each.method: values(compare(regression, each.method)) for each in offered(regression)}
    assert told["linear"]["loss"] < 1e-8
    assert told["chance"]["loss"] == pytest.approx((3 * x).square().mean().item(), rel=1e-3)
    assert told["chance"]["explained"] == pytest.approx(0, abs=1e-5)
    assert all(0.98 < told[key]["explained"] <= 1 for key in ("tree", "forest", "boosting", "kernel_svm", "nearest"))
    assert "logistic" not in told


def test_a_method_learns_from_what_the_loss_of_the_network_knows_and_is_judged_by_what_the_metric_knows():
    program = program_of(builder.STARTERS["curve-mlp"].document)
    error = {line.measure: line.value for line in compare(program, "tree").lines}["error"]
    noise = float(str(program.dataset_params["noise"])) ** 2
    assert error > noise / 10, "it learned from the curve without its noise, which no network has"


def test_a_forecast_is_measured_against_the_last_value():
    *_, test = data_of(FORECAST, CPU)
    told = compare(FORECAST, "last_value", looks_at_test=True)
    by_hand = F.mse_loss(test["past"][:, -1], test["next"]).item()
    assert {line.measure: line.test for line in told.lines}["loss"] == pytest.approx(by_hand, rel=1e-5)
    assert "last_value" not in {each.method for each in offered(XOR)}


def test_chance_is_judged_by_the_loss_too_and_what_is_no_probability_is_not():
    assert values(compare(XOR, "chance"))["loss"] == pytest.approx(math.log(2), abs=1e-3)
    assert set(values(compare(XOR, "logistic"))) == {"loss", "accuracy"}
    assert set(values(compare(XOR, "forest"))) == {"accuracy"}


def test_one_class_for_each_of_several_places_is_told_by_chance_alone():
    letters = program_of(builder.STARTERS["tiny-gpt"].document)
    assert [each.method for each in offered(letters)] == ["chance"]
    told = values(compare(letters, "chance"))
    assert 0.1 < told["accuracy"] < 0.3
    assert 0 < told["loss"] < math.log(28)


@pytest.mark.parametrize("key", ["gan", "tic-tac-toe"])
def test_what_has_no_task_that_data_tell_is_offered_none(key):
    program = program_of(builder.STARTERS[key].document)
    assert offered(program) == ()
    assert compare(program, "tree").why_not


def test_the_numbers_are_the_same_each_time_and_another_seed_draws_others():
    assert compare(XOR, "forest", looks_at_test=True) == compare(XOR, "forest", looks_at_test=True)
    document = builder.STARTERS["xor"].document
    reseeded = document.model_copy(update={"training": document.training.model_copy(update={"seed": 5})})
    assert compare(program_of(reseeded), "chance") == compare(XOR, "chance")


def test_the_test_part_stays_sealed_until_it_is_asked_for(monkeypatch):
    learn, validation, _ = data_of(XOR, CPU)
    monkeypatch.setattr(room, "data_of", lambda program, device: (learn, validation, Sealed()))
    assert [line.test for line in compare(XOR, "tree").lines] == [None]
    with pytest.raises(AssertionError, match="was looked at"):
        compare(XOR, "tree", looks_at_test=True)


def test_data_of_one_class_are_told_without_an_error(monkeypatch):
    x = torch.randn(20, 2)
    given(monkeypatch, x, torch.ones(20, dtype=torch.long))
    told = [compare(of_points(), each.method) for each in offered(of_points())]
    assert {values(each)["accuracy"] for each in told} == {1.0}


def test_data_that_are_no_numbers_and_labels_that_are_hidden_are_said_in_words(monkeypatch):
    x, y = torch.randn(20, 2), torch.arange(20) % 2
    given(monkeypatch, x.masked_fill(torch.eye(20, 2).bool(), math.nan), y)
    assert "not numbers" in compare(of_points(), "logistic").why_not
    given(monkeypatch, x, torch.full((20,), -100))
    assert "no sample" in compare(of_points(), "tree").why_not
    given(monkeypatch, x[:0], y[:0], x, y)
    assert "no sample" in compare(of_points(), "tree").why_not
    given(monkeypatch, x[:1], y[:1], x, y)
    assert values(compare(of_points(), "nearest")) == {"accuracy": 0.5}


def test_hidden_labels_are_not_fitted(monkeypatch):
    x = torch.randn(40, 2)
    y = (x[:, 0] > 0).long()
    hidden = y.clone()
    hidden[::2] = -100
    given(monkeypatch, x, hidden, x, y)
    told = compare(of_points(), "tree")
    assert (told.rows, told.of) == (20, 20)


def test_what_is_fitted_is_bounded_and_chosen_over_the_whole():
    assert len(some_rows(MOST_ROWS, 10, 0)) == MOST_ROWS
    assert len(some_rows(50_000, 10, 0)) == MOST_ROWS
    few = some_rows(50_000, MOST_COLUMNS, 0)
    assert len(few) == 1_000
    assert few.max() > 45_000
    assert few.equal(some_rows(50_000, MOST_COLUMNS, 0))
