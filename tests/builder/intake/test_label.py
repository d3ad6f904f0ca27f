"""Classes: when a column seems to be one, and how its words become numbers."""

import polars as pl
import pytest

from builder.folder.limits import LIMITS, Limits
from builder.folder.told import Choices, ColumnChoice
from builder.intake.columns.label import COLUMN
from builder.intake.columns.number import COLUMN as NUMBER
from tests.builder.intake.tables import column, refusal


def filled(*cells, role="answer", limits=LIMITS, pieces=1):
    table = column("kind", *cells)
    choices = Choices(columns={"kind": ColumnChoice(kind="class", role=role)})
    filler = COLUMN.filler("kind", ["kind"], table, choices, limits)
    for piece in table.head.iter_slices(max(1, len(cells) // pieces)):
        filler.add([piece["kind"]])
    (field,) = filler.done()
    return field


def named(field):
    return [field.field.classes[value] for value in field.values]


def test_words_become_classes_in_the_order_of_the_alphabet_whatever_comes_first():
    cells = ["red", "blue", "Green", "blue", "red"]
    field = filled(*cells, pieces=4)
    assert field.field.classes == ("blue", "Green", "red")
    assert named(field) == cells


def test_numbers_that_are_classes_are_in_the_order_of_their_values():
    assert filled("10", "9", "1", "10").field.classes == ("1", "9", "10")


def test_what_is_missing_is_a_class_to_learn_from_and_leaves_a_row_out_that_is_to_be_foretold():
    learned = filled("a", None, "b", role="input")
    assert named(learned) == ["a", "(missing)", "b"]
    assert "1 missing cells" in learned.notes[0]
    foretold = filled("a", None, "b", "n/a")
    assert foretold.field.classes == ("a", "b")
    assert list(foretold.unread) == [1, 3]


def test_a_thousand_classes_are_told_apart():
    cells = [f"class {n}" for n in range(1000)]
    assert named(filled(*cells, pieces=7)) == cells


def test_what_can_not_be_told_apart_is_refused():
    assert refusal(lambda: filled(*["yes"] * 300)) == (
        "one_class",
        "kind: all 300 are “yes”: there is nothing to tell apart",
    )
    assert filled("yes", "yes", role="input").field.classes == ("yes",)
    assert refusal(lambda: filled(None, None))[0] == "all_missing"
    many = [str(n) for n in range(11)]
    assert refusal(lambda: filled(*many, limits=Limits(classes=10)))[0] == "too_many_classes"


def is_class(*cells):
    """Whether a class is likelier than a number."""
    table = column("x", *cells)
    guess, other = (kind.guess("x", table.head["x"], table) for kind in (COLUMN, NUMBER))
    return guess is not None and guess.surety > (other.surety if other else 0.5)


@pytest.mark.parametrize(
    "cells",
    [
        ["red", "green", "blue"] * 20,
        ["yes", "no"] * 2,
        ["Ja", "Nein", None] * 9,
        ["true", "false"] * 9,
        ["0", "1"] * 10,
        ["1", "2", "3", "4", "5"] * 60,
        ["001", "002", "003"] * 20,
        [f"word {n}" for n in range(60)] * 6,
    ],
)
def test_few_different_cells_are_classes(cells):
    assert is_class(*cells)


@pytest.mark.parametrize(
    "cells",
    [
        [str(n / 7) for n in range(100)],
        ["1", "2", "3"],
        ["1", "5", "9"] * 20,
        ["0.5", "1.5"] * 20,
        [str(n) for n in range(50)] * 20,
        [f"word {n}" for n in range(100)],
        ["Anna", "Ben", "Cara", "Dan"],
        ["same"] * 20,
    ],
)
def test_what_differs_more_is_not(cells):
    assert not is_class(*cells)


def test_the_reason_is_said_in_words():
    table = column("x", *["1", "2", "3", "4", "5"] * 60)
    assert COLUMN.guess("x", table.head["x"], table).why == "5 values in 300 rows, whole numbers in sequence: classes"
    frame = column("x", *["yes", "no"] * 9)
    assert COLUMN.guess("x", frame.head["x"], frame).why == "yes and no: two classes"
    assert COLUMN.guess("x", pl.Series("x", ["a"] * 3), table).why == "all 3 rows say “a”"
