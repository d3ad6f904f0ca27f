"""Baselines over the API: those of the lesson at once, all others on request, computed beside everything else."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

import builder
from builder.drawing.problems import SetParam
from builder.kinds.lesson import Baseline
from tests.webapp.conftest import Visitor
from trainer.baselines.lesson import lesson_baselines
from trainer.run.prepared import program_of
from webapp.checking import aside as room
from webapp.checking.aside import Aside
from webapp.checking.process import Gone
from webapp.errors import TooMany
from webapp.projects.models import Project
from webapp.runs.models import Run
from webapp.runs.worker.serve import serve

XOR = builder.STARTERS["xor"].document
PATIENCE_S = 60


def told(visitor: Visitor, run: str, asked: str = "", **headers: str) -> dict[str, Any]:
    """What is known once nothing is being computed any more."""
    until = time.monotonic() + PATIENCE_S
    while True:
        answer = visitor.get(f"/api/runs/{run}/baselines/{asked}", **headers)
        assert answer.status_code == 200, answer.content
        known: dict[str, Any] = json.loads(answer.content)
        if not known["pending"] or time.monotonic() > until:
            return known
        time.sleep(0.2)


def figures(known: dict[str, Any]) -> dict[str, tuple[float, float | None]]:
    return {line["name"]: (line["value"], line["test"]) for line in known["lines"] if line["measure"] == "accuracy"}


def test_the_lines_of_a_lesson_are_there_while_it_trains_and_the_test_part_is_told_when_it_was_looked_at(
    visitor: Visitor,
) -> None:
    run = visitor.run(XOR)
    before = figures(told(visitor, run))
    assert set(before) == {"logistic regression", "decision tree"}
    assert before["decision tree"] == (1.0, None)
    assert before["logistic regression"][0] == pytest.approx(0.5, abs=0.15)
    serve("cpu", boot="test")
    after = figures(told(visitor, run))
    assert Run.objects.get(pk=run).tested
    assert after["decision tree"] == (1.0, 1.0)
    token = visitor.share(Project.objects.get().pk)["token"]
    assert figures(told(Visitor(), run, **{"X-Share-Token": token})) == after
    assert Visitor().get(f"/api/runs/{run}/baselines/").status_code == 404


def test_every_method_that_makes_sense_is_compared_on_request(visitor: Visitor) -> None:
    known = told(visitor, visitor.run(XOR), "?methods=all")
    assert {each["title"] for each in known["offered"]} == set(figures(known))
    assert len(known["offered"]) >= 8
    assert all(line["how"] and 0 < line["rows"] <= line["of"] for line in known["lines"])
    wrong = visitor.get(f"/api/runs/{Run.objects.get().pk}/baselines/?methods=some")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, "invalid_request")


def test_a_drawing_of_other_data_has_no_lesson_unless_it_began_as_one() -> None:
    other = program_of(XOR.with_edits((SetParam(id="xor", name="noise", value=0.3),), "main"))
    assert lesson_baselines(other) == ()
    assert {each.method for each in lesson_baselines(other, "xor")} == {"logistic", "tree"}
    assert {each.method for each in lesson_baselines(program_of(XOR))} == {"logistic", "tree"}


def test_a_figure_holds_for_the_same_data_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = builder.STARTERS["xor"].lesson
    assert lesson
    figure = Baseline("guessing", "accuracy", value=0.5, why="Two classes, as many of each.")
    monkeypatch.setitem(vars(lesson), "baselines", (figure,))
    assert lesson_baselines(program_of(XOR), "xor") == (figure,)
    other = program_of(XOR.with_edits((SetParam(id="xor", name="noise", value=0.3),), "main"))
    assert lesson_baselines(other, "xor") == ()


def test_a_process_that_ends_twice_or_takes_too_long_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = []

    def gone(question: bytes, time_s: float) -> None:
        ended.append(question)
        raise Gone(was_slow=question == b"slow")

    aside = Aside()
    monkeypatch.setattr(aside._checker, "ask", gone)
    assert aside.answer(b"dies") is None
    assert aside.answer(b"slow") is None
    until = time.monotonic() + PATIENCE_S
    while aside.answer(b"slow") is None and time.monotonic() < until:
        time.sleep(0.01)
    assert aside.answer(b"dies") is room.DIED
    assert aside.answer(b"slow") is room.TOO_LONG
    assert ended == [b"dies", b"dies", b"slow"]


def test_so_many_comparisons_wait_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    aside = Aside()
    monkeypatch.setattr(aside, "_begin", lambda: None)
    for number in range(room.MAX_WAITING):
        assert aside.answer(b"%d" % number) is None
    assert aside.answer(b"0") is None
    with pytest.raises(TooMany, match="wait"):
        aside.answer(b"another")
