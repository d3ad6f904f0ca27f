"""Drawings disturbed at random: `check` tells what is wrong and never raises. `script/fuzz` tries many more."""

import logging
import os
from collections import Counter
from random import Random

import pytest

import builder
from builder.drawing.document import read_document
from builder.drawing.problems import InvalidDocument
from tests.fuzz.documents import document

SEED = os.environ.get("FUZZ_SEED", "1")
DOCUMENTS = int(os.environ.get("FUZZ_DOCUMENTS", "400"))


@pytest.mark.timeout(0)
def test_a_disturbed_drawing_is_told_what_is_wrong(caplog: pytest.LogCaptureFixture, figure) -> None:
    told: Counter[str] = Counter()
    with caplog.at_level(logging.ERROR):
        for number in range(DOCUMENTS):
            drawn = document(Random(f"{SEED}/{number}"))
            told[_checked(drawn)] += 1
            assert not caplog.records, f"seed {SEED}/{number}: {caplog.text}"
    figure(f"{DOCUMENTS:,} disturbed drawings through check, seed {SEED}: {dict(told)}; no exception")
    assert len(told) == 3, "all of them are of one kind: nothing was tried"


def _checked(drawn: object) -> str:
    """What a drawing turned out to be; its report, its source and its JSON are made as the API makes them."""
    report = builder.check(drawn)
    report.model_dump_json().encode()
    try:
        read = read_document(drawn)
    except InvalidDocument:
        return "unreadable"
    _, source = builder.review(read)
    errors = {problem.code for problem in report.problems if problem.severity == "error"}
    may_answer = bool(errors) and errors <= {"no_data", "no_objective"}
    assert source or not report.is_trainable
    assert report.is_trainable or may_answer or source is None
    return "trainable" if report.is_trainable else "with problems"
