"""The drawings that the page's tests walk (`static/src/canvas/drawn.test.ts`) are those that come with Layerloom."""

from tests.contracts.drawn import FOLDER, drawings


def test_the_stored_drawings_are_those_of_today() -> None:
    assert {path.name: path.read_text() for path in FOLDER.iterdir()} == drawings()
