"""Each fix that is offered leaves less to mend, and nothing of the same kind at the same place."""

from random import Random

import pytest

import builder
from builder.checker.mending import MOST_LOOKED
from builder.drawing.document import Document
from builder.drawing.problems import AddNode, Connect, Problem
from tests.builder.hints.broken import broken
from tests.builder.hints.drawn import TEN, images
from tests.builder.hints.test_cases import CASES, case

BROKEN = 60


def wrong(problems: tuple[Problem, ...]) -> tuple[int, ...]:
    """Errors, then warnings; of each, the ports still to be filled come last: a wire taken away leaves one."""
    said = [(problem.severity, problem.code == "missing_input") for problem in problems]
    return tuple(said.count((severity, is_open)) for severity in ("error", "warning") for is_open in (False, True))


def assert_each_fix_helps(document: Document, what: str) -> int:
    """Applies every fix that is offered; how many there were."""
    before = builder.check(document).problems
    fixed = [problem for problem in before if problem.fix]
    for problem in fixed:
        after = builder.check(document.with_edits(problem.fix.edits, problem.block)).problems
        said = f"{what}: {problem.message} {problem.fix.label}"
        assert wrong(after) < wrong(before), said
        place = (problem.code, problem.block, problem.node, problem.port)
        same = [other for other in after if (other.code, other.block, other.node, other.port) == place]
        assert all(other.message != problem.message for other in same), said
    return len(fixed)


def test_a_large_drawing_is_offered_its_fixes_untried():
    spare = tuple(AddNode(id=f"spare{number}", type="Noise") for number in range(MOST_LOOKED))
    groups = {"conv": "Conv2d", "bad": ("GroupNorm", {"num_groups": 5}), "flat": "Flatten", "out": TEN}
    report = builder.check(images(groups).with_edits(spare))
    assert [problem.fix.label for problem in report.problems if problem.node == "bad"] == ["Set num_groups of bad to 4"]


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.json")))
def test_the_fixes_of_a_case_help(name):
    assert_each_fix_helps(case(name), name)


AWAY = {
    "a port that is gone": ("parts.third", "dangling_edge"),
    "a node that is gone": ("old.output", "dangling_edge"),
    "another kind": ("loss.loss", "wrong_kind"),
    "a loop": ("relu.output", "cycle"),
}


@pytest.mark.parametrize(("source", "code"), AWAY.values(), ids=AWAY)
def test_a_wire_that_leads_nowhere_is_replaced_or_taken_away(source, code):
    aside = [AddNode(id="parts", type="Chunk", params={"chunks": 2}), AddNode(id="relu", type="ReLU")]
    wire = Connect(target="relu.input", source=source)
    drawing = images({"flat": "Flatten", "out": TEN}).with_edits([*aside, wire])
    [problem] = [problem for problem in builder.check(drawing).problems if problem.code == code]
    assert problem.fix.label in ("Remove the wire", "Connect parts.first")
    assert code not in {problem.code for problem in builder.check(drawing.with_edits(problem.fix.edits)).problems}


def test_who_read_a_node_of_another_type_is_offered_the_first_of_its_outputs_that_helps():
    drawing = builder.STARTERS["network-beats-trees"].document.with_edits([AddNode(id="scores", type="Sort")])
    fixes = [each.fix.label for each in builder.check(drawing).problems if each.code == "dangling_edge"]
    assert fixes == ["Connect scores.values"] * 3
    assert_each_fix_helps(drawing, "Sort")


def test_the_fixes_of_a_starter_broken_in_one_place_help():
    many = 0
    for number in range(BROKEN):
        rng = Random(f"hints/{number}")
        name = rng.choice(sorted(builder.STARTERS))
        document, what = broken(rng, builder.STARTERS[name].document)
        many += assert_each_fix_helps(document, f"{name}, {what}")
    assert many > BROKEN // 4, "hardly any fix was offered: nothing was tried"
