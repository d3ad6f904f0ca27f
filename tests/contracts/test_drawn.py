"""The drawings that the page's tests walk (`static/src/canvas/drawn.test.ts`) are those that come with Layerloom."""

from pathlib import Path

from tests.contracts.drawn import written


def test_the_stored_drawings_are_those_of_today() -> None:
    assert (Path(__file__).parent / "drawn.json").read_text() == written()
