"""Folders of own data for tests, written as anybody's files are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from builder.folder.schema import FieldSchema, Schema
from builder.folder.writing import Filled, write_folder

ROWS = 210


def houses(folder: Path, key: str = "") -> Schema:
    """Three numbers, a class, two traits, letters of 1 to 4, and a price that follows from the numbers."""
    random = np.random.default_rng(0)
    numbers = random.normal(size=(ROWS, 3)).astype(np.float32)
    price = numbers @ np.array([1, 2, 3], np.float32)
    lengths = random.integers(1, 5, ROWS)
    fields = [
        Filled(FieldSchema(name="numbers", kind="number", shape=(3,), columns=("area", "age", "rooms")), numbers),
        Filled(FieldSchema(name="price", kind="number", shape=(1,)), price[:, None]),
        Filled(FieldSchema(name="kind", kind="class", stored="int32", classes=("cheap", "dear")), price > 0),
        Filled(
            FieldSchema(name="traits", kind="class set", shape=(2,), stored="uint8", classes=("garden", "pool")),
            numbers[:, :2] > 0,
        ),
        Filled(
            FieldSchema(name="name", kind="text", stored="uint8", classes=("", "a", "b"), shape=(4,), is_ragged=True),
            random.integers(1, 3, lengths.sum()),
            lengths,
        ),
    ]
    return write_folder(folder, "My houses", fields, _part(), np.arange(ROWS), key=key)


def weather(folder: Path) -> Schema:
    """Two numbers for each of 210 days, one after the other."""
    days = np.arange(ROWS)[:, None]
    field = FieldSchema(name="numbers", kind="number", shape=(2,), columns=("warmth", "rain"))
    values = np.sin(days / np.array([5, 9])).astype(np.float32)
    part = np.repeat([0, 1, 2], [150, 30, 30])
    return write_folder(folder, "Weather", [Filled(field, values)], part, form="steps")


def running_text(folder: Path, text: str = "the cat sat on the mat. " * 60) -> Schema:
    """A text, letter by letter."""
    letters = sorted(set(text))
    values = np.array([letters.index(letter) for letter in text])
    field = FieldSchema(name="text", kind="text", stored="uint8", classes=tuple(letters))
    many = len(values) // 7
    part = np.repeat([0, 1, 2], [len(values) - 2 * many, many, many])
    return write_folder(folder, "A text", [Filled(field, values)], part, form="steps")


def pictures(folder: Path) -> Schema:
    """Grey squares, dark and bright ones."""
    label = np.arange(ROWS) % 2
    noise = np.random.default_rng(0).integers(0, 100, (ROWS, 1, 12, 12))
    shades = (noise + 120 * label[:, None, None, None]).astype(np.uint8)
    fields = [
        Filled(
            FieldSchema(name="picture", kind="image", shape=(1, 12, 12), stored="uint8", divisor=255, between=(0, 1)),
            shades,
        ),
        Filled(FieldSchema(name="label", kind="class", stored="int32", classes=("dark", "bright")), label),
    ]
    return write_folder(folder, "Squares", fields, _part(), np.arange(ROWS))


def node(schema: Schema, **params: Any) -> dict[str, Any]:
    """The node of these data in a drawing."""
    return {"type": "OwnData", "params": {"data": schema.digest, "schema": schema.text, **params}}


def _part() -> Any:
    return np.tile([0, 0, 0, 0, 0, 1, 2], ROWS // 7)
