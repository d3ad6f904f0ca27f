"""A binary classifier is looked at and tried as one of classes, however it says yes; what is ignored counts nowhere."""

import math

import pytest
import torch
from torch.nn import functional as F

import builder
from builder.compiler.measures import measures
from builder.compiler.program import Program
from builder.drawing.problems import AddNode, Connect
from tests.builder.test_choices import FLAT, binary
from tests.drawings import classifier, draw
from trainer.asking.ask import ask
from trainer.look.looks import look, offers
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import evaluate, train_slice
from trainer.run.state import State

UNSQUEEZE = ("Unsqueeze", {"dim": -1})
SIGNS = ("ToFloat", ("Scale", {"factor": 2.0, "offset": -1.0}))
HOW = {
    "a sigmoid into BCELoss": (binary("Sigmoid", FLAT), torch.sigmoid),
    "scores into BCEWithLogitsLoss": (binary(FLAT, loss="BCEWithLogitsLoss"), torch.sigmoid),
    "one column, against a column": (
        binary("Dropout", loss="BCEWithLogitsLoss", target=("ToFloat", UNSQUEEZE)),
        torch.sigmoid,
    ),
    "a value near 0 or 1": (binary(FLAT, loss="MSELoss"), lambda score: score.clamp(0, 1)),
    "a value near -1 or 1": (binary(FLAT, loss="MSELoss", target=SIGNS), lambda score: ((score + 1) / 2).clamp(0, 1)),
}


@pytest.fixture(params=HOW.values(), ids=HOW, scope="module")
def trained(request) -> tuple[State, torch.Tensor]:
    """A run, and how probable the second class is at each validation sample, worked out by hand from the weights."""
    document, chance = request.param
    state = begin(Experiment(document=document))
    list(train_slice(state, 60))
    with torch.no_grad():
        return state, chance(state.net.fc(state.validation["point"]).flatten())


def seen(state: State, view: str):
    (only,) = look(state, [view])
    return only.picture


def test_boundary_confusion_and_worst_samples_are_offered(trained):
    assert {offer.key for offer in offers(trained[0].program) if offer.nodes is None} == {
        "boundary",
        "by-hand",
        "confusion",
        "worst",
    }


def test_try_it_tells_the_classes_and_the_probability_of_each(trained):
    state, chances = trained
    answer = ask(state, {"point": state.validation["point"][0].tolist()}).told[state.program.answers[0].name]
    assert answer.classes == ("first", "second")
    assert answer.probabilities == pytest.approx([1 - chances[0].item(), chances[0].item()], abs=1e-5)


def test_the_matrix_agrees_with_the_accuracy_and_the_accuracy_with_the_weights(trained):
    state, chances = trained
    counts = torch.tensor(seen(state, "confusion").counts)
    right = ((chances > 0.5) == (state.validation["label"] == 1)).float().mean().item()
    assert (counts.diagonal().sum() / counts.sum()).item() == pytest.approx(right)
    assert evaluate(state).metrics["acc"] == pytest.approx(right)


def test_the_boundary_is_where_the_probability_is_a_half(trained):
    state, _ = trained
    picture = seen(state, "boundary")
    left, right, bottom, top = picture.box
    middle = (torch.arange(picture.side) + 0.5) / picture.side
    x, y = left + middle * (right - left), top - middle * (top - bottom)
    places = torch.stack([x.repeat(picture.side), y.repeat_interleave(picture.side)], 1)
    choice = state.program.answers[0].choice
    with torch.no_grad():
        state.net.eval()
        chances = choice.probabilities(state.net(places))[:, 1]
    assert list(picture.winner) == (chances > 0.5).long().tolist()
    assert list(picture.certainty)[:9] == pytest.approx(
        (torch.maximum(chances, 1 - chances) * 255).round().tolist()[:9], abs=1
    )


def test_a_worst_sample_says_which_class_it_was_taken_for(trained):
    state, chances = trained
    for sample in seen(state, "worst").samples[:3]:
        chance = chances[sample.number].item()
        assert sample.answered.words == ("second" if chance > 0.5 else "first")
        assert sample.expected.words == ("second" if state.validation["label"][sample.number] else "first")
        assert sample.certainty == pytest.approx(max(chance, 1 - chance), abs=1e-5)


def test_probabilities_that_are_answered_are_not_bent_once_more():
    layers = {"fc": ("Linear", {"out_features": 2}), "soft": ("Softmax", {"dim": -1})}
    state = begin(Experiment(document=classifier(layers)))
    answer = ask(state, {"point": [0.3, 0.4]}).told["soft"]
    assert answer.probabilities == pytest.approx(answer.scores)


def program(key: str) -> Program:
    return builder.compile(builder.STARTERS[key].document)


