"""Kinds of fields: what each takes, what it makes of it, and what it says to what it can't take."""

import base64
import math
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import pytest
import torch

from builder.compiler.program import Program, compile
from tests.drawings import draw
from trainer.asking.field import Subject
from trainer.asking.registry import FIELDS, field_kind
from trainer.problems import TrainingProblem

FEW = {"samples": 210}


@lru_cache
def program(data: str, field: str) -> Program:
    """Data that go straight to an answer."""
    params = {} if data in ("Digits", "DigitPairs", "KarateClub", "SpiralDynamics", "Xor") else FEW
    drawn = draw({"data": (data, params), "answer": "Output"}, {"answer.input": f"data.{field}"})
    return compile(drawn, to_train=False)


def subject(data: str, field: str, through: str = "") -> Subject:
    """A field; ``through`` is one that tensors can go through an Output with, where this one can't."""
    made = program(data, through or field)
    return Subject(made, made.dataset.field(field))


def given(each: Subject, value: object) -> torch.Tensor:
    return field_kind(each).made(each, value)


def refusal(each: Subject, value: object) -> str:
    with pytest.raises(TrainingProblem) as caught:
        given(each, value)
    problem = caught.value.problem
    assert problem.code == "bad_input"
    return f"{problem.message} {problem.hint}"


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def photo(shade: int, height: int = 6, width: int = 9, **more: object) -> dict[str, object]:
    return {"picture": b64(bytes([shade] * 3 * height * width)), "width": width, "height": height, **more}


IMAGE = ("ShapeImages", "image")
KINDS = {
    "picture": IMAGE,
    "mask": ("ShapeImages", "region", "image"),
    "class": ("ShapeImages", "label", "image"),
    "audio": ("PhoneTones", "wave"),
    "graph": ("KarateClub", "adjacency"),
    "boxes": ("ShapeScenes", "boxes", "image"),
    "bits": ("PatternBits", "damaged"),
    "series": ("TimeSeries", "past"),
    "numbers": ("SpiralDynamics", "now"),
    "values": ("ShapeScenes", "cell_boxes", "image"),
    "tokens": ("ShapeScenes", "caption", "image"),
    "text": ("PhoneNumbers", "keys", "wave"),
}


@pytest.mark.parametrize(("key", "where"), KINDS.items())
def test_a_field_is_asked_for_by_its_kind_and_a_sample_of_it_can_be_given_back(key, where):
    each = subject(*where)
    kind = field_kind(each)
    assert kind is FIELDS[key]
    asked = kind.ask(each, may_read=True)
    assert (asked.kind, asked.name, asked.shape) == (key, each.name, each.shape)
    sample = each.some[0]
    tolerance = (sample.max() - sample.min()).item() / 255 if key == "picture" else 0
    made = given(each, kind.told(each, sample))[0]
    torch.testing.assert_close(made, sample, rtol=0, atol=tolerance)
    assert made.dtype == each.field.dtype


def test_every_kind_is_tried_here():
    assert {*KINDS, "nodes", "board"} == set(FIELDS)  # these two with the starters gcn and tic-tac-toe


@pytest.mark.parametrize("key", [key for key in KINDS if key not in ("class", "tokens", "text")])
@pytest.mark.parametrize("wrong", ["too few", "too many", "not finite", "words"])
def test_values_of_the_wrong_number_and_what_is_no_number_are_refused_in_words(key, wrong):
    each = subject(*KINDS[key])
    right = each.some[0].float().reshape(-1).tolist()
    value = {
        "too few": right[:-1],
        "too many": [*right, 0.0],
        "not finite": [math.nan, *right[1:]],
        "words": "a cat",
    }[wrong]
    said = refusal(each, value)
    assert said.startswith(f"{each.name} takes ")
    if wrong.startswith("too"):
        assert f"{len(value):,} were given" in said
    if wrong == "not finite" and key != "mask":
        assert "value 1 is nan" in said


def test_a_class_is_given_by_its_name_or_its_number():
    each = subject(*KINDS["class"])
    assert given(each, "square").tolist() == given(each, 1).tolist() == given(each, [1]).tolist() == [1]
    assert "one of circle, square, triangle; 'hexagon' was given" in refusal(each, "hexagon")
    assert "whole numbers from 0 to 2" in refusal(each, 3)


