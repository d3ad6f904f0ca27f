"""Every rule of meaning, present and future, by its own case and counter-case; it walks the folder."""

from __future__ import annotations

import pytest

import builder
from builder.meaning.rulebook import RULES

CODES = list(RULES)


@pytest.mark.parametrize("code", CODES)
def test_a_rule_says_what_is_wrong_why_and_how_to_mend_it(code):
    rule = RULES[code]
    assert code.isidentifier()
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert all(text.endswith(".") and len(text) > 30 for text in (rule.what, rule.why, rule.mend))


@pytest.mark.parametrize("code", CODES)
def test_a_rule_speaks_of_its_case_alone(code):
    report = builder.check(RULES[code].case)
    assert [problem.code for problem in report.problems] == [code]
    assert report.problems[0].message.endswith(".")
    assert report.problems[0].hint.endswith(".")
    assert report.problems[0].node in RULES[code].case.graph.nodes


@pytest.mark.parametrize("code", CODES)
def test_a_rule_is_silent_where_it_only_looks_alike(code):
    report = builder.check(RULES[code].counter)
    assert report.problems == ()
    assert report.is_trainable


@pytest.mark.parametrize("code", CODES)
def test_what_a_rule_offers_mends_its_case(code):
    drawing = RULES[code].case
    (problem,) = builder.check(drawing).problems
    assert problem.fix
    assert builder.check(drawing.with_edits(problem.fix.edits, problem.block)).problems == ()
