"""Every starter opens ready to train, legible on a laptop, and its drawing says nothing that is not so."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import builder
from tests.browser.drawn import lies, places, soon
from tests.browser.journeys import create_network, new_network, node, train
from tests.browser.legible import small_texts

pytestmark = pytest.mark.browser

LAPTOP = {"width": 1366, "height": 768}
WALL = {"width": 2900, "height": 1700}  # so large that labels are written on wires


@pytest.fixture(scope="module")
def visitor(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """One visitor for all starters, whose browser keeps what it has fetched and compiled."""
    # places are looked at: neither pixels nor movement
    context = browser.new_context(**browser_context_args, device_scale_factor=0.25, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def page(visitor: BrowserContext) -> Iterator[Page]:
    page = visitor.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("key", builder.STARTERS)
def test_a_starter_opens_ready_to_train(page: Page, key):
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_viewport_size(LAPTOP)
    create_network(page, {"starter": key})
    expect(page.get_by_text("Nothing stands in the way of training.")).to_be_visible()
    assert small_texts(page) == []
    page.set_viewport_size(WALL)
    page.get_by_role("button", name="Show the whole network").click()
    for id in builder.STARTERS[key].document.graph.nodes:
        expect(node(page, id)).to_be_visible()
    assert_true_arranged_and_reloaded(page, wires=len(builder.STARTERS[key].document.graph.edges))
    assert faults == []


def assert_true_arranged_and_reloaded(page: Page, wires: int) -> None:
    """No wire behind a node, no label on anything: as the drawing comes, after Arrange, and after a reload."""
    assert lies(page, wires) == [], "as it comes"
    before = places(page)
    page.keyboard.press("Control+l")
    page.wait_for_function("(before) => before !== window.placesOfNodes()", arg=before)
    page.get_by_role("button", name="Show the whole network").click()  # what is out of view is not drawn
    expect(page.locator("#canvas .react-flow__node")).to_have_count(before.count("; ") + 1)
    assert lies(page, wires) == [], "arranged"
    arranged = places(page)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()
    assert soon(lambda: places(page), arranged) == arranged
    assert lies(page, wires) == [], "after a reload"


def test_no_wire_runs_behind_the_pictures_that_come_with_training(page: Page):
    page.set_viewport_size(WALL)
    new_network(page, "digits-cnn")
    train(page)
    for id in builder.STARTERS["digits-cnn"].document.graph.nodes:
        if id.startswith(("conv", "relu", "pool", "fc")):
            expect(node(page, id).locator(".node-picture")).to_be_visible()
    assert lies(page, len(builder.STARTERS["digits-cnn"].document.graph.edges)) == []
