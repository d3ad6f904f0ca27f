"""Cells that hold several: numbers, tokens, classes."""

import numpy as np
import pytest

from builder.folder.limits import LIMITS, Limits
from builder.folder.told import Choices
from builder.registry.intake import COLUMNS
from tests.builder.intake.tables import column, refusal


def filled(kind, *cells, decimal=".", pieces=1, limits=LIMITS):
    table = column("x", *cells, decimal=decimal)
    filler = COLUMNS[kind].filler("x", ["x"], table, Choices(), limits)
    for piece in table.head.iter_slices(max(1, len(cells) // pieces)):
        filler.add([piece["x"]])
    (field,) = filler.done()
    return field


def likeliest(*cells, decimal="."):
    """What a column seems to be that holds these cells again and again."""
    table = column("x", *(list(cells) * 20), decimal=decimal)
    guesses = {kind: guess for kind, each in COLUMNS.items() if (guess := each.guess("x", table.head["x"], table))}
    return max(guesses, key=lambda kind: guesses[kind].surety)


def samples(field):
    ends = np.cumsum(field.lengths)
    return [field.values[end - length : end].tolist() for end, length in zip(ends, field.lengths, strict=True)]


@pytest.mark.parametrize(
    ("kind", "cells", "decimal"),
    [
        ("series", ["0.1 0.2 0.3", "0.4 0.5 0.6"], "."),
        ("series", ["0.1 0.2", "0.4 0.5 0.6"], "."),
        ("series", ["[1.5, 2.5]", "[3.5, -4e3]"], "."),
        ("series", ["0,1 0,2", "1,5 2"], ","),
        ("series", ["70 80 82", "151 150 147"], "."),
        ("series", ["1;2", "3;4"], "."),
        ("tokens", ["1 2 3", "4 5"], "."),
        ("tokens", ["[17, 4, 4]", "[93]", "[5, 6]"], "."),
        ("class set", ["red;round", "red", "blue;round"], "."),
        ("class set", ["['red', 'round']", "['red']", "['blue', 'round']"], "."),
        ("class set", ["drama, war", "comedy, war", "drama, comedy"], "."),
        ("class set", ["red|round", "blue|round", "red"], "."),
        ("class", ["red", "blue"], "."),
        ("class", ["yes, please", "no, thanks"], "."),
        ("class", ["12:30", "13:45"], "."),
        ("number", ["1 234", "5 678", "9 123"], "."),
        ("number", ["1,5", "2,5", "3,25"], ","),
        ("number", ["1,234.5", "5,678.25", "7,100.0"], "."),
    ],
)
def test_what_a_column_of_such_cells_seems_to_be(kind, cells, decimal):
    assert likeliest(*cells, decimal=decimal) == kind


def test_names_with_commas_are_no_sets_of_classes():
    table = column("x", *(f"Braund {n}, Mr. Owen {n}" for n in range(300)))
    guess = COLUMNS["class set"].guess("x", table.head["x"], table)
    assert guess is None or guess.surety < 0.3


def test_series_of_one_length_are_a_field_of_that_shape():
    field = filled("series", "0.5 1.5 2.5", "[3, 4, 5]", "-1e3, .5, 7.", pieces=3)
    assert field.field.shape == (3,)
    assert not field.field.is_ragged
    assert field.values.tolist() == [[0.5, 1.5, 2.5], [3, 4, 5], [-1000, 0.5, 7]]


def test_series_of_different_lengths_are_ragged():
    field = filled("series", "0,5 1,5", "3", "4;5;6,5", decimal=",", pieces=3)
    assert field.field.shape == (3,)
    assert field.field.is_ragged
    assert samples(field) == [[0.5, 1.5], [3], [4, 5, 6.5]]


def test_a_row_with_nothing_in_its_cell_is_left_out():
    for cells in (["1.5 2", None, "3 4"], ["1.5 2 3", None, "3 4"]):
        field = filled("series", *cells)
        assert list(field.unread) == [1]
        assert field.notes == ("x: 1 rows with nothing in their cell are left out.",)


def test_tokens_are_the_whole_numbers_that_stand_there():
    field = filled("tokens", "17 4 4", "0", "2,3", pieces=2)
    assert samples(field) == [[17, 4, 4], [0], [2, 3]]
    assert field.field.classes == tuple(map(str, range(18)))
    assert field.values.dtype == np.int32


def test_of_a_set_of_classes_there_is_a_one_for_each_that_is_there():
    field = filled("class set", "red;round", "blue", None, " round ; red ", pieces=3)
    assert field.field.classes == ("blue", "red", "round")
    assert field.values.tolist() == [[0, 1, 1], [1, 0, 0], [0, 0, 0], [0, 1, 1]]


REFUSED = [
    ("series", ["1 2", "3 x"], "not_a_number", "x, row 2: numbers were expected, but there is “x” in “3 x”"),
    ("series", [None, None], "all_missing", "all 2 cells are missing"),
    ("series", ["1 2", "3 1e39"], "too_large_a_number", "x, row 2: 1e+39 is larger"),
    ("tokens", ["1 2", "3 4", "5 6.5"], "no_token", "x, row 3: whole numbers from 0 to 49,999 were expected"),
    ("tokens", ["1 -2"], "no_token", "but there is -2"),
    ("tokens", ["1 50000"], "no_token", "but there is 50000"),
    ("class set", ["a;b;c;d"], "too_many_classes", "more than 3 different words"),
    ("class set", [None, "n/a"], "all_missing", "all 2 cells are missing"),
    ("class set", ["a", "a;a"], "one_class", "all 2 are “a”"),
]


@pytest.mark.parametrize(("kind", "cells", "code", "words"), REFUSED)
def test_what_can_not_be_one_is_refused_with_its_row(kind, cells, code, words):
    refused = refusal(lambda: filled(kind, *cells, pieces=len(cells), limits=Limits(classes=3)))
    assert refused[0] == code
    assert words in refused[1]
