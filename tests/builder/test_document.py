"""Documents are read strictly, and what is wrong is said in words."""

import pickle

import pytest

from builder.drawing.document import Block, Document, Node, read_document
from builder.drawing.problems import AddNode, Connect, InvalidDocument, RemoveNode, SetParam, UnsetParam
from tests.drawings import moons


def code_of(source):
    with pytest.raises(InvalidDocument) as caught:
        read_document(source)
    return caught.value.problems[0].code


def test_a_document_survives_a_round_trip_through_json():
    document = moons(epochs=3)
    assert read_document(document.model_dump_json()) == document


def test_ten_megabytes_are_refused_before_they_are_parsed():
    assert code_of(b"[" * 10_000_000) == "document_too_large"


@pytest.mark.parametrize("text", ["", "not json", "{", "\x00", b"\xff\xfe\xfa", "[" * 100_000])
def test_what_is_not_json_is_refused(text):
    assert code_of(text) == "not_json"


@pytest.mark.parametrize(
    "source",
    [
        "[]",
        "null",
        {"version": 2},
        {"surprise": 1},
        {"main": "other"},
        {"blocks": {"main": {"nodes": {"a": {"type": "ReLU", "code": "import os"}}}}},
        {"training": {"epochs": 0}},
        {"training": {"epochs": "many"}},
        {"blocks": {"main": {"nodes": {"a": {"type": "ReLU", "position": [0, "nan"]}}}}},
        {"blocks": {"main": {"nodes": {"a": {"type": "ReLU", "params": {"p": {"nested": 1}}}}}}},
    ],
)
def test_what_does_not_fit_the_form_is_refused_with_its_place(source):
    assert code_of(source) == "invalid_document"


def test_every_fault_of_a_document_is_said_at_once():
    with pytest.raises(InvalidDocument) as caught:
        read_document({"version": 2, "surprise": 1, "training": {"epochs": 0}})
    assert len(caught.value.problems) == 3


def test_edits_change_the_drawing_and_leave_the_old_one_as_it_was():
    document = Document()
    edited = document.with_edits(
        (
            AddNode(id="a", type="TwoMoons"),
            AddNode(id="b", type="Linear"),
            Connect(target="b.input", source="a.point"),
            SetParam(id="b", name="out_features", value=3),
            SetParam(id="b", name="bias", value=False),
            UnsetParam(id="b", name="bias"),
        )
    )
    assert document.graph.nodes == {}
    assert edited.graph.edges == {"b.input": "a.point"}
    assert edited.graph.nodes["b"].params == {"out_features": 3}
    assert edited.with_edits((RemoveNode(id="a"),)).graph.edges == {}


def test_edits_find_a_block_whatever_its_name_is():
    document = Document(blocks={"main": Block(), "": Block(nodes={"fc": Node(type="Linear")})})
    edited = document.with_edits((SetParam(id="fc", name="out_features", value=3),), "")
    assert edited.blocks[""].nodes["fc"].params == {"out_features": 3}


def test_what_says_nothing_is_left_out_of_a_node_and_a_training() -> None:
    document = read_document({"blocks": {"main": {"nodes": {"a": {"type": "Linear"}}}}})
    assert not {"frozen", "rate"} & document.model_dump()["blocks"]["main"]["nodes"]["a"].keys()
    assert "stages" not in document.model_dump_json()
    node = {"type": "Linear", "frozen": "whole", "rate": 0.1}
    locked = read_document({"blocks": {"main": {"nodes": {"a": node}}}})
    assert read_document(locked.model_dump_json()) == locked
    assert locked.graph.nodes["a"].frozen == "whole"


def test_a_training_lasts_as_long_as_its_stages() -> None:
    document = read_document(
        {"training": {"epochs": 3, "stages": [{"epochs": 5}, {"name": "then", "epochs": 2.0}, {}]}}
    )
    assert document.training.epochs == 17


@pytest.mark.parametrize("stage", [{"epochs": 0}, {"epochs": "many"}, {"objective": ["a"]}, 7])
def test_a_stage_that_is_none_is_refused_in_words(stage: object) -> None:
    with pytest.raises(InvalidDocument):
        read_document({"training": {"stages": [stage]}})


def test_what_is_wrong_with_a_drawing_is_told_by_other_processes_too():
    with pytest.raises(InvalidDocument) as caught:
        read_document("{")
    told = pickle.loads(pickle.dumps(caught.value))
    assert told.problems == caught.value.problems
    assert str(told) == str(caught.value)
