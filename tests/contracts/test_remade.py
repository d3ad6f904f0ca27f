"""Making a block of a selection, and replacing a block by its content, changes what is drawn and not what it means.

The editor does both (`static/src/document/blocks/makeBlock.ts`, `inlineBlock.ts`), on the drawings of `remade.py`;
its own test keeps `remade.answers.json` fresh. Here each answer is checked, compiled and run beside the drawing
before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

import builder
from builder.checker.checker import analyze
from builder.drawing.document import Document, read_document
from tests.contracts.remade import CASES, cases

HERE = Path(__file__).parent
ANSWERS = {answer["name"]: answer for answer in json.loads((HERE / "remade.answers.json").read_text())}


def test_the_stored_drawings_are_those_of_today() -> None:
    assert json.loads((HERE / "remade.cases.json").read_text()) == json.loads(json.dumps(cases()))


def test_the_editor_answered_to_all_of_them() -> None:
    assert list(ANSWERS) == list(CASES)


@pytest.mark.parametrize("name", CASES)
def test_it_still_has_nothing_to_mend_and_as_many_parameters(name: str) -> None:
    before, after = (analyze(read_document(each)).report() for each in (CASES[name][0], ANSWERS[name]["document"]))
    assert after.problems == before.problems == ()
    assert after.parameters == before.parameters


@pytest.mark.parametrize("name", CASES)
def test_it_computes_the_same_numbers_with_the_same_weights(name: str) -> None:
    before, host, _ = CASES[name]
    after = read_document(ANSWERS[name]["document"])
    was, now = builder.compile(before), builder.compile(after)
    torch.manual_seed(0)
    old, new = was.network().eval(), now.network().eval()
    weights = {moved(key, before, host, ANSWERS[name]["moved"]): value for key, value in old.state_dict().items()}
    new.load_state_dict(weights)
    train, *_ = was.dataset.read(was.dataset_params)
    batch = {field: values[:16] for field, values in train.items()}
    (goal,), (same,) = was.goals, now.goals
    losses = [goal.objective(old, batch), same.objective(new, batch)]
    assert torch.equal(*losses)
    for loss in losses:
        loss.backward()
    slopes = {name: p.grad for name, p in new.named_parameters()}
    for key, parameter in old.named_parameters():
        slope = slopes[moved(key, before, host, ANSWERS[name]["moved"])]
        assert slope is not None
        torch.testing.assert_close(slope, parameter.grad)


def moved(key: str, document: Document, host: str, names: dict[str, str]) -> str:
    """Where a tensor of the network before is in the one after, by the nodes that moved in the block ``host``."""
    return ".".join(_moved(key.split("."), document, document.main, host, names))


def _moved(path: list[str], document: Document, place: str, host: str, names: dict[str, str]) -> Iterator[str]:
    """The path of a tensor, node by node from the block ``place``; ``names`` are paths of one or two nodes."""
    id, *rest = path
    node = document.blocks[place].nodes[id]
    within = ".".join(path[:2])
    if place == host and id in names:
        yield from names[id].split(".")
    elif place == host and within in names:
        yield names[within]
        yield from rest[1:]
        return
    else:
        yield id
    if "block" not in node.params:
        yield from rest
        return
    if node.type == "Repeat":
        yield rest.pop(0)
    yield from _moved(rest, document, str(node.params["block"]), host, names)
