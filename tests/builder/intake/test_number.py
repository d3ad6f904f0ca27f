"""Numbers in cells: what is one, what is missing, what is refused."""

import numpy as np
import polars as pl
import pytest

from builder.folder.limits import LIMITS
from builder.folder.told import Choices, ColumnChoice
from builder.intake.columns.number import COLUMN
from builder.intake.columns.parts.numbers import numbers
from tests.builder.intake.tables import column, refusal


def filled(*cells, decimal=".", role="input", pieces=1):
    table = column("x", *cells, decimal=decimal)
    choices = Choices(columns={"x": ColumnChoice(kind="number", role=role)})
    filler = COLUMN.filler("numbers", ["x"], table, choices, LIMITS)
    for piece in table.head.iter_slices(max(1, len(cells) // pieces)):
        filler.add([piece["x"]])
    return filler.done()


def values(*cells, decimal="."):
    read, is_word = numbers(pl.Series("x", cells, pl.String), decimal)
    return [None if word else value for value, word in zip(read.tolist(), is_word, strict=True)]


def test_numbers_are_read_as_people_write_them():
    assert values(
        "1", "-2.5", "+3", "1e3", ".5", "4.", " 5 ", "1,234.5", "1'234", "1 234 567", "12 %", "€ 3", "−7"
    ) == [*(1, -2.5, 3, 1000, 0.5, 4, 5, 1234.5, 1234, 1234567, 12, 3, -7)]
    assert values("1,5", "-0,25", "1.234,5", "1.234.567", "7", "2,5e3", decimal=",") == [
        1.5,
        -0.25,
        1234.5,
        1234567,
        7,
        2500,
    ]


@pytest.mark.parametrize("word", ["n/a", "NA", "NaN", "null", "-", "?", "#N/A", "inf", "-Infinity", "1e999", None])
def test_words_for_what_is_missing_are_no_numbers_and_no_mistakes(word):
    (value,) = values(word)
    assert np.isnan(value)


@pytest.mark.parametrize("word", ["abc", "1.2.3", "31.12.2024", "12 kg", "1,23,4", "0x1F", "1_000", "1-2"])
@pytest.mark.parametrize("decimal", [".", ","])
def test_what_is_no_number_is_none(word, decimal):
    assert values(word, decimal=decimal) == [None]


def test_numbers_come_in_pieces_and_are_one_field():
    (field,) = filled("1", "2.5", "-3", "4e2", pieces=3)
    assert field.field.kind == "number"
    assert field.field.columns == ("x",)
    assert field.values.tolist() == [[1], [2.5], [-3], [400]]


def test_a_missing_number_is_zero_and_a_field_beside_says_so():
    field, known = filled("1", None, "n/a", "4")
    assert field.values.tolist() == [[1], [0], [0], [4]]
    assert known.field.name == "numbers_known"
    assert known.values.tolist() == [[1], [0], [0], [1]]
    assert known.field.shape == field.field.shape
    assert "0 where it is missing" in known.field.help
    assert field.notes == ("Missing numbers are 0, and numbers_known says which they are: 2 in x.",)


def test_a_row_whose_answer_is_missing_is_left_out():
    (field,) = filled("1", None, "3", role="answer")
    assert list(field.unread) == [1]
    assert "1 rows without an answer" in field.notes[0]


def test_what_can_not_be_a_number_is_refused_with_its_row():
    code, words = refusal(lambda: filled("1", "2", "about 3", "4", pieces=2))
    assert (code, words) == ("not_a_number", "x, row 3: a number was expected, but the cell says “about 3”")
    assert refusal(lambda: filled(None, "n/a", "inf"))[0] == "all_missing"
    assert refusal(lambda: filled("1", "1e39"))[0] == "too_large_a_number"


def guess(*cells):
    table = column("x", *cells)
    return COLUMN.guess("x", table.head["x"], table)


def test_a_guess_says_what_numbers_there_are():
    assert guess("1", "2.5", "7", None).why == "numbers from 1 to 7, 3 different; 1 are missing"
    assert guess("1", "2", "7").why == "whole numbers from 1 to 7, 3 different"
    assert guess("a", "b", "1") is None
    assert guess(None, "n/a") is None


def test_codes_hardly_are_numbers_and_a_slip_among_numbers_is_told():
    assert guess("00501", "02139", "10001").surety < 0.2
    slip = guess(*["1", "2", "3"] * 9, "ca. 4")
    assert "“ca. 4”" in slip.why
