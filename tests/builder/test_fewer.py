"""Learning from less: the first few samples, classes that are seldom there, and labels of a few."""

import pytest
import torch

import builder
from builder.exporters.script import export
from tests.drawings import draw, moons
from tests.trainer.test_steering import printed_by_run, printed_by_script
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment


def asked(name, **params):
    dataset = builder.CATALOG[name]
    given = {param.name: param.default for param in dataset.spec.params} | params
    return dataset.read(given)


def drawing(**params):
    document = moons(epochs=2)
    nodes = dict(document.graph.nodes)
    (data,) = [id for id, node in nodes.items() if node.type == "TwoMoons"]
    nodes[data] = nodes[data].model_copy(update={"params": {**nodes[data].params, **params}})
    return document.model_copy(update={"blocks": {"main": document.graph.model_copy(update={"nodes": nodes})}})


def test_the_first_twenty_alone_are_learned_from_and_what_is_measured_on_stays():
    whole, few = asked("Digits"), asked("Digits", only_first=20)
    assert torch.equal(few[0]["image"], whole[0]["image"][:20])
    for part in (1, 2):
        assert torch.equal(few[part]["label"], whole[part]["label"])


def test_classes_become_rarer_and_rarer_down_to_the_share_that_was_asked_for():
    whole, few = (asked("Digits", imbalance=share)[0]["label"].bincount().tolist() for share in (1.0, 0.01))
    assert few[0] == whole[0]
    assert few == sorted(few, reverse=True)
    assert few[-1] == 1
    assert few[5] == pytest.approx(whole[5] * 0.01 ** (5 / 9), abs=1)


def test_labels_of_so_many_of_each_class_are_told_and_those_of_the_rest_are_hidden():
    whole, few = asked("Digits"), asked("Digits", labelled=0.1)
    told = few[0]["label"] != -100
    assert torch.equal(few[0]["label"][told], whole[0]["label"][told])
    assert torch.equal(few[0]["image"], whole[0]["image"])
    shares = few[0]["label"][told].bincount() / whole[0]["label"].bincount()
    assert shares.tolist() == pytest.approx([0.1] * 10, abs=0.005)
    for part in (1, 2):
        assert torch.equal(few[part]["label"], whole[part]["label"])
    assert torch.equal(few[0]["label"], asked("Digits", labelled=0.1)[0]["label"])


def test_they_are_told_all_over_a_class_not_of_its_first_samples_alone():
    told = (asked("TwoMoons", labelled=0.1)[0]["label"] != -100).nonzero()[:, 0]
    many = len(asked("TwoMoons")[0]["label"])
    assert told[0] < many / 10
    assert told[-1] > many * 8 / 10


def test_one_label_of_each_class_is_always_told_of_what_is_left_to_learn_from():
    label = asked("Digits", labelled=0.0001, only_first=200)[0]["label"]
    assert len(label) == 200
    assert sorted(label[label != -100].tolist()) == list(range(10))


def test_with_a_quarter_of_the_labels_a_run_learns_from_those_alone_and_its_script_prints_the_same():
    document = drawing(labelled=0.25)
    assert builder.check(document).problems == ()
    text = printed_by_script(document)
    assert text == printed_by_run(document)
    assert "label='label', labelled=0.25)" in export(document)
    assert "nan" not in " ".join(text)


def test_where_a_batch_may_have_no_label_or_a_table_no_row_for_it_that_is_said_before():
    (said,) = builder.check(drawing(labelled=0.001)).problems
    assert said.code == "no_label"
    assert "Of 1,024 samples 2 have one" in said.message
    embedded = draw(
        {
            "data": ("Digits", {"labelled": 0.5}),
            "by_label": ("Embedding", {"num_embeddings": 10, "embedding_dim": 64}),
            "fc": ("Linear", {"out_features": 64}),
            "flat": "Flatten",
            "loss": "MSELoss",
            "objective": "Objective",
        },
        {
            "by_label.input": "data.label",
            "fc.input": "by_label.output",
            "flat.input": "data.image",
            "loss.input": "fc.output",
            "loss.target": "flat.output",
            "objective.loss": "loss.loss",
        },
    )
    (said,) = builder.check(embedded).problems
    assert (said.code, said.severity) == ("too_few_rows", "error")
    assert "from -100 to 9" in said.message


def test_a_run_and_its_script_learn_from_the_same_few():
    document = drawing(only_first=20, imbalance=0.5)
    state = begin(Experiment(document=document))
    assert state.samples == 20
    text = export(document)
    assert "only_first=20, label='label', imbalance=0.5)" in text
    space = {"__name__": "read"}
    exec(text, space)
    line = next(line for line in text.splitlines() if "data=fewer(" in line)
    learn, *_ = eval(line.strip().removeprefix("data=").removesuffix(","), space)
    assert torch.equal(learn["point"], state.learn["point"])


def test_a_script_without_that_knows_nothing_of_it():
    assert "fewer" not in export(drawing())
