"""JSON: objects in a list, or one in each line, are rows."""

import json

import pytest

from builder.folder.limits import Limits
from tests.builder.intake.tables import read, refusal, rows

LISTED = [("1", "x"), ("2.5", None)]
CASES = {
    "a list": '[{"a": 1, "b": "x"}, {"a": 2.5}]',
    "lines": '{"a": 1, "b": "x"}\n\n{"a": 2.5, "b": null}\n',
    "a list in an object": '{"data": [{"a": 1, "b": "x"}, {"a": 2.5}], "version": 1}',
    "columns": '{"a": [1, 2.5], "b": ["x", null]}',
    "with a mark": '\ufeff[{"a": 1, "b": "x"}, {"a": 2.5, "b": ""}]',
    "missing in the first": '[{"a": 1, "b": "x"},\n{"a": 2.5, "b": NaN}]',
}


@pytest.mark.parametrize("case", CASES)
def test_objects_are_rows(tmp_path, case):
    table = read(tmp_path, CASES[case], "rows.json")
    assert table.head.columns == ["a", "b"]
    assert rows(table) == LISTED
    assert table.source == "JSON: 2 objects"


def test_cells_are_text_whatever_they_hold(tmp_path):
    row = {"v": [1, 2.5], "tags": ["x", "y"], "in": {"a": {"b": True}}, "mixed": [1, "x"], "e": 1e-9}
    table = read(tmp_path, json.dumps([row]), "rows.json")
    assert dict(zip(table.head.columns, rows(table)[0], strict=True)) == {
        **{"v": "1 2.5", "tags": "x;y", "in.a.b": "true", "mixed": '[1, "x"]', "e": "1e-09"}
    }


def test_many_objects_come_in_pieces_and_none_is_torn(tmp_path):
    text = "\n".join(json.dumps({"n": n, "text": 'ü{["\n' * (n % 5)}) for n in range(50_000))
    table = read(tmp_path, text, "rows.jsonl")
    assert len(list(table.pieces())) > 1
    assert [row[0] for row in rows(table)] == [str(n) for n in range(50_000)]
    assert rows(table)[4][1] == ('ü{["\n' * 4).strip()


def test_a_name_that_only_a_late_object_has_is_a_column(tmp_path):
    table = read(tmp_path, json.dumps([{"a": 1}] * 30_000 + [{"late": 2}]), "rows.json")
    assert rows(table)[-1] == (None, "2")


REFUSED = {
    "empty_file": "",
    "no_rows": "[]",
    "no_object": "[1, 2]",
    "broken_json": '[{"a": 1}, {"a"',
    "broken_json (ends early)": '[{"a": 1},',
    "broken_json (deep)": '[{"a": ' + "[" * 100_000,
    "broken_json (words)": "these are words",
    "too_many_rows": json.dumps([{"a": 1}] * 6),
    "too_many_columns": json.dumps([{f"x{n}": 1 for n in range(6)}]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_can_not_be_read_is_refused_in_words(tmp_path, case):
    code, words = refusal(lambda: read(tmp_path, REFUSED[case], "rows.json", Limits(rows=5, columns=5)))
    assert code == case.split()[0]
    assert "rows.json" in words
