"""Shares of each class as a target: where they are all or nothing, the numbers are those of the class itself."""

from array import array

import pytest

import builder
from builder.drawing.document import Document
from builder.drawing.problems import Connect
from tests.builder.hints.test_cases import case
from trainer.run.beginning import begin
from trainer.run.events import StepsEnded
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice


def losses(document: Document) -> list[float]:
    told = train_slice(begin(Experiment(document=document)), 10)
    columns = [column for event in told if isinstance(event, StepsEnded) for column in event.losses.values()]
    return [value for column in columns for value in array("f", column)]


def test_shares_of_one_class_train_as_the_class_does():
    shares = case("ce_soft_target")
    classes = shares.with_edits((Connect(target="loss.target", source="data.label"),))
    assert builder.check(shares).is_trainable
    ours, theirs = losses(shares), losses(classes)
    assert len(ours) == 48
    assert ours == pytest.approx(theirs, rel=1e-4)