def test_no_answer_has_classes_that_nothing_judges_it_by():
    """A flow turns points into points, a hidden layer of two is no choice, and a code of ten is no digit."""
    assert [answer.classes for answer in program("realnvp").answers] == [()]
    hidden = classifier({"code": ("Linear", {"out_features": 2}), "act": "Tanh", "fc": ("Linear", {"out_features": 2})})
    hidden = hidden.with_edits((AddNode(id="out", type="Output"), Connect(target="out.input", source="code.output")))
    assert [answer.classes for answer in builder.compile(hidden).answers] == [()]
    assert [answer.classes for answer in program("digits-cnn").answers] == [tuple("0123456789")]


def test_metrics_of_hidden_letters_are_those_of_the_letters_that_count():
    state = begin(Experiment(document=builder.STARTERS["tiny-bert"].document))
    with torch.no_grad():
        state.net.eval()
        scores, target = state.net(state.validation["tokens"]), state.validation["target"]
    said = scores.argmax(-1)
    counts = target != -100
    right = (said == target)[counts].float().mean().item()
    assert evaluate(state).metrics["accuracy"] == pytest.approx(right)
    picture = seen(state, "worst")
    assert picture.looked_at == int(counts.any(1).sum())
    assert all(counts[sample.number].any() for sample in picture.samples)
    losses = F.cross_entropy(scores.transpose(1, 2), target, reduction="none").sum(1) / counts.sum(1)
    assert picture.samples[0].loss == pytest.approx(losses[counts.any(1)].max().item(), rel=1e-4)


def test_members_whose_side_is_hidden_are_in_no_metric_and_no_matrix():
    state = begin(Experiment(document=builder.STARTERS["gcn"].document))
    scores = evaluate(state).metrics
    assert {"accuracy", "f1"} < set(scores)
    assert all(math.isfinite(value) and 0 <= value <= 1 for name, value in scores.items() if name != "loss")
    counts = torch.tensor(seen(state, "confusion").counts)
    known = int((state.validation["label"] != -100).sum())
    assert 0 < known < 34
    assert counts.sum() == known
    assert (counts.diagonal().sum() / known).item() == pytest.approx(scores["accuracy"])


def test_metrics_leave_out_what_their_loss_was_told_to():
    document = draw(
        {"data": "Digits", "flat": "Flatten", "fc": ("Linear", {"out_features": 10}),
         "loss": ("CrossEntropyLoss", {"ignore_index": 3}), "acc": "Accuracy", "f1": "F1", "goal": "Objective"},
        {"flat.input": "data.image", "fc.input": "flat.output", "goal.loss": "loss.loss"}
        | {f"{judge}.input": "fc.output" for judge in ("loss", "acc", "f1")}
        | {f"{judge}.target": "data.label" for judge in ("loss", "acc", "f1")},
        epochs=2,
    )  # fmt: skip
    state = begin(Experiment(document=document))
    assert "accuracy(fc, batch['label'], ignore_index=3)" in state.program.source
    with torch.no_grad():
        said, label = state.net(state.validation["image"]).argmax(1), state.validation["label"]
    kept = label != 3
    assert evaluate(state).metrics["acc"] == pytest.approx((said == label)[kept].float().mean().item())
    assert sum(map(sum, seen(state, "confusion").counts)) == int(kept.sum())
    assert "3" not in {sample.expected.words for sample in seen(state, "worst").samples}


def test_a_measure_is_the_mean_of_a_signal_that_nothing_trains():
    extra = (
        AddNode(id="size", type="Square"), Connect(target="size.input", source="n0.output"),
        AddNode(id="seen", type="Measure", params={"better": "larger"}),
        Connect(target="seen.signal", source="size.output"),
        AddNode(id="far", type="MSELoss"), Connect(target="far.input", source="n1.output"),
        Connect(target="far.target", source="t0.output"),
        AddNode(id="miss", type="Measure"), Connect(target="miss.signal", source="far.loss"),
        AddNode(id="ones", type="Measure"), Connect(target="ones.signal", source="data.label"),
    )  # fmt: skip
    plain = binary("Sigmoid", FLAT)
    runs = [begin(Experiment(document=document)) for document in (plain, plain.with_edits(extra))]
    for state in runs:
        list(train_slice(state, 60))
    alone, measured = runs
    assert all(map(torch.equal, alone.net.state_dict().values(), measured.net.state_dict().values()))
    scores = evaluate(measured).metrics
    with torch.no_grad():
        chances, label = (
            torch.sigmoid(measured.net.fc(measured.validation["point"]))[:, 0],
            measured.validation["label"],
        )
    assert scores["seen"] == pytest.approx(chances.square().mean().item())
    assert scores["miss"] == pytest.approx((chances - label).square().mean().item())
    assert scores["ones"] == pytest.approx(label.float().mean().item())
    rises = measures(plain.with_edits(extra))
    assert (rises["seen"], rises["miss"]) == (True, False)
