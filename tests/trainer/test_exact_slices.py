"""Every starter, cut and killed anywhere and moved to other processes, gives bit for bit the numbers of one run."""

import json
import random
from array import array
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
import torch
from safetensors import safe_open

import builder
from builder.drawing.document import read_document
from tests.drawings import brief
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.events import Evaluated, StepsEnded
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice

LONG_S = 600.0
INTO_THE_SECOND_EPOCH = 5


@pytest.fixture(scope="module")
def elsewhere():
    """Another process, which shares nothing with this one but the files."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield lambda *arguments: pool.submit(go_on_from_file, *arguments).result()


def some_epochs(key):
    return brief(builder.STARTERS[key].document, 10)


def go_on(state, until_step):
    """What is told on the way: the losses of each step, and the metrics of each epoch, by the step they belong to."""
    told = {}
    for event in train_slice(state, LONG_S, until_step=until_step):
        if isinstance(event, StepsEnded):
            for name, column in event.losses.items():
                told |= {(event.first_step + place, name): loss for place, loss in enumerate(array("f", column))}
        elif isinstance(event, Evaluated):
            told[(event.step, "metrics")] = event.metrics
    return told


def go_on_from_file(text, folder, until_step):
    """Load, train and save."""
    torch.set_num_threads(1)
    state = checkpoint.load(Experiment(document=read_document(text)), folder)
    told = go_on(state, until_step)
    checkpoint.save(state, folder)
    return told


def saved(state, folder):
    """Everything that a checkpoint holds but how long it took: facts, and tensors as bytes."""
    checkpoint.save(state, folder)
    with safe_open(max(folder.iterdir()), framework="pt") as file:
        facts = json.loads(file.metadata()["facts"]) | {"trained_s": 0}
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict
    return facts, {name: value.reshape(-1).view(torch.uint8).tolist() for name, value in tensors.items()}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("key", builder.STARTERS)
def test_cut_killed_and_moved_it_learns_what_one_run_learns(key, seed, tmp_path, elsewhere):
    chance, document = random.Random(f"{key} {seed}"), some_epochs(key)
    experiment, folder = Experiment(document=document), tmp_path / "run"
    whole = begin(experiment)
    last = whole.steps_per_epoch + INTO_THE_SECOND_EPOCH
    expected = go_on(whole, last)

    state, told = begin(experiment), {}
    checkpoint.save(state, folder)
    while state.step < last:
        until = min(last, state.step + chance.randint(1, last // 3))
        match chance.choice(["go on", "load", "die", "move"]):
            case "go on":
                told |= go_on(state, until)
                checkpoint.save(state, folder)
            case "load":
                state = checkpoint.load(experiment, folder)
            case "die":
                go_on(state, until)
                torch.manual_seed(chance.randrange(1000))
                state = checkpoint.load(experiment, folder)
            case "move":
                told |= elsewhere(document.model_dump_json(), folder, until)
                state = checkpoint.load(experiment, folder)

    assert told == expected
    assert saved(state, folder) == saved(whole, tmp_path / "whole")
