"""Each limit of docs/limits.md is held by a test that exists, and the table is in order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (REPOSITORY / "docs" / "limits.md").read_text().splitlines()
    if line.startswith("| ") and not line.startswith(("| limit", "| ---"))
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_limit_has_a_default_a_reason_and_a_test_that_exists(row: list[str]) -> None:
    limit, default, reason, held_by = row
    assert limit
    assert default
    assert len(reason) > 10
    named = re.findall(r"`(tests/[^`]+|static/[^`]+)`", held_by)
    assert named, "no test is named"
    for name in named:
        file, _, test = name.partition("::")
        path = REPOSITORY / file
        assert path.is_file(), f"there is no {file}"
        assert not test or re.search(rf"def {re.escape(test.partition('[')[0])}\(", path.read_text()), (
            f"no {test} in {file}"
        )


def test_limits_stand_in_the_order_of_their_areas() -> None:
    areas = [row[0].split(":")[0] for row in ROWS]
    assert areas == sorted(areas)


def test_there_is_a_limit_for_every_area() -> None:
    assert len(ROWS) >= 40
