"""Reports: the line says the most important event with its own place and day."""

import re

import torch

from builder.datasets.reports import report_words, reports

EVENTS = ["flood", "fire", "storm", "crash", "strike", "theft", "match", "concert", "market", "picnic"]


def read(tokens):
    return " ".join(report_words()[token] for token in tokens)


def found(report):
    """What happened, where and when, by the sentences."""
    for sentence in report.split(" . "):
        event, place, day = (re.findall(rf"\b{before} (\w+)", sentence) for before in ("a", "in", "on"))
        assert len(event) == len(place) == len(day) == 1, sentence
        yield event[0], place[0], day[0]


def test_the_line_says_the_most_important_event():
    for part in reports():
        for report, summary in zip(part["report"].tolist(), part["summary"].tolist(), strict=True):
            event, place, day = min(found(read(report)), key=lambda fact: EVENTS.index(fact[0]))
            assert read(summary) == f"{event} in {place} on {day} $"


def test_the_first_sentence_is_the_important_one_in_a_third_of_reports():
    firsts = [
        next(found(read(report)))[0] == read(summary).split()[0]
        for part in reports(samples=3_500)
        for report, summary in zip(part["report"].tolist(), part["summary"].tolist(), strict=True)
    ]
    assert abs(sum(firsts) / len(firsts) - 1 / 3) < 0.03


def test_what_is_given_is_what_was_said_before():
    for part in reports():
        assert (part["given"][:, 0] == report_words().index("^")).all()
        assert torch.equal(part["given"][:, 1:], part["summary"][:, :-1])


def test_no_report_is_in_two_parts():
    seen = [{tuple(row) for row in part["report"].tolist()} for part in reports(samples=7_000)]
    assert len(set().union(*seen)) == sum(map(len, seen))