def test_words_are_read_in_any_case_and_those_that_nobody_taught_are_named_with_what_is_near():
    each = subject(*KINDS["tokens"])
    asked = field_kind(each).ask(each, may_read=True)
    assert asked.is_filled_up
    words = f"{asked.alphabet[1]} {asked.alphabet[2].upper()}"
    assert given(each, words).tolist() == [[1, 2] + [0] * 8]
    said = refusal(each, "red rectangel")
    assert "never saw 'rectangel'" in said
    assert "It knows: " in said
    assert "1 to 10 words; 11 were given" in refusal(each, " ".join([asked.alphabet[1]] * 11))
    assert "0 were given. Write something." in refusal(each, "  ")


def test_letters_are_counted_and_those_that_nobody_taught_are_named():
    each = subject(*KINDS["text"])
    assert given(each, "12#").tolist() == [[1, 2, 12, 0, 0, 0]]
    assert "never saw 'x'" in refusal(each, "1x")
    assert "1 to 6 letters; 7 were given" in refusal(each, "1234567")
    assert "0 were given" in refusal(each, "")


def test_silence_is_no_sound():
    assert "all of it is silence" in refusal(subject(*KINDS["audio"]), [0.0] * 512)


def test_cells_that_are_neither_on_nor_off_are_refused():
    each = subject(*KINDS["bits"])
    asked = field_kind(each).ask(each, may_read=True)
    assert (asked.rows, asked.columns, asked.off, asked.on) == (8, 8, -1, 1)
    assert "-1 and 1 alone; 0.5 was given" in refusal(each, [0.5] * 64)


def test_a_graph_is_given_by_its_wires_both_ways():
    each = subject(*KINDS["graph"])
    made = given(each, {"edges": [[0, 33], [2, 2]]})
    assert made.nonzero().tolist() == [[0, 0, 33], [0, 2, 2], [0, 33, 0]]
    assert "nodes from 0 to 33; 0 and 34 were joined" in refusal(each, {"edges": [[0, 34]]})


def test_boxes_are_shares_of_the_picture_and_fewer_than_there_is_room_for_are_filled_up():
    each = subject(*KINDS["boxes"])
    assert given(each, {"boxes": [[0.5, 0.5, 0.2, 0.1]]}).tolist()[0][1:] == [[0.0] * 4] * 2
    assert "at most 3 boxes; 4 were given" in refusal(each, {"boxes": [[0.5] * 4] * 4})
    assert "one reaches beyond it" in refusal(each, {"boxes": [[1.5, 0.5, 0.2, 0.1]]})


@pytest.mark.parametrize(
    ("size", "bytes_given", "words"),
    [
        ((9, 6), 3 * 9 * 6 - 3, "one byte for each value of a pixel, 162 here"),
        ((0, 6), 0, "sides of 1 to 1,024 pixels; it is 0 x 6"),
        ((8_000, 5_000), 30, "sides of 1 to 1,024 pixels; it is 8000 x 5000"),
        ((1_024, 1_024), 30, "one byte for each value of a pixel"),
    ],
)
def test_pictures_of_the_wrong_size_are_refused_before_anything_is_decoded(size, bytes_given, words):
    width, height = size
    value = {"picture": b64(bytes(bytes_given)), "width": width, "height": height}
    assert words in refusal(subject(*IMAGE), value)


def test_forty_megapixels_are_too_long_before_they_are_read():
    said = refusal(subject(*IMAGE), {"picture": "A" * 2_000_001, "width": 900, "height": 900})
    assert "at most 2000000 characters" in said
    assert "base64" in refusal(subject(*IMAGE), {"pixels": "*" * 344, "low": 0, "high": 1})


def test_a_photo_of_any_form_is_cut_to_the_middle_and_comes_in_the_range_of_the_data():
    colours = subject("ShapeScenes", "image")
    picture = torch.zeros(40, 80, 3, dtype=torch.uint8)
    picture[:, 20:60, 0] = 255  # red in the middle, which alone is seen
    value = {"picture": b64(picture.numpy().tobytes()), "width": 80, "height": 40}
    red, green, _ = given(colours, value)[0]
    assert red.min().item() == pytest.approx(colours.facts.high)
    assert green.max().item() == pytest.approx(colours.facts.low)
    assert red.shape == (32, 32)


