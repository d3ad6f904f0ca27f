"""A run in bfloat16 is a run like any other: replayed, exported and looked at, and only less exact."""

import json

import pytest
import torch

import builder
from builder.drawing.document import Change
from builder.exporters.script import export
from tests.drawings import brief, classifier, moons
from tests.trainer.test_computing import losses_of, printed_by
from tests.trainer.test_tape import COMPUTED, some_steps
from trainer.look.looks import look
from trainer.run.beginning import begin
from trainer.run.events import Failed, Finished
from trainer.run.experiment import Experiment
from trainer.run.loop import evaluate, train_slice


def in_bfloat16(document, **training):
    return document.model_copy(
        update={"training": document.training.model_copy(update={"precision": "bfloat16", **training})}
    )


@pytest.mark.parametrize("key", builder.STARTERS)
def test_every_starter_learns_in_bfloat16_and_its_steps_are_replayed(key):
    document = in_bfloat16(brief(builder.STARTERS[key].document, 1))
    (ours, losses), (_, expected) = (some_steps(document, 4, replays=replays) for replays in (True, False))
    assert losses == expected
    assert all(step.is_replayed for step in ours.steps) is (key not in COMPUTED)
    assert all(torch.isfinite(torch.tensor(value)) for value in evaluate(ours).metrics.values())
    assert {parameter.dtype for parameter in ours.net.parameters()} <= {torch.float32, torch.complex64}


def test_bfloat16_gives_other_losses_but_not_far_from_those_of_float32():
    document = builder.STARTERS["digits-mlp"].document
    (_, exact), (_, rounded) = (some_steps(each, 4, replays=True) for each in (document, in_bfloat16(document)))
    assert rounded != exact
    assert [loss for (loss,) in rounded] == pytest.approx([loss for (loss,) in exact], rel=0.02)


@pytest.mark.parametrize(
    "document",
    [
        in_bfloat16(builder.STARTERS["digits-cnn"].document, epochs=1),
        in_bfloat16(moons(), epochs=2, monitor="accuracy", changes=(Change(step=3, goals={"objective": {"lr": 0.1}}),)),
    ],
    ids=["plain", "changed on its way"],
)
def test_a_script_computes_as_exactly_as_its_run(document, tmp_path):
    assert printed_by(export(document), tmp_path) == losses_of(document)


def test_looking_at_a_run_in_bfloat16_does_not_change_its_numbers():
    document = in_bfloat16(moons(), epochs=2)
    state = begin(Experiment(document=document))
    told = b""
    while not state.is_finished:
        for event in train_slice(state, 0.004):
            told += b"".join(event.losses.values()) if event.type == "steps_ended" else b""
            seen = list(look(state, ["activation:fc1", "gradients:fc1", "boundary"]))
            assert len(seen) == 3
    assert told == losses_of(document)


def test_an_operation_that_bfloat16_lacks_is_a_problem_with_advice():
    lacking = {"op": "aten.special_log_ndtr.default", "arguments": json.dumps({"self": {"input": 0}})}
    document = classifier({"fc": ("Linear", {"out_features": 2}), "bend": ("Aten", lacking)}, epochs=1)
    edges = {**document.graph.edges, "bend.input0": document.graph.edges["bend.input"]}
    del edges["bend.input"]
    document = document.model_copy(update={"blocks": {"main": document.graph.model_copy(update={"edges": edges})}})
    assert isinstance(last_event_of(document), Finished)
    last = last_event_of(in_bfloat16(document))
    assert isinstance(last, Failed)
    assert last.problem.code == "not_in_bfloat16"
    assert "float32" in last.problem.hint


def last_event_of(document):
    *_, last = train_slice(begin(Experiment(document=document)), 60)
    return last
