"""The wire is cut, the laptop sleeps, the worker is killed: the page says so soon, and is right again by itself."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.journeys import expect_status, new_network, node, set_field, train, until_at_hand
from tests.browser.test_accessibility import faults
from tests.product import Product
from tests.wire import Wire, wire

pytestmark = pytest.mark.browser

SOON_MS = 6_000
"""Twice the three seconds that are promised, for a busy machine; static/src/line/pulse.test.ts counts them exactly."""
KEPT, CUT = "Kept here, not yet on the server", "The server can't be reached."


@pytest.fixture
def line(product: Product) -> Iterator[Wire]:
    with wire(product.port) as line:
        yield line


@pytest.fixture
def page(browser: Browser, line: Wire) -> Iterator[Page]:
    """A page whose every byte goes over the wire."""
    context = browser.new_context(base_url=line.url, viewport={"width": 1280, "height": 720})
    yield context.new_page()
    context.close()


def standing(page: Page) -> Locator:
    return page.locator(".connection")


def figures(page: Page) -> Locator:
    return page.locator(".run-figures")


def test_offline_for_twenty_seconds(page: Page, line: Wire):
    new_network(page, "xor")
    node(page, "tanh").locator(".node-header").click()
    until_at_hand(page)
    canvas = page.locator(".react-flow").bounding_box()
    cut_at = time.monotonic()
    line.cut()
    expect(standing(page)).to_have_text(KEPT, timeout=SOON_MS)
    banner = page.get_by_role("alert").filter(has_text=CUT)
    expect(banner).to_be_visible()
    assert page.locator(".react-flow").bounding_box() == canvas, "nothing moves under the hand"
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()
    expect(page.locator("#run-obstacle")).to_contain_text("Train waits")
    expect(page.locator(".not-checked")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Control+Enter")
    node(page, "hidden").locator(".node-header").click()
    set_field(page, "out_features", "7")
    page.get_by_role("button", name="My networks").click()
    failure = page.locator(".notice-title", has_text="Your networks could not be listed")
    expect(failure).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_timeout(1000 * (20 - (time.monotonic() - cut_at)))
    expect(standing(page)).to_have_text(KEPT)
    line.mend()
    expect(standing(page)).to_have_text("Saved")
    expect(banner).to_have_count(0)
    expect(page.locator(".not-checked")).to_have_count(0)
    expect(failure).to_have_count(0)
    expect(node(page, "hidden")).to_contain_text("(N, 7)")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()


def test_figures_that_are_old_go_and_come_back(page: Page, line: Wire):
    new_network(page, "digits-cnn")
    set_field(page, "epochs", "400")
    train(page)
    expect(figures(page)).to_contain_text("steps/s")
    line.cut()
    expect(figures(page)).not_to_contain_text("steps/s", timeout=SOON_MS)
    expect(figures(page)).not_to_contain_text("to go")
    expect(page.locator(".run-status")).to_contain_text("when last heard of")
    expect(page.get_by_role("button", name="Pause")).to_be_disabled()
    line.mend()
    expect(figures(page)).to_contain_text("steps/s")
    expect(page.get_by_role("button", name="Pause")).to_be_enabled()
    page.get_by_role("button", name="Stop").click()
    expect_status(page, "stopped")


def test_a_server_that_stands_still_is_noticed_and_forgiven(page: Page, product: Product):
    new_network(page, "xor")
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    web = product.processes()["web"]
    os.kill(web, signal.SIGSTOP)
    try:
        expect(standing(page)).to_have_text(KEPT, timeout=SOON_MS)
    finally:
        os.kill(web, signal.SIGCONT)
    expect(standing(page)).to_have_text("Saved")
    assert sockets == [], "it was only slow: a fresh socket would be more work for it"


def test_a_sample_that_is_asked_for_while_the_server_stands_still_comes_when_it_goes_on(page: Page, product: Product):
    new_network(page, "two-moons-mlp")
    set_field(page, "epochs", "1")
    train(page)
    expect_status(page, "finished")
    page.get_by_role("tab", name="Try it").click()
    take = page.get_by_role("button", name="Take a held-out sample")
    expect(take).to_be_visible()
    web = product.processes()["web"]
    os.kill(web, signal.SIGSTOP)
    try:
        take.click()
        expect(standing(page)).to_have_text(KEPT, timeout=SOON_MS)
    finally:
        os.kill(web, signal.SIGCONT)
    expect(page.get_by_text("Held-out sample 1 of")).to_be_visible()
    expect(page.locator("[data-answer='answer']")).to_be_visible()
    expect(page.locator(".tryit-refusal")).to_have_count(0)


def asleep(page: Page, for_s: float, meanwhile: Callable[[], None]) -> None:
    """Stop every process of the browser, as a lid that closes does: no event tells the page."""
    assert page.context.browser
    told = page.context.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    pids = [int(process["id"]) for process in told["processInfo"]]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        meanwhile()
        time.sleep(for_s)
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def test_a_laptop_that_slept_for_an_hour_is_right_again_within_two_seconds(
    page: Page, line: Wire, browser: Browser, product: Product
):
    page.clock.install()
    new_network(page, "xor")
    cookies = page.context.storage_state()
    elsewhere = browser.new_context(base_url=product.url, storage_state=cookies).new_page()
    elsewhere.goto(page.url.replace(line.url, ""))
    node(elsewhere, "hidden").locator(".node-header").click()
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    line.cut()
    set_field(elsewhere, "out_features", "9")
    expect(standing(elsewhere)).to_have_text("Saved")
    elsewhere.context.close()
    asleep(page, 3.0, line.mend_for_newcomers)  # the router has forgotten the old sockets, and says nothing
    page.clock.fast_forward("01:00:00")
    expect(node(page, "hidden")).to_contain_text("out_features=9", timeout=4_000)  # twice what is promised
    expect(standing(page)).to_have_text("Saved", timeout=1_000)
    assert sockets, "the old ones are dead"


def test_a_killed_worker_is_told_and_taken_up_again(page: Page, product: Product):
    new_network(page, "digits-cnn")
    set_field(page, "epochs", "400")
    train(page)
    expect(figures(page)).to_contain_text("steps/s")
    os.kill(product.processes()["worker"], signal.SIGKILL)
    expect(page.locator(".run-status")).to_contain_text("The worker went away", timeout=8_000)
    expect(figures(page)).not_to_contain_text("steps/s")
    expect(page.locator(".run-status")).not_to_contain_text("The worker went away", timeout=60_000)
    expect(figures(page)).to_contain_text("steps/s")
    page.get_by_role("button", name="Stop").click()
    expect_status(page, "stopped")


def test_what_the_server_can_not_store_is_said_where_saved_stands(page: Page, product: Product):
    def rename(table: str, to: str) -> None:
        with closing(sqlite3.connect(product.data / "db.sqlite3", timeout=20)) as database:
            database.execute(f"ALTER TABLE {table} RENAME TO {to}")

    new_network(page, "xor")
    expect(standing(page)).to_have_text("Saved")
    rename("projects_update", "elsewhere")
    try:
        node(page, "hidden").locator(".node-header").click()
        set_field(page, "out_features", "7")
        expect(standing(page)).to_have_text("Not stored yet", timeout=SOON_MS)
        assert faults(page) == []
    finally:
        rename("elsewhere", "projects_update")
    expect(standing(page)).to_have_text("Saved", timeout=SOON_MS)
    page.reload()
    expect(node(page, "hidden")).to_contain_text("(N, 7)")
