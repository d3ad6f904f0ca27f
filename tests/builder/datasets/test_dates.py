"""Dates: a text says the date, and no day is in two parts."""

import datetime
import re

import torch

from builder.datasets.dates import date_letters, dates, text_letters, ways_to_write

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def read(tokens, letters):
    return "".join(letters[token] for token in tokens).rstrip("_")


def meant(text):
    """The date that a text says, read by other code than that which wrote it."""
    if re.fullmatch(r"[\d./]+", text):
        day, month, year = map(int, re.split(r"[./]", text))
        year += 0 if year > 99 else 1900 if year >= 70 else 2000
    else:
        month = next(number for number, name in enumerate(MONTHS, 1) if re.search(rf"\b{name}", text))
        day, year = map(int, re.findall(r"\d+", text))
    return datetime.date(year, month, day)


def test_the_date_is_what_the_text_says():
    for part in dates():
        for text, date in zip(part["text"].tolist(), part["date"].tolist(), strict=True):
            assert meant(read(text, text_letters())).isoformat() == read(date, date_letters())


def test_what_is_given_is_what_was_said_before():
    for part in dates(samples=700):
        assert (part["given"][:, 0] == date_letters().index("^")).all()
        assert torch.equal(part["given"][:, 1:], part["date"][:, :-1])


def test_no_day_is_in_two_parts():
    days = [{read(date, date_letters()) for date in part["date"].tolist()} for part in dates(samples=20_000)]
    assert all(days)
    assert len(set().union(*days)) == sum(map(len, days))


def test_a_weekday_is_the_right_one():
    assert "wednesday 3rd march 2021" in ways_to_write(datetime.date(2021, 3, 3))
    assert "the 12th of june 1950" in ways_to_write(datetime.date(1950, 6, 12))
