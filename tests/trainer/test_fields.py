"""Every kind of field: what a held-out sample holds is told as if a hand had given it, and is the same sample again."""

import pytest
import torch

import builder
from trainer.asking.ask import ask, question
from trainer.asking.asks import asks, held_out, subjects
from trainer.asking.registry import FIELDS, field_kind
from trainer.look.task import validation
from trainer.problems import TrainingProblem
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.prepared import program_of


@pytest.mark.parametrize("key", builder.STARTERS)
def test_a_held_out_sample_of_every_starter_is_the_same_again_when_it_is_given(key):
    program = program_of(builder.STARTERS[key].document)
    sample = held_out(program, 0)
    asked = question(program, sample.fields)
    assert list(sample.fields) == [field.name for field in asks(program).fields]
    for subject in subjects(program):
        wanted = validation(program)[subject.name][0]
        given = asked.batch[subject.name][0]
        if subject.is_begun:
            wanted = wanted[: len(given)]
        exactly = field_kind(subject) is not FIELDS["picture"]
        atol = 0 if exactly else (wanted.max() - wanted.min()).item() / 255
        torch.testing.assert_close(given, wanted, rtol=0, atol=atol)
        assert asked.given[subject.name] == sample.fields[subject.name]


def test_an_answer_that_rests_on_fewer_fields_is_given_before_the_others_are():
    state = begin(Experiment(document=builder.STARTERS["vae"].document))
    assert asks(state.program).answers == {"made": (), "answer": ("image",)}
    assert set(ask(state, {}).told) == {"made"}
    assert set(ask(state, held_out(state.program, 0).fields).told) == {"made", "answer"}
    assert ask(state, {}, seed=1).told != ask(state, {}, seed=2).told
    assert ask(state, {}, seed=1).told == ask(state, {}, seed=1).told


def test_a_beginning_has_an_end():
    program = program_of(builder.STARTERS["tiny-gpt"].document)
    (name,) = program.asks_for
    assert question(program, {name: "the river " * 4}).batch[name].shape == (1, 40)
    for wrong in ("", "the dog " * 251):
        with pytest.raises(TrainingProblem, match="a beginning of 1 to 2,000 letters"):
            question(program, {name: wrong})
