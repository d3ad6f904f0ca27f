"""A share link opened on a telephone: 390 by 844, touched by a finger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.journeys import create_link, expect_status, new_network, set_field, train
from tests.browser.transferred import phone

pytestmark = pytest.mark.browser

SIDEWAYS = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
SMALLEST_LETTERS = """() => Math.min(...[...document.querySelectorAll('.phone *')]
    .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((each) => parseFloat(getComputedStyle(each).fontSize)))"""
LOOKS = """(id) => {
    const canvas = document.querySelector(`[data-node=${id}] canvas`);
    return canvas ? canvas.toDataURL() : null;
}"""


@pytest.fixture
def held(page: Page, browser: Browser, base_url: str) -> Iterator[Page]:
    """The phone's page of a network that trains on ``page``."""
    new_network(page, "digits-cnn")
    set_field(page, "epochs", "600")  # longer than a phone on a busy machine takes to open
    link = create_link(page)
    train(page)
    expect_status(page, "running")
    with phone(browser, base_url) as context:
        held = context.new_page()
        held.goto(link)
        yield held
    page.keyboard.press("Escape")  # where its window for sharing is open
    page.get_by_role("button", name="Stop", exact=True).click()


def test_the_layers_stand_in_a_strip_and_what_they_compute_moves_while_they_learn(held: Page) -> None:
    expect_status(held, "running")
    names = held.locator(".phone-layer strong").all_inner_texts()
    assert names.index("conv1") < names.index("conv2") < names.index("loss")
    expect(held.locator("[data-node=conv1] canvas")).to_be_visible()
    seen = held.evaluate(LOOKS, "conv1")
    held.wait_for_function(f"(before) => ({LOOKS})('conv1') !== before", arg=seen)
    expect(held.locator("[data-node=conv1]")).to_contain_text("(N, 12, 8, 8)")
    expect(held.locator(".react-flow")).to_have_count(0)


def test_nothing_scrolls_sideways_from_top_to_bottom_and_every_letter_can_be_read(held: Page) -> None:
    expect(held.locator("[data-node=conv1] canvas")).to_be_visible()
    held.locator("[data-node=conv1] button").tap()
    expect(held.locator("[data-node=conv1] .large-picture canvas")).to_be_visible()
    held.locator(".phone-curves").scroll_into_view_if_needed()
    expect(held.locator(".run-chart-plot .main-svg").first).to_be_visible()
    for title in ("Watch", "Try it"):
        held.locator("summary", has_text=title).tap()
    expect(held.locator(".watch-card").first).to_be_visible()
    expect(held.locator(".samples li").first).to_be_visible()  # the widest there is
    assert held.evaluate(SIDEWAYS) <= 0
    widest = held.evaluate(
        "() => Math.max(...[...document.querySelectorAll('.phone *')].map((each) => "
        "each.getBoundingClientRect().right))"
    )
    assert widest <= 390
    assert held.evaluate(SMALLEST_LETTERS) >= 11


def test_the_whole_drawing_is_one_tap_away_and_fits_too(held: Page) -> None:
    held.get_by_role("link", name="See the whole drawing").tap()
    expect(held.locator(".react-flow")).to_be_visible()
    assert held.evaluate(SIDEWAYS) <= 0


def test_a_revoked_link_says_so(page: Page, held: Page) -> None:
    expect_status(held, "running")
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Revoke…").click()
    page.get_by_role("button", name="Revoke", exact=True).click()
    expect(held.get_by_text("The owner has withdrawn this link.")).to_be_visible()
