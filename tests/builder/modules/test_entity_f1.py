import pytest
import torch

import builder
from builder.modules.entity_f1 import entity_f1, names_in
from tests.builder.modules.example import Example
from tests.builder.modules.token_examples import tokens
from tests.drawings import draw

TAGS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
EXAMPLE = Example({"input": tokens(3, 6), "target": tokens(3, 6, seed=1)}, {"tags": ",".join(TAGS)})


def tagged(text):
    return [TAGS.index(tag) for tag in text.split()]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("B-PER I-PER O B-LOC", [(0, 2, "PER"), (3, 4, "LOC")]),
        ("B-PER B-PER I-PER", [(0, 1, "PER"), (1, 3, "PER")]),
        ("I-PER I-PER I-LOC", [(0, 2, "PER"), (2, 3, "LOC")]),  # as conlleval does
        ("O O", []),
    ],
)
def test_names_are_those_that_conlleval_finds(text, names):
    assert names_in(tagged(text), TAGS) == names


def test_without_marks_a_run_of_equal_tags_is_a_name():
    assert names_in([0, 2, 2, 1, 0, 1], ["O"]) == [(1, 3, "2"), (3, 4, "1"), (5, 6, "1")]
    assert names_in([1, 0, 0], ["city", "none"]) == [(0, 1, "none")]


def test_a_name_is_found_only_whole_and_of_its_kind():
    right = torch.tensor([tagged("B-PER I-PER O B-LOC"), tagged("B-LOC O O O")])
    said = torch.tensor([tagged("B-PER O O B-LOC"), tagged("B-PER O O B-LOC")])
    assert entity_f1(said, right, tags=",".join(TAGS)).item() == pytest.approx(2 * 1 / (4 + 3))
    right[1, 3] = -100  # what is said there is not asked
    assert entity_f1(said, right, tags=",".join(TAGS)).item() == pytest.approx(2 * 1 / (3 + 3))


def test_nothing_found_and_nothing_to_find_is_0():
    nothing = torch.zeros(2, 3, dtype=torch.long)
    assert entity_f1(nothing, nothing) == 0


def test_the_tags_follow_from_the_data():
    nodes = {
        "data": "Entities",
        "words": ("Embedding", {"embedding_dim": 4}),
        "scores": ("Linear", {"out_features": 7}),
        "turned": ("Transpose", {"dim0": 1, "dim1": 2}),
        "loss": "CrossEntropyLoss",
        "chosen": ("ArgMax", {"dim": -1}),
        "names": "EntityF1",
        "objective": "Objective",
    }
    edges = {
        "words.input": "data.tokens",
        "scores.input": "words.output",
        "turned.input": "scores.output",
        "loss.input": "turned.output",
        "loss.target": "data.tags",
        "chosen.input": "scores.output",
        "names.input": "chosen.output",
        "names.target": "data.tags",
        "objective.loss": "loss.loss",
    }
    drawn = draw(nodes, edges)
    assert not builder.check(drawn).problems
    assert "tags='O,B-PER,I-PER,B-LOC,I-LOC,B-ORG,I-ORG'" in builder.compile(drawn).source
