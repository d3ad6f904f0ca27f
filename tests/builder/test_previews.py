"""One contract for the preview of every data set, present and future: it shows and counts what is there, small."""

from __future__ import annotations

import time
from collections import Counter

import msgpack
import pytest
import torch

import builder
from builder.drawing.document import Node
from builder.drawing.problems import InvalidDocument
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.samples.preview import PARTS, Pictured, Points, Preview, Regions, Rows, Waves, Words, preview

DATASETS = [name for name, layer in builder.CATALOG.items() if isinstance(layer, Dataset) and layer.is_bound]
SHOWN = {
    "TwoMoons": "points",
    "RingOfGaussians": "points",
    "Curve": "points",
    "SpiralDynamics": "points",
    "Digits": "pictures",
    "DigitPairs": "pictures",
    "PatternBits": "pictures",
    "Characters": "text",
    "HelpText": "text",
    "LongMemory": "table",
    "HousePrices": "table",
    "PhoneNumbers": "waves",
    "PhoneTones": "waves",
    "TimeSeries": "waves",
    "ShapeScenes": "pictures",
}


def size(shown: Preview) -> int:
    packed: bytes = msgpack.packb(shown.model_dump())
    return len(packed)


def largest(dataset: Dataset) -> dict[str, float]:
    """As much data as the node's form allows."""
    return {
        param.name: int(param.maximum) for param in dataset.spec.params if param.name == "samples" and param.maximum
    }


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_shows_each_part_of_it_small_and_large(name: str) -> None:
    dataset = builder.CATALOG[name]
    assert isinstance(dataset, Dataset)
    parts = dataset.read({param.name: param.default for param in dataset.spec.params})
    for part, split in zip(PARTS, parts, strict=True):
        for is_small in (True, False):
            shown = builder.preview_of(Node(type=name), part, is_small=is_small)
            assert is_small or shown.samples == tuple(len(next(iter(each.values()))) for each in parts)
            assert [facts.name for facts in shown.fields] == list(split)
            assert shown.shown.kind == SHOWN.get(name, shown.shown.kind)
            assert size(shown) < (6_500 if is_small else 300_000)
        for counts in shown.counts:
            held = split[counts.field]
            if dataset.field(counts.field).is_set:
                held = held.nonzero()[:, 1]
            counted = Counter(held.flatten().tolist())
            of_part = [each[PARTS.index(part)] for each in counts.counts]
            assert of_part == [counted[number] for number in range(len(counts.classes))]
            assert sum(of_part) + counts.others[PARTS.index(part)] == counted.total()


@pytest.mark.parametrize("name", DATASETS)
def test_the_largest_data_that_a_form_allows_are_shown_within_seconds(name: str) -> None:
    dataset = builder.CATALOG[name]
    assert isinstance(dataset, Dataset)
    began = time.process_time()  # of computing: what else the machine does is no fault of the data
    shown = builder.preview_of(Node(type=name, params=largest(dataset)))
    assert time.process_time() - began < 20
    assert size(shown) < 300_000


def test_moons_are_points_of_the_plane_with_their_classes() -> None:
    training = builder.CATALOG["TwoMoons"].read({})[0]  # type: ignore[attr-defined]
    shown = builder.preview_of(Node(type="TwoMoons")).shown
    assert isinstance(shown, Points)
    points = torch.frombuffer(bytearray(shown.points.data), dtype=torch.float32).reshape(-1, 2)
    assert torch.equal(points, training["point"][: len(points)])
    assert list(shown.labels) == training["label"][: len(points)].tolist()
    assert shown.classes == ("first", "second")


def test_more_noise_moves_the_points() -> None:
    shown = [builder.preview_of(Node(type="TwoMoons", params={"noise": noise})).shown for noise in (0.15, 0.5)]
    assert isinstance(shown[0], Points)
    assert isinstance(shown[1], Points)
    assert shown[0].points != shown[1].points
    assert shown[0].labels == shown[1].labels


