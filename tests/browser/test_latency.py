"""How long an event takes from the worker to the page: a figure, printed, not a promise that can fail by chance."""

import statistics

import msgpack
import pytest
from playwright.sync_api import Page

from tests.browser.journeys import expect_status, new_network, set_field, train

pytestmark = pytest.mark.browser

NOTE_STEPS = """() => {
    const bar = document.querySelector('.run-progress progress');
    window.seen = new Map();
    new MutationObserver(() => window.seen.set(bar.value, (performance.timeOrigin + performance.now()) / 1000))
        .observe(bar, {attributes: true});
}"""


def test_worker_event_to_browser_dom(page: Page, figure):
    told: dict[int, float] = {}
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: note(told, frame)))
    new_network(page, "digits-cnn")
    set_field(page, "epochs", "100")
    train(page)
    expect_status(page, "running")
    page.evaluate(NOTE_STEPS)
    expect_status(page, "finished", within_s=100)
    seen = {int(step): at for step, at in page.evaluate("() => [...window.seen]")}
    waits = sorted(1000 * (at - told[step]) for step, at in seen.items() if step in told)
    assert len(waits) > 20
    p50, p95 = statistics.median(waits), waits[int(len(waits) * 0.95)]
    figure(f"worker event to browser DOM: p50 {p50:.0f} ms, p95 {p95:.0f} ms of {len(waits)} (aim: p95 under 150 ms)")


def note(told: dict[int, float], frame: str | bytes) -> None:
    """When the worker told a step, from the frame that the page received."""
    event = msgpack.unpackb(frame) if isinstance(frame, bytes) and frame[:1] >= b"\x80" else {}
    if isinstance(event, dict) and event.get("type") == "steps_ended":
        told[event["first_step"] + event["count"] - 1] = event["at"]
