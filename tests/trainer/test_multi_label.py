"""Labels of which any number may hold: measured together and one by one, in the run and in its script."""

import contextlib
import io

import pytest
import sklearn.metrics
import torch

import builder
from builder.exporters.script import export
from tests.drawings import draw
from trainer.look.looks import look, offers
from trainer.run.beginning import begin
from trainer.run.events import Evaluated
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice

MEASURED = {
    "acc": "BinaryAccuracy",
    "exact": "ExactMatch",
    "micro": "BinaryF1",
    "macro": ("BinaryF1", {"average": "macro"}),
    "precision": ("BinaryPrecision", {"average": "macro"}),
    "recall": ("BinaryRecall", {"average": "macro"}),
    "area": "AUC",
}


def several(last: str, loss: str):
    """Which of three shapes is in a picture, as three questions."""
    nodes = {
        "data": "ShapeImages", "flat": "Flatten", "fc": ("Linear", {"out_features": 3}), "last": last,
        "hot": ("OneHot", {"num_classes": 3}), "f": "ToFloat", "loss": loss, "goal": ("Objective", {"lr": 0.01}),
        "mean": "Measure", **MEASURED,
    }  # fmt: skip
    judges = ("loss", *MEASURED)
    edges = {"flat.input": "data.image", "fc.input": "flat.output", "last.input": "fc.output", "goal.loss": "loss.loss",
             "mean.signal": "last.output", "hot.input": "data.label", "f.input": "hot.output"}  # fmt: skip
    edges |= {f"{judge}.input": "last.output" for judge in judges} | {f"{judge}.target": "f.output" for judge in judges}
    return draw(nodes, edges, epochs=3, batch_size=128)


@pytest.mark.parametrize(("last", "loss"), [("Sigmoid", "BCELoss"), ("Identity", "BCEWithLogitsLoss")])
def test_several_labels_are_measured_as_scikit_learn_does_and_so_is_each(last, loss):
    document = several(last, loss)
    state = begin(Experiment(document=document))
    scores = [event.metrics for event in train_slice(state, 60) if isinstance(event, Evaluated)]
    with torch.no_grad():
        state.net.eval()
        values = state.net(state.validation["image"])
    said = (values > (0.5 if last == "Sigmoid" else 0.0)).numpy()
    right = torch.nn.functional.one_hot(state.validation["label"], 3).numpy()
    expected = {
        "acc": (said == right).mean(),
        "exact": sklearn.metrics.accuracy_score(right, said),
        "micro": sklearn.metrics.f1_score(right, said, average="micro", zero_division=0),
        "macro": sklearn.metrics.f1_score(right, said, average="macro", zero_division=0),
        "precision": sklearn.metrics.precision_score(right, said, average="macro", zero_division=0),
        "recall": sklearn.metrics.recall_score(right, said, average="macro", zero_division=0),
        "area": sklearn.metrics.roc_auc_score(right, values),
    }
    assert {name: scores[-1][name] for name in expected} == pytest.approx(expected)

    assert scores[-1]["mean"] == pytest.approx(values.mean().item(), abs=1e-6)
    assert "labels" in {offer.key for offer in offers(state.program)}
    (seen,) = look(state, ["labels"])
    assert seen.picture.names == ("circle", "square", "triangle")
    assert list(seen.picture.said) == said.sum(0).tolist()
    assert list(seen.picture.right) == right.sum(0).tolist()
    assert list(seen.picture.hits) == (said & (right == 1)).sum(0).tolist()
    assert seen.picture.whole / seen.picture.looked_at == pytest.approx(expected["exact"])

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(export(document), "script.py", "exec"), {"__name__": "__main__"})
    told = [line.split()[3:] for line in printed.getvalue().splitlines() if " validation " in line]
    assert [dict(zip(line[::2], map(float, line[1::2]), strict=True)) for line in told] == scores


def test_no_labels_are_seen_in_values_that_mean_no_yes():
    for key in ("vae", "hopfield", "gan", "digits-cnn", "two-moons-mlp"):
        assert not builder.compile(builder.STARTERS[key].document).questions
