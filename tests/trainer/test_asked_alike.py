"""What the page is told and what the exported script says to the same question, for every starter."""

import contextlib
import io

import pytest
import torch

import builder
from builder.exporters.script import export
from tests.drawings import brief
from trainer.asking.ask import question, reply
from trainer.asking.asks import held_out
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice

SEED = 5


def by_script(document, sample):
    """What the script answers that trained its own network."""
    threads, space = torch.get_num_threads(), {"__name__": "__main__"}
    try:
        with contextlib.redirect_stdout(io.StringIO()), torch.random.fork_rng():
            exec(compile(export(document), "script.py", "exec"), space)
    finally:
        torch.set_num_threads(threads)
    return space["ask"](space["net"], sample, SEED)


@pytest.mark.parametrize("key", builder.STARTERS)
def test_the_page_and_the_script_answer_a_held_out_sample_alike(key):
    document = brief(builder.STARTERS[key].document, 1)
    state = begin(Experiment(document=document))
    for _ in train_slice(state, 1e9):
        pass
    program = state.drawing
    asked = question(program, held_out(program, 0).fields, SEED)
    told = reply(state, asked).answers
    assert set(told) == {answer.name for answer in program.told}, "a held-out sample is enough for every answer"
    said = by_script(document, asked.batch)
    assert set(said) == set(told)
    for name, values in told.items():
        assert torch.equal(said[name], values), name
