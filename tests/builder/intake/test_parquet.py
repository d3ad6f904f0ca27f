"""Parquet: typed columns become text as one would write them."""

import datetime

import numpy as np
import polars as pl
import pytest

from builder.folder.limits import Limits
from tests.builder.intake.tables import read, read_files, refusal, rows


def test_columns_of_every_type_become_text(tmp_path):
    frame = pl.DataFrame(
        {
            "whole": [1, None],
            "number": [0.5, 1e-9],
            "word": [" a", ""],
            "truth": [True, False],
            "day": [datetime.date(2024, 12, 31), None],
            "time": [datetime.datetime(2024, 12, 31, 18, 30), datetime.datetime(2025, 1, 1)],
            "kind": pl.Series(["x", "y"], dtype=pl.Categorical),
            "several": [[1, 2], [3]],
            "words": [["a", "b"], []],
            "fixed": pl.Series([[0.5, 1.5], [2.5, 3.5]], dtype=pl.Array(pl.Float32, 2)),
            "inside": [{"a": 1, "b": {"c": "z"}}, {"a": 2, "b": {"c": None}}],
            "bytes": [b"\x00", b"\x01"],
        }
    )
    frame.write_parquet(tmp_path / "a")
    table = read_files({"data/typed.parquet": tmp_path / "a"})
    assert dict(zip(table.head.columns, zip(*rows(table), strict=True), strict=True)) == {
        "whole": ("1", None),
        "number": ("0.5", "1e-9"),
        "word": ("a", None),
        "truth": ("true", "false"),
        "day": ("2024-12-31", None),
        "time": ("2024-12-31 18:30:00", "2025-01-01"),
        "kind": ("x", "y"),
        "several": ("1 2", "3"),
        "words": ("a;b", None),
        "fixed": ("0.5 1.5", "2.5 3.5"),
        "inside.a": ("1", "2"),
        "inside.b.c": ("z", None),
    }
    assert table.name == "typed"
    assert table.source == "A Parquet table: 2 rows"
    assert table.notes == ("Columns of bytes, and others that are no text, were passed over: bytes.",)


def test_many_rows_come_in_pieces_in_their_order(tmp_path):
    pl.DataFrame({"n": np.arange(100_000)}).write_parquet(tmp_path / "a", row_group_size=7_000)
    table = read_files({"no ending": tmp_path / "a"})
    assert len(list(table.pieces())) > 1
    assert [cell for (cell,) in rows(table)] == [str(n) for n in range(100_000)]


def parquet(tmp_path, **columns):
    pl.DataFrame(columns).write_parquet(tmp_path / "written")
    return (tmp_path / "written").read_bytes()


REFUSED = {
    "broken_parquet": lambda _: b"no parquet",
    "broken_parquet (cut)": lambda tmp_path: parquet(tmp_path, a=[1] * 999)[:-20],
    "broken_parquet (damaged)": lambda tmp_path: parquet(tmp_path, a=list(range(999)))[:4] + bytes(99) + b"PAR1",
    "no_rows": lambda tmp_path: parquet(tmp_path, a=[]),
    "no_rows (bytes)": lambda tmp_path: parquet(tmp_path, a=[b"x"]),
    "too_many_rows": lambda tmp_path: parquet(tmp_path, a=[1] * 6),
    "too_many_columns": lambda tmp_path: parquet(tmp_path, **{f"x{n}": [1] for n in range(6)}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_can_not_be_read_is_refused_in_words(tmp_path, case):
    content = REFUSED[case](tmp_path)
    code, words = refusal(lambda: read(tmp_path, content, "table.parquet", Limits(rows=5, columns=5)))
    assert code == case.split()[0]
    assert "table.parquet" in words
