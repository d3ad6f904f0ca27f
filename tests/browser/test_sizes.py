"""What a first look costs on the wire: promised in docs/decisions/sent-small.md, counted by Chromium itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Response, expect

import builder
from tests.browser.journeys import create_link, expect_status, new_network, node, set_field, train
from tests.browser.transferred import CHART, Transferred, phone, settled

pytestmark = pytest.mark.browser

EDITOR_MOST, LESSON_MOST, PHONE_MOST, GALLERY_MOST, AGAIN_MOST = 300_000, 12_000, 200_000, 150_000, 20_000
LESSON = re.compile(r"/lesson-|/words-|/api/starters/")
"""What stands beside a starter's drawing, and beside no other."""
PICTURES = re.compile(r"/static/gallery/|\.svg\?")


def test_the_editor_is_sent_small_and_hardly_anything_of_it_twice(
    browser: Browser, base_url: str, figure: Callable[[str], None]
) -> None:
    with browser.new_context(base_url=base_url) as context:
        page = context.new_page()
        told = Transferred(page)
        for most in (EDITOR_MOST, AGAIN_MOST):
            told.forget()
            page.goto("/new/")
            expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()
            settled(page)
            size, lesson = told.bytes(without=LESSON), told.bytes() - told.bytes(without=LESSON)
            figure(f"editor: {size / 1000:.0f} kB (bar: {most / 1000:.0f}), and {lesson / 1000:.0f} kB of a lesson")
            assert size < most, "\n".join(map(str, told.each()[:45]))
            assert lesson < LESSON_MOST, told.each()
        assert not [address for address, _ in told.each() if "/plotly" in address or "/elk" in address]


def test_the_gallery_is_sent_small_before_its_pictures(
    browser: Browser, base_url: str, figure: Callable[[str], None]
) -> None:
    with browser.new_context(base_url=base_url) as context:
        page = context.new_page()
        told = Transferred(page)
        page.goto("/")
        expect(page.locator("[data-starter]")).to_have_count(len(builder.STARTERS))
        settled(page)
        size, pictures = told.bytes(without=PICTURES), told.bytes() - told.bytes(without=PICTURES)
        figure(
            f"gallery: {size / 1000:.0f} kB (bar: {GALLERY_MOST / 1000:.0f})"
            f" and {pictures / 1000:.0f} kB of pictures that are seen"
        )
        assert size < GALLERY_MOST, "\n".join(map(str, told.each()[:40]))


def test_a_share_page_on_a_phone_is_sent_small_before_its_chart(
    page: Page, browser: Browser, base_url: str, figure: Callable[[str], None]
) -> None:
    new_network(page, "digits-cnn")
    set_field(page, "epochs", "1")
    train(page)
    expect_status(page, "finished")
    link = create_link(page)
    with phone(browser, base_url) as context:
        held = context.new_page()
        told = Transferred(held)
        held.goto(link)
        expect_status(held, "finished")
        expect(held.locator("[data-node=conv1] canvas")).to_be_visible()
        settled(held)
        figure(
            f"share page on a phone: {told.bytes(without=CHART) / 1000:.0f} kB before its chart"
            f" (bar: {PHONE_MOST / 1000:.0f}), {told.bytes() / 1000:.0f} kB in all"
        )
        assert told.bytes(without=CHART) < PHONE_MOST, told.each()[:12]


def test_what_a_page_is_made_of_comes_compressed_and_is_kept_for_good(page: Page) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  (Playwright takes no built-in)
    page.goto("/new/")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()
    settled(page)
    built = [each for each in answers if "/static/dist/assets/" in each.url]
    shared = [each for each in answers if "/api/catalog/" in each.url or "/api/blocks/" in each.url]
    for each in [*built, *shared]:
        assert "immutable" in each.headers["cache-control"], each.url
    for each in built:
        if not each.url.endswith(".woff2") and len(each.body()) > 500:  # less is not made smaller
            assert each.headers["content-encoding"] == "br", each.url
    assert len(built) > 4
    assert [each.headers["content-encoding"] for each in shared] == ["br", "br"]


def test_a_browser_without_brotli_gets_gzip_and_one_that_has_the_catalogue_is_told_so(page: Page) -> None:
    page.goto("/new/")
    script = page.locator("script[type=module]").first.get_attribute("src")
    assert script
    answer = page.request.get(script, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    tag = page.request.get("/api/catalog/").headers["etag"]
    assert page.request.get("/api/catalog/", headers={"If-None-Match": tag}).status == 304


def test_the_documentation_of_a_node_comes_when_it_is_unfolded(page: Page) -> None:
    new_network(page, "digits-cnn")
    node(page, "conv1").click()
    with page.expect_response("**/api/catalog/Conv2d/docs/**"):
        page.get_by_text("More from torch's documentation").click()
    expect(page.locator(".docs pre")).to_contain_text("Applies a 2D convolution over an input signal")
