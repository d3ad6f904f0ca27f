import pytest

import builder
from builder.modules.sequence_exact_match import sequence_exact_match
from tests.builder.modules.example import Example
from tests.builder.modules.token_examples import lists, tokens
from tests.drawings import draw

EXAMPLE = Example({"input": tokens(3, 6), "target": tokens(3, 4, seed=1)})


def test_it_is_the_share_of_equal_lists():
    said, right = tokens(400, 3, most=2), tokens(400, 4, most=2, seed=1)
    equal = [one == other for one, other in zip(lists(said), lists(right), strict=True)]
    assert 0.02 < sum(equal) / 400 < 0.9
    assert sequence_exact_match(said, right).item() == pytest.approx(sum(equal) / 400)


def test_nothing_said_is_right_where_nothing_is_to_be_said():
    nothing = tokens(2, 3).fill_(-1)
    assert sequence_exact_match(nothing, nothing[:, :1]) == 1


@pytest.mark.parametrize(("source", "axis"), [("scores.output", -1), ("turned.output", 1)])
def test_scores_in_the_place_of_tokens_are_told_and_chosen_from(source, axis):
    nodes = {
        "data": "Entities",
        "words": ("Embedding", {"embedding_dim": 4}),
        "scores": ("Linear", {"out_features": 7}),
        "turned": ("Transpose", {"dim0": 1, "dim1": 2}),
        "loss": "CrossEntropyLoss",
        "right": "SequenceExactMatch",
        "objective": "Objective",
    }
    edges = {"words.input": "data.tokens", "scores.input": "words.output", "turned.input": "scores.output"}
    edges |= {"loss.input": "turned.output", "loss.target": "data.tags", "objective.loss": "loss.loss"}
    edges |= {"right.input": source, "right.target": "data.tags"}
    (problem,) = builder.check(draw(nodes, edges)).problems
    assert (problem.code, problem.port) == ("wrong_numbers", "input")
    assert "ArgMax" in problem.hint
    assert problem.fix is not None
    made = problem.fix.edits[0]
    assert (made.type, made.params) == ("ArgMax", {"dim": axis})
