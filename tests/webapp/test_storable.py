"""What a database refuses is taken out at the door, the same on both."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.storable import storable

TEXT = st.text(st.sampled_from("a\0\\\ud800\udfff😀"))
JSON: Any = st.recursive(TEXT | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\0b", "ab"),
        ("\ud83d", ""),
        ("two 😀 whole", "two 😀 whole"),
        ({"no\0te": ["\0", {"\udfff": 1}]}, {"note": ["", {"": 1}]}),
        ({"a\0": 1, "a": 2}, {"a": 2}),
        ({"a": 2, "a\0": 1}, {"a": 2}),
        (3.5, 3.5),
    ],
)
def test_nul_and_half_pairs_go_and_all_else_stays(given: Any, kept: Any) -> None:
    assert storable(given) == kept


@settings(max_examples=50)
@given(JSON)
def test_whatever_is_left_is_text_of_every_database(value: Any) -> None:
    left = json.dumps(storable(value), ensure_ascii=False).encode()  # half a pair raises
    assert b"\\u0000" not in left.replace(b"\\\\", b"")


def test_what_lies_deep_is_cleaned_once() -> None:
    deep: dict[str, object] = {"end": "\0"}
    for _ in range(200):
        deep = {"in\0ner": deep}
    cleaned = storable(deep)  # twice at each depth would never end
    for _ in range(200):
        cleaned = cleaned["inner"]
    assert cleaned == {"end": ""}
