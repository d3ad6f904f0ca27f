"""A visitor plays against a network that learned by playing, and watches one that learned to act."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.journeys import expect_status, new_network, train
from tests.browser.legible import small_texts

pytestmark = pytest.mark.browser

MOVED = re.compile(r"^(crosses|circles) move to row \d, column \d, .*; by perfect play it is (lost|drawn|won)$")
ENDED = re.compile(r"You have won\.|The network has won\.|Drawn: nobody has won\.")


def begun(page: Page, starter: str) -> None:
    """A network of a starter that trains, and Try it."""
    new_network(page, starter)
    train(page)
    page.get_by_role("tab", name="Try it").click()


def free(page: Page) -> Locator:
    """Cells that may be tapped now."""
    return page.locator(".play-cell:not([data-owner]):not([aria-disabled=true])")


def test_a_whole_game_is_played_against_a_network_whoever_begins(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    begun(page, "tic-tac-toe")
    words, stones = page.locator(".play-words"), page.locator(".play-cell[data-owner]")
    expect(words).to_have_text("Your move.", timeout=180_000)
    page.get_by_role("tab", name="Training").click()
    page.get_by_role("button", name="Stop").click()  # it has learned enough to answer, and answers sooner
    expect_status(page, "stopped")
    expect_a_game_against_itself(page)
    page.get_by_role("tab", name="Try it").click()
    expect(words).to_have_text("Your move.")
    laid = 0
    while not ENDED.search(words.inner_text()):
        expect(free(page)).to_have_count(9 - laid)
        expect(page.locator(".play-share").first).to_have_text(re.compile(r"\d %"))
        free(page).first.click()
        laid += 2
        expect(words).to_have_text(re.compile(f"Your move|{ENDED.pattern}"))
        if not ENDED.search(words.inner_text()):
            expect(stones).to_have_count(laid)
    taken = stones.count()
    assert 5 <= taken <= 9
    page.locator(".play-cell").last.click(force=True)  # nobody moves any more
    page.locator(".play-cell").first.click(force=True)
    expect(stones).to_have_count(taken)

    page.get_by_role("button", name="New game, it begins").click()
    expect(page.locator(".play-cell[data-owner=first]")).to_have_count(1)
    expect(words).to_have_text("Your move.")
    expect(page.locator(".play-told")).to_contain_text("After it looked ahead 50 times")
    page.get_by_role("button", name="Take a held-out sample").click()
    expect(page.get_by_role("columnheader", name="perfect play")).to_be_visible()
    expect(page.locator(".play-moves")).to_contain_text("best")
    expect(words).to_have_text(re.compile("Your move"))


def expect_a_game_against_itself(page: Page) -> None:
    """Watch shows it position by position, with a cross or a circle more in each, and how it ended."""
    page.get_by_role("tab", name="Watch").click()
    boards = page.get_by_role("list", name="Tic-tac-toe, position by position").get_by_role("img", name=MOVED)
    expect(page.locator(".watch-card")).to_contain_text(
        re.compile(r"(drawn|crosses won|circles won) after [5-9] moves"), timeout=60_000
    )
    assert 5 <= boards.count() <= 9
    for moves in (0, 1, 4):
        assert boards.nth(moves).locator("[data-owner]").count() == moves
        assert boards.nth(moves).locator("text").count() == 9 - moves
    assert small_texts(page) == []


def test_an_episode_of_a_pole_on_a_cart_is_shown(page: Page) -> None:
    begun(page, "cart-pole")
    expect(page.get_by_role("status").filter(has_text="steps and earned")).to_be_visible(timeout=60_000)
    step = page.get_by_label("Step of the episode")
    page.wait_for_function("(slider) => Number(slider.value) > 5", arg=step.element_handle())  # it moves by itself
    before = page.locator(".play-scene > svg").inner_html()
    step.fill("0")
    assert page.locator(".play-scene > svg").inner_html() != before
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("tab", name="Watch").click()
    card = page.locator(".watch-card[data-probe=episode]")
    expect(card).to_contain_text(re.compile(r"after \d+ steps, earned \d+"), timeout=60_000)
    expect(card.get_by_role("img", name=re.compile(r"Step 0 of \d+"))).to_be_visible()  # it waits to be run
