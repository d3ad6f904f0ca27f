"""The page of rules is that of the rules of today."""

from __future__ import annotations

from pathlib import Path

from builder.meaning.page import page

STORED = Path(__file__).resolve().parents[2] / "templates" / "rules.html"


def test_the_page_of_rules_is_what_is_written_of_them_today() -> None:
    assert STORED.read_text() == page(), "run python -m builder.meaning.page > templates/rules.html and commit it"
