"""What a table of a million rows costs: looked at, and made a folder of, in a process of its own."""

import json
import subprocess
import sys

import numpy as np
import polars as pl
import pytest

ROWS = 1_000_000
IMPORT_S, SURVEY_S, MOST_MB = 10, 1, 300
MEASURED = """
import json, re, sys, time
from pathlib import Path
begun = time.perf_counter()
from builder.intake.choosing import choices_of
from builder.intake.prepare import prepare
from builder.intake.survey import survey
ready = time.perf_counter()
files = {"table.csv": Path(sys.argv[1])}
surveyed = survey(files)
seen = time.perf_counter()
if len(sys.argv) > 2:
    prepare(files, choices_of(surveyed), Path(sys.argv[2]))
print(json.dumps({
    "rows": surveyed.rows,
    "start": ready - begun,
    "survey": seen - ready,
    "prepare": time.perf_counter() - seen,
    "mb": int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024,
    "torch": "torch" in sys.modules,
}))
"""


@pytest.fixture
def table(tmp_path):
    chance = np.random.default_rng(0)
    columns = {f"x{n}": chance.normal(size=ROWS).round(4) for n in range(8)}
    columns["colour"] = chance.choice(["red", "green", "blue"], ROWS)
    columns["price"] = chance.normal(size=ROWS).round(3)
    pl.DataFrame(columns).write_csv(tmp_path / "table.csv")
    return tmp_path / "table.csv"


def measured(*arguments):
    return json.loads(subprocess.check_output([sys.executable, "-c", MEASURED, *map(str, arguments)], text=True))


def test_a_million_rows(table, tmp_path, figure):
    seen = min((measured(table) for _ in range(3)), key=lambda each: each["survey"])
    made = measured(table, tmp_path / "folder")
    assert seen["rows"] == made["rows"] == ROWS
    assert not made["torch"]
    assert (tmp_path / "folder" / "schema.json").is_file()
    size = table.stat().st_size / 1e6
    figure(
        f"CSV of {ROWS:,} rows, {size:.0f} MB: surveyed in {seen['survey']:.2f} s with {seen['mb']:.0f} MB "
        f"(aim: under {SURVEY_S} s), imported in {made['survey'] + made['prepare']:.1f} s with {made['mb']:.0f} MB "
        f"(aim: under {IMPORT_S} s and {MOST_MB} MB); programs loaded in {made['start']:.1f} s"
    )
    assert made["mb"] < MOST_MB
