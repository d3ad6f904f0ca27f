"""A class asks the teacher's network from telephones, by a link: with fingers, and only where the teacher allows it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.handwriting import DRAWN
from tests.browser.journeys import create_link, expect_status, new_network, set_field, train
from tests.browser.touch import draw_by_finger
from tests.browser.transferred import phone

pytestmark = pytest.mark.browser

ONE = next(each for each in DRAWN if (each.digit, each.how) == ("1", "plain"))
ZERO = next(each for each in DRAWN if (each.digit, each.how) == ("0", "large"))


def test_a_finger_draws_on_a_telephone_and_the_teachers_network_answers_as_long_as_it_may(
    page: Page, browser: Browser, base_url: str
) -> None:
    new_network(page, "digits-cnn")
    set_field(page, "epochs", "3")
    link = create_link(page)
    train(page)
    expect_status(page, "finished")
    with phone(browser, base_url) as context:
        held = context.new_page()
        held.goto(link)
        held.locator("summary", has_text="Try it").tap()
        pad = held.locator(".tryit-paper")
        expect(pad).to_be_visible()
        draw_by_finger(held, pad, ONE)
        winner = held.locator(".tryit-winner strong").first
        expect(winner).to_have_text("1")
        box, screen = winner.bounding_box(), held.viewport_size
        assert box
        assert screen
        assert box["y"] + box["height"] <= screen["height"], "below the pad, without scrolling"
        held.get_by_role("button", name="Clear").tap()
        draw_by_finger(held, pad, ZERO)
        expect(winner).to_have_text("0")
        assert thumbs(held) >= 44
        assert held.evaluate("() => document.scrollingElement.scrollWidth") <= 390

        page.get_by_role("button", name="Share", exact=True).click()
        page.get_by_role("checkbox", name="Others may ask it", exact=True).uncheck()
        expect(page.get_by_role("checkbox", name="Others may ask it", exact=True)).not_to_be_checked()
        held.get_by_role("button", name="Clear").tap()
        draw_by_finger(held, pad, ONE)
        expect(held.get_by_text("lets others watch the network, but not ask it")).to_be_visible()
        held.reload()
        held.locator("summary", has_text="Try it").tap()
        expect(held.get_by_text("lets others watch the network, but not ask it")).to_be_visible()
        expect(pad).to_have_count(0)


def thumbs(page: Page) -> float:
    """The lowest of the buttons that a thumb has to meet."""
    height: float = page.evaluate(
        "() => Math.min(...[...document.querySelectorAll('.phone-ask .tryit-button')]"
        ".map((each) => each.getBoundingClientRect().height))"
    )
    return height