@pytest.mark.parametrize(("paper", "ink"), [(255, 0), (0, 255)])
def test_ink_is_what_covers_less_unless_somebody_says_which_it_is(paper, ink):
    each = subject(*IMAGE)
    facts = each.facts
    page = torch.full((32, 32, 1), paper, dtype=torch.uint8)
    page[12:20, 12:20] = ink
    value = {"picture": b64(page.numpy().tobytes()), "width": 32, "height": 32, "colours": 1}
    made = given(each, value)[0, 0]
    assert made[0, 0].item() == pytest.approx(facts.edge, abs=0.05)
    assert made[8, 8].item() == pytest.approx(facts.far, abs=0.05)
    other = given(each, {**value, "ink": "light" if ink == 0 else "dark"})[0, 0]
    assert other[0, 0] > other[8, 8]


def test_what_a_pen_drew_is_made_as_the_data_set_makes_it_for_each_of_its_pictures():
    ink = torch.zeros(64, 64, dtype=torch.uint8)
    ink[10:50, 30:34] = 255
    drawn = {"drawing": b64(ink.numpy().tobytes()), "width": 64, "height": 64}
    one = given(subject("Digits", "image"), drawn)
    assert one.shape == (1, 1, 8, 8)
    assert torch.equal(given(subject("DigitPairs", "second"), drawn), one)
    general = given(subject(*IMAGE), drawn)[0, 0]
    assert general[0, 0] < 0.2
    assert general[6, 7:9].sum() > 0.8


def test_without_leave_nothing_of_the_samples_is_told():
    point = subject(*KINDS["numbers"])
    told = field_kind(point).ask(point, may_read=False)
    assert told.plot is None
    assert {(number.low, number.middle, number.high) for number in told.numbers} == {(0, 0, 0)}
    assert len(field_kind(point).ask(point, may_read=True).plot.points) == 400


def test_points_of_a_labelled_plane_are_told_with_their_classes():
    point = subject("Xor", "point")
    plot = field_kind(point).ask(point, may_read=True).plot
    assert plot.classes == ("first", "second")
    assert set(plot.labels) == {0, 1}
    assert plot.points[0] == pytest.approx(point.some[0].tolist())


def test_the_page_of_try_it_says_of_every_kind_how_it_is_given():
    page = (Path(__file__).parents[2] / "docs" / "try-it.md").read_text("utf-8")
    told = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]
    assert sorted(told) == sorted(FIELDS)


NONSENSE = [
    *(None, True, {}, [], [[]], "", "\x00", "�", 10**400, -1, 1e300, [10**400], [1e39], [None], ["a", 1]),
    *(
        {"edges": None},
        {"edges": [[1, 2, 3]]},
        {"edges": [[-1, 0]]},
        {"edges": [[10**30, 0]]},
        {"boxes": [[math.nan] * 4]},
    ),
    *(
        {"boxes": {}},
        {"boxes": [[math.nan] * 4]},
        {"drawing": "é", "width": 1, "height": 1},
        {"drawing": "AA==", "width": -1, "height": 2},
    ),
    *({"picture": "AAAA", "width": 10**30, "height": 1}, {"picture": 3}, {"pixels": "", "low": 0, "high": 0}),
    {"pixels": "AAAA" * 86, "low": math.inf, "high": 1},
]


@pytest.mark.parametrize("key", KINDS)
def test_nonsense_is_refused_in_words_or_taken_and_nothing_else_happens(key):
    each = subject(*KINDS[key])
    many = each.many
    for value in [*NONSENSE, [1e39] * many, [10**400] * many, ["a"] * many, [[0.0]] * many, {"edges": []}]:
        made = None
        with suppress(TrainingProblem):
            made = given(each, value)
        if made is None:
            assert refusal(each, value).startswith(f"{each.name} takes ")
        else:
            assert made.shape == (1, *each.shape)
            assert made.float().isfinite().all()
