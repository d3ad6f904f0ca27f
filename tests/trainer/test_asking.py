"""What a network takes from a hand, and how a text goes on."""

import numpy as np
import pytest
import torch

import builder
from builder.compiler.program import compile
from builder.drawing.document import Node
from builder.folder.place import VARIABLE, look_in
from builder.intake.choosing import choices_of
from builder.intake.prepare import prepare
from builder.intake.survey import survey
from builder.suggested.suggest import suggested
from tests.drawings import moons
from tests.own import houses, running_text
from tests.trainer.test_own_data import language, mixed, regression
from trainer.asking.ask import ask
from trainer.asking.asks import asks
from trainer.problems import TrainingProblem
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch):
    monkeypatch.setenv(VARIABLE, "")


def numbers_of(document, **how):
    return asks(compile(document), **how).fields[0].numbers


def trained(document):
    state = begin(Experiment(document=document))
    for _ in train_slice(state, 60):
        pass
    return state


def test_points_are_asked_for_by_two_numbers_in_the_range_of_what_is_learned():
    (told,) = asks(compile(moons())).fields
    assert (told.kind, told.name, told.shape) == ("numbers", "point", (2,))
    assert all(number.low < number.middle < number.high for number in told.numbers)


def test_columns_of_ones_own_are_asked_for_by_their_names(tmp_path):
    document = regression(houses(tmp_path / "data"))
    look_in(tmp_path / "data")
    assert [number.name for number in numbers_of(document)] == ["area", "age", "rooms"]
    assert {number.high for number in numbers_of(document, may_read=False)} == {0}


def test_a_text_of_ones_own_is_gone_on_with(tmp_path):
    document = language(running_text(tmp_path / "data"))
    look_in(tmp_path / "data")
    document = document.model_copy(update={"training": document.training.model_copy(update={"epochs": 150})})
    state = trained(document)
    assert [field.kind for field in asks(state.program).fields] == ["text"]
    (name,) = state.program.asks_for
    before = torch.get_rng_state()
    (told,) = ask(state, {name: "the ca"}).told.values()
    assert ask(state, {name: "the ca"}).told == {state.program.told[0].name: told}
    assert torch.equal(torch.get_rng_state(), before)
    assert len(told.words) >= 24
    assert "".join(told.words).startswith("the ca")
    (asked,) = asks(state.program).fields
    assert (asked.kind, asked.is_begun, "c" in asked.alphabet) == ("text", True, True)
    with pytest.raises(TrainingProblem, match="never saw 'X'"):
        ask(state, {name: "Xylophone"})
    with pytest.raises(TrainingProblem, match="1 to"):
        ask(state, {name: ""})


@pytest.mark.parametrize("is_light", [True, False])
def test_what_is_drawn_becomes_as_pictures_of_any_range_are(is_light, tmp_path):
    values = np.full((42, 12, 12), 3.0 if is_light else -1.0, np.float32)
    values[:, 4:8, 4:8] = -1.0 if is_light else 3.0
    values[:, 6, 6] = np.linspace(-1, 3, 42)  # no two samples are the same
    np.savez(tmp_path / "shapes.npz", x=values, y=np.arange(42) % 2)
    files = {"shapes.npz": tmp_path / "shapes.npz"}
    schema = prepare(files, choices_of(survey(files)), tmp_path / "data").schema_
    look_in(tmp_path / "data")
    drawn = compile(suggested(schema)).dataset.drawn("x")
    ink = torch.zeros(24, 24)
    ink[8:16, 8:16] = 1
    made, wanted = drawn(ink)[0, 0], torch.from_numpy(values[0])
    made[6, 6] = wanted[6, 6]
    assert torch.equal(made, wanted)


def test_numbers_and_a_class_are_given_together(tmp_path):
    document = mixed(houses(tmp_path / "data"))
    look_in(tmp_path / "data")
    state = trained(document)
    numbers, kind = asks(state.program).fields
    assert (numbers.kind, kind.kind, kind.classes) == ("numbers", "class", ("cheap", "dear"))
    cheap, dear = (ask(state, {"numbers": [0, 0, 0], "kind": each}).told["fc"].values for each in ("cheap", [1]))
    assert cheap != dear
    with pytest.raises(TrainingProblem, match="asks for numbers and kind; numbers was given"):
        ask(state, {"numbers": [0, 0, 0]})
    with pytest.raises(TrainingProblem, match="whole numbers from 0 to 1"):
        ask(state, {"numbers": [0, 0, 0], "kind": [2]})


@pytest.mark.parametrize("key", ["tiny-gpt", "ddpm", "vae", "realnvp"])
def test_a_drawing_without_its_sampler_is_offered_one_that_samples(key):
    whole = builder.STARTERS[key].document
    graph = whole.graph
    found = builder.compile(whole).plan.found
    bare = {id: node for id, node in graph.nodes.items() if id not in found.sampled}
    wires = {target: source for target, source in graph.edges.items() if target.partition(".")[0] in bare}
    document = whole.model_copy(
        update={"blocks": {**whole.blocks, whole.main: graph.model_copy(update={"nodes": bare, "edges": wires})}}
    )
    program = compile(document)
    (offer,) = asks(program).offers
    assert asks(compile(whole)).offers == ()
    add, *connects = offer.edits
    nodes = {**bare, add.id: Node(type=add.type, params=add.params, position=add.position)}
    wires |= {each.target: each.source for each in connects}
    again = document.model_copy(
        update={"blocks": {**whole.blocks, whole.main: graph.model_copy(update={"nodes": nodes, "edges": wires})}}
    )
    assert builder.check(again).problems == ()
    (sampler,) = found.with_role("sampler")
    assert add.type == graph.nodes[sampler].type
    assert add.id in {each.sampler for each in compile(again).told}
