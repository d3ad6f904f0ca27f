"""A node learns from a folder with a schema: its ports, its samples, and what it says when they are not there."""

import json
import os
import shutil

import pytest
import torch

import builder
from builder.drawing.document import Node
from builder.folder.place import VARIABLE, DataAway, folder_of, look_in
from builder.folder.schema import read_schema
from builder.samples.asked import preview_of
from tests.drawings import draw
from tests.own import houses, node, pictures, running_text, weather


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch):
    monkeypatch.setenv(VARIABLE, "")


def layer(schema, **params):
    report = builder.check(alone(schema, **params))
    return {port.name: port for port in report.nodes["data"].spec.outputs}


def alone(schema, **params):
    return draw({"data": ("OwnData", node(schema, **params)["params"])}, {})


def read(schema, **params):
    own = builder.CATALOG["OwnData"]
    given = {param.name: param.default for param in own.spec.params} | node(schema, **params)["params"]
    return own.for_node(given, ()).read(given)


def problem(document):
    (told,) = [each for each in builder.check(document).problems if each.code == "no_own_data"]
    assert told.node == "data"
    assert told.hint
    return told.message


def test_ports_follow_from_the_schema_without_any_file(tmp_path):
    schema = houses(tmp_path / "houses")
    shutil.rmtree(tmp_path / "houses")
    ports = layer(schema)
    assert list(ports) == ["numbers", "price", "kind", "traits", "name", "name_length", "name_mask"]
    assert [ports[name].kind for name in ports] == ["tensor", "tensor", "label", "tensor", "label", "tensor", "tensor"]
    assert ports["numbers"].help == "area, age, rooms"


def test_samples_come_as_the_folder_has_them_and_ragged_ones_are_filled_up(tmp_path):
    schema = houses(tmp_path / "houses")
    look_in(tmp_path / "houses")
    training, validation, test = read(schema)
    assert [len(part["price"]) for part in (training, validation, test)] == list(schema.samples) == [150, 30, 30]
    assert training["kind"].dtype == torch.int64
    assert torch.equal(training["kind"] == 1, training["price"][:, 0] > 0)
    for names, length, mask in zip(training["name"], training["name_length"], training["name_mask"], strict=True):
        assert (names[:length] > 0).all()
        assert (names[length:] == 0).all()
        assert mask.tolist() == [1] * int(length) + [0] * (4 - int(length))


def test_what_data_are_asked_for_less_holds_for_own_ones_too(tmp_path):
    schema = houses(tmp_path / "houses")
    look_in(tmp_path / "houses")
    assert len(read(schema, only_first=7)[0]["price"]) == 7


def test_windows_of_days_that_follow_each_other_never_reach_into_another_part(tmp_path):
    schema = weather(tmp_path / "weather")
    look_in(tmp_path / "weather")
    training, validation, _ = read(schema, window=10, horizon=3)
    assert training["numbers"].shape == (150 - 12, 10, 2)
    assert training["numbers_next"].shape == (150 - 12, 3, 2)
    assert torch.equal(training["numbers"][3 + 10, :3], training["numbers_next"][3])
    assert validation["numbers"].shape[0] == 30 - 12
    assert layer(schema, horizon=1)["numbers_next"].kind == "tensor"


def test_a_window_that_no_part_has_room_for_is_told(tmp_path):
    schema = weather(tmp_path / "weather")
    assert "needs 41 steps" in problem(alone(schema, window=40))


def test_of_a_text_the_next_letter_follows_each(tmp_path):
    schema = running_text(tmp_path / "text")
    look_in(tmp_path / "text")
    training, _, _ = read(schema, window=16)
    assert torch.equal(training["text"][:, 1:], training["text_next"][:, :-1])
    assert torch.equal(training["text"][1:, 0], training["text_next"][:-1, -1])  # one behind the other


def test_a_folder_is_found_among_others_and_by_itself(tmp_path):
    schema = houses(tmp_path / "many" / "x")
    (tmp_path / "many" / "x").rename(tmp_path / "many" / schema.digest)
    with pytest.raises(DataAway):
        folder_of(schema.digest)
    look_in(tmp_path / "many")
    assert folder_of(schema.digest).name == schema.digest
    os.environ[VARIABLE] = ""
    look_in(tmp_path / "many" / schema.digest)
    assert folder_of(schema.digest).name == schema.digest


def test_the_same_data_with_another_key_are_another_version(tmp_path):
    assert houses(tmp_path / "a", key="a1").digest != houses(tmp_path / "b", key="b2").digest


def test_a_node_without_data_with_other_ones_and_with_none_that_can_be_reached_says_so(tmp_path):
    schema = houses(tmp_path / "houses")
    assert "has no data yet" in problem(draw({"data": "OwnData"}, {}))
    nowhere = draw({"data": ("OwnData", {"data": "", "schema": schema.text})}, {})
    assert "My houses can't be reached" in problem(nowhere)
    other = draw({"data": ("OwnData", {"data": "0" * 64, "schema": schema.text})}, {})
    assert "other data" in problem(other)
    broken = draw({"data": ("OwnData", {"data": schema.digest, "schema": "{}"})}, {})
    assert "schema.json" in problem(broken)


@pytest.mark.parametrize(
    "change",
    [
        {"fields": []},
        {"fields": [{"name": "2nd", "kind": "number", "shape": [1]}]},
        {"fields": [{"name": "for", "kind": "number", "shape": [1]}]},
        {"fields": [{"name": "x", "kind": "class", "shape": []}]},
        {"fields": [{"name": "x", "kind": "number", "shape": [1]}] * 2},
        {"more": 1},
    ],
)
def test_a_schema_that_is_none_is_refused_in_words(change, tmp_path):
    with pytest.raises(ValueError, match=r"schema\.json"):
        read_schema(json.dumps(json.loads(houses(tmp_path / "houses").text) | change))


def test_own_data_are_shown_before_any_training(tmp_path):
    schema = houses(tmp_path / "houses")
    look_in(tmp_path / "houses")
    shown = preview_of(Node.model_validate(node(schema)), "test")
    assert shown.samples == schema.samples
    assert [column.name for column in shown.shown.columns][:6] == ["area", "age", "rooms", "price", "kind", "traits"]
    traits = next(column for column in shown.shown.columns if column.name == "traits")
    assert set(traits.words) == {"", "garden", "pool", "garden, pool"}
    counted = {counts.field: counts for counts in shown.counts}
    assert counted["traits"].classes == ("garden", "pool")
    assert [sum(each) for each in zip(*counted["kind"].counts, strict=True)] == list(schema.samples)


def test_grey_pictures_of_ones_own_are_photos_whose_light_is_light(tmp_path):
    schema = pictures(tmp_path / "pictures")
    look_in(tmp_path / "pictures")
    shown = preview_of(Node.model_validate(node(schema)))
    assert [column.look for column in shown.shown.columns] == ["photo", "class"]
    assert shown.shown.kind == "pictures"
