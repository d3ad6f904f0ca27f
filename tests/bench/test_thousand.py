"""Three hundred and a thousand nodes, whole in view at 1600 x 900: frames while a hand drags, pans and zooms; opening.

Printed, not judged: chromium draws without a GPU here, and the machine may have other work.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import *  # noqa: F403  (its fixtures: the product, and the Chromium of this machine)
from tests.browser.far import camera, chain, mounted, painted_at
from tests.browser.journeys import create_network

pytestmark = pytest.mark.browser

MOVES, TURNS, OPENINGS = 90, 60, 5

NOTE_FRAMES = """() => {
    window.frames = [];
    let last = performance.now();
    const note = (now) => {
        window.frames.push(now - last);
        last = now;
        window.noting = requestAnimationFrame(note);
    };
    window.noting = requestAnimationFrame(note);
}"""
FRAMES = "() => { cancelAnimationFrame(window.noting); return window.frames.slice(1); }"
UNTIL_TRAIN = """() => new Promise((done) => {
    const look = () => {
        const buttons = [...document.querySelectorAll('button')];
        const train = buttons.find((button) => button.textContent.trim() === 'Train' && !button.disabled);
        if (train) done(performance.now());
        else requestAnimationFrame(look);
    };
    look();
})"""


@pytest.mark.parametrize(("many", "columns", "bar_ms"), [(300, 20, 17), (1000, 36, 33)])
def test_frames_and_opening(page: Page, figure, many: int, columns: int, bar_ms: int):
    document = chain(many, columns)
    create_network(page, {"document": document})
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()
    for name, doing in (("drag", drag), ("pan", pan), ("zoom", zoom)):
        page.reload()
        expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()
        place = middle(page, document)
        frames, busy_ms = frames_of(page, lambda doing=doing, place=place: doing(page, place))
        p50, p95 = statistics.median(frames), frames[int(len(frames) * 0.95)]
        figure(
            f"{many} nodes, {name}: frame p50 {p50:.0f} ms, p95 {p95:.0f} ms (bar: {bar_ms}), "
            f"longest {frames[-1]:.0f} ms of {len(frames)}; {busy_ms:.1f} ms of the page's processor time a frame; "
            f"{mounted(page).count()} nodes and wires mounted"
        )
    times = [opening(page, drawn_anew(page, document, seed)) for seed in range(OPENINGS)]
    figure(
        f"{many} nodes, from opening to Train: {statistics.median(times):.0f} ms, longest {max(times):.0f} ms of "
        f"{OPENINGS} drawings that nobody had checked (bar at 1,000: 1500); again {opening(page, page.url):.0f} ms"
    )


def frames_of(page: Page, do: Callable[[], None]) -> tuple[list[float], float]:
    """The times between frames, sorted, and what the page's own thread computed for each: it hardly knows of others."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = busy_s(session)
    page.evaluate(NOTE_FRAMES)
    do()
    frames = sorted(page.evaluate(FRAMES))
    return frames, 1000 * (busy_s(session) - before) / len(frames)


def busy_s(session: CDPSession) -> float:
    told = session.send("Performance.getMetrics")["metrics"]
    return next(each["value"] for each in told if each["name"] == "TaskDuration")


def middle(page: Page, document: dict) -> list[float]:
    """The place of the node that is painted nearest to the middle of the canvas."""
    box = page.locator("#canvas").bounding_box()
    assert box
    left, top, zoom = camera(page)
    x, y = (box["width"] / 2 - left) / zoom, (box["height"] / 2 - top) / zoom
    places = [node["position"] for node in document["blocks"]["main"]["nodes"].values()]
    return min(places, key=lambda place: (place[0] - x) ** 2 + (place[1] - y) ** 2)


def drag(page: Page, place: list[float]) -> None:
    x, y = painted_at(page, place)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(MOVES):
        page.mouse.move(x + 6 + 1.5 * step, y + 6 + step)
    page.mouse.up()


def pan(page: Page, place: list[float]) -> None:
    x, y = painted_at(page, place, (98, 137))  # between two rows
    before = camera(page)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(MOVES):
        page.mouse.move(x - 1.5 * step, y - step)
    page.mouse.up()
    assert camera(page)[0] < before[0]


def zoom(page: Page, place: list[float]) -> None:
    page.mouse.move(*painted_at(page, place))
    for step in range(TURNS):
        page.mouse.wheel(0, -20 if step < TURNS / 2 else 20)


def drawn_anew(page: Page, document: dict, seed: int) -> str:
    """The address of a drawing that the server has not seen yet: it remembers what it has checked."""
    document["training"]["seed"] = seed + 1
    token = page.evaluate("() => JSON.parse(document.getElementById('config').textContent).csrfToken")
    answer = page.request.post("/api/projects/", data={"document": document}, headers={"X-CSRFToken": token})
    return f"/p/{answer.json()['id']}/"


def opening(page: Page, address: str) -> float:
    """Milliseconds from the address to Train."""
    page.goto(address, wait_until="commit")
    return float(page.evaluate(UNTIL_TRAIN))