def test_text_is_text_and_what_is_hidden_a_dot() -> None:
    training = builder.CATALOG["MaskedCharacters"].read({})[0]  # type: ignore[attr-defined]
    shown = builder.preview_of(Node(type="MaskedCharacters")).shown
    assert isinstance(shown, Rows)
    tokens, target = shown.columns
    assert isinstance(tokens, Words)
    assert isinstance(target, Words)
    assert tokens.look == target.look == "text"
    asked = [letter for letter, hidden in zip(target.words[0], tokens.words[0], strict=True) if hidden == "?"]
    assert "·" not in asked
    assert len(asked) == int((training["target"][0] >= 0).sum())


def test_a_picture_keeps_its_greys() -> None:
    training = builder.CATALOG["Digits"].read({})[0]  # type: ignore[attr-defined]
    shown = builder.preview_of(Node(type="Digits")).shown
    assert isinstance(shown, Rows)
    image, label = shown.columns
    assert isinstance(image, Pictured)
    assert isinstance(label, Words)
    many = image.values.shape[0]
    greys = torch.frombuffer(bytearray(image.values.data), dtype=torch.uint8).reshape(image.values.shape) / 255
    assert greys.allclose(training["image"][:many], atol=0.003)
    assert label.words == tuple(str(each) for each in training["label"][:many].tolist())


def made(load: object, *fields: DataField) -> Dataset:
    return Dataset(load, type_name="Made", summary="Made.", fields=fields)  # type: ignore[arg-type]


def thrice(**samples: torch.Tensor) -> Parts:
    return samples, samples, samples


def test_a_wave_is_a_wave_many_lines_are_a_roll_and_a_long_one_is_thinned_out() -> None:
    sound, score = torch.randn(100, 4_000), torch.randn(100, 7, 30)
    dataset = made(
        lambda: thrice(sound=sound, score=score),
        DataField("sound", (4_000,), time_axis=0),
        DataField("score", (7, 30), time_axis=1),
    )
    shown = preview(dataset, dataset.read({})).shown
    assert isinstance(shown, Rows)
    assert shown.kind == "waves"
    wave, roll = shown.columns
    assert isinstance(wave, Waves)
    assert isinstance(roll, Pictured)
    assert wave.values.shape == (60, 500, 1)
    assert (roll.look, roll.values.shape) == ("roll", (60, 1, 7, 30))


def test_a_table_is_rows_of_numbers_and_words() -> None:
    dataset = made(
        lambda: thrice(size=torch.tensor([[1.5, 2.0, -3.25]] * 9), weight=torch.ones(9), kind=torch.arange(9) % 2),
        DataField("size", (3,)),
        DataField("weight", ()),
        DataField("kind", (), kind="label", dtype=torch.int64, classes=("cat", "dog")),
    )
    shown = preview(dataset, dataset.read({})).shown
    assert isinstance(shown, Rows)
    assert shown.kind == "table"
    assert [column.words[1] for column in shown.columns if isinstance(column, Words)] == ["1.5, 2, -3.25", "1", "dog"]


def test_large_pictures_in_colour_are_made_smaller_and_their_regions_with_them() -> None:
    dataset = made(
        lambda: thrice(photo=torch.rand(30, 3, 300, 400), region=torch.zeros(30, 300, 400, dtype=torch.int64)),
        DataField("photo", (3, 300, 400), kind="image", between=(0, 1)),
        DataField("region", (300, 400), kind="label", dtype=torch.int64, classes=("paper", "ink")),
    )
    shown = preview(dataset, dataset.read({}))
    assert isinstance(shown.shown, Rows)
    photo, region = shown.shown.columns
    assert isinstance(photo, Pictured)
    assert isinstance(region, Regions)
    assert photo.values.shape[1:] == (3, 48, 64)
    assert region.shape[1:] == (48, 64)
    assert size(shown) < 300_000


@pytest.mark.parametrize(
    ("node", "said"),
    [
        (Node(type="Linear"), "no data set"),
        (Node(type="Nothing"), "no data set"),
        (Node(type="TwoMoons", params={"noise": -1}), "noise"),
        (Node(type="TwoMoons", params={"colour": 3}), "colour"),
    ],
)
def test_what_can_not_be_shown_is_told_in_words(node: Node, said: str) -> None:
    with pytest.raises(InvalidDocument, match=said):
        builder.preview_of(node)
