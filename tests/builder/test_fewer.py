"""Learning from less: the first few samples, and classes that are seldom there."""

import pytest
import torch

import builder
from builder.exporters.script import export
from tests.drawings import moons
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
