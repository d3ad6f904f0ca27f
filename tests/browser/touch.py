"""Fingers on a screen: touches as a telephone gives them to its browser."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.browser.handwriting import Drawn

REST_MS = 100
"""A finger that is lifted while it moves flings the page on, and the next tap stops it."""


def draw_by_finger(page: Page, pad: Locator, drawn: Drawn) -> None:
    """Draw it on the pad, each stroke with a finger that is put down, moved, rested and lifted."""
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    devtools = page.context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]} for x, y in places]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    for stroke in drawn.strokes:
        touch("touchStart", stroke[0])
        for place in stroke[1:]:
            touch("touchMove", place)
        for place in (stroke[-1], beside(stroke[-1])):
            page.wait_for_timeout(REST_MS)
            touch("touchMove", place)
        touch("touchEnd")
    devtools.detach()


def beside(place: tuple[float, float]) -> tuple[float, float]:
    """Where a resting finger trembles to."""
    return place[0] + 0.01, place[1]
