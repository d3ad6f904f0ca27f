"""Answers of several kinds, as they are seen and touched on the page: one visitor, one page after the other."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

import builder
from builder.drawing.document import Document
from tests.answer_kinds import scene, sound
from tests.browser.journeys import centre, drag
from tests.drawings import lasting
from tests.guest import Guest
from tests.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

PIXELS = "(canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.join()"


def trained(page: Page, guest: Guest, document: Document) -> None:
    """The page of a network that has learned a little, with a held-out sample in hand."""
    drawn = document.model_dump(mode="json")
    project = guest.ask("/api/projects/", {"document": drawn})["id"]
    guest.wait_for_end(guest.ask(f"/api/projects/{project}/runs/", {"document": drawn})["id"])
    name, _, value = guest.cookie.partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": page.evaluate("location.origin")}])
    page.goto(f"/p/{project}/")
    page.get_by_role("tab", name="Try it").click()
    page.get_by_role("button", name="Take a held-out sample").click()
    expect(page.locator(".tryit-head")).to_contain_text(re.compile(r"Held-out sample \d of"))


def test_answers_are_seen_by_their_kind_compared_with_the_untrained_network_and_dragged_in(
    page: Page, product: Product
) -> None:
    guest, panel = Guest(product.url), page.locator(".tryit")
    page.goto("/privacy/")  # any page of the site, so that the cookie has its origin

    trained(page, guest, scene())
    expect(panel.get_by_role("img", name="mask: what each pixel belongs to")).to_be_visible()
    expect(panel.get_by_text("what would be right: ")).to_contain_text("% agree")
    expect(panel.get_by_role("img", name="depth: For each pixel")).to_be_visible()
    expect(panel.get_by_text("dashed: what would be right")).to_be_visible()
    kinds = panel.locator(".answer-words button")
    expect(kinds).to_have_count(3)
    kinds.last.click()
    expect(kinds.last).to_have_attribute("aria-pressed", "true")
    expect(panel.get_by_role("list", name="What else it might be").get_by_role("listitem")).to_have_count(4)

    trained(page, guest, sound())
    expect(panel.get_by_role("button", name="Play", exact=True)).to_have_count(2)  # what is heard, and what is right
    expect(panel.get_by_role("img", name="Its tones, from 0 to 2000 Hz").first).to_be_visible()

    trained(page, guest, lasting(builder.STARTERS["vae"].document, 3))
    latent = panel.get_by_role("region", name="Latent map")
    seen = latent.get_by_role("img", name="answer, the picture that the network made")
    expect(seen).to_be_visible()
    before = seen.evaluate(PIXELS)
    latent.scroll_into_view_if_needed()
    x, y = centre(latent.get_by_role("application"))
    drag(page, (x, y), (x + 60, y - 60))
    page.wait_for_function(f"([canvas, before]) => ({PIXELS})(canvas) !== before", arg=[seen.element_handle(), before])

    panel.get_by_role("button", name="Compare").click()
    columns = panel.locator(".tryit-column")
    expect(columns).to_have_count(2)
    expect(columns.last.get_by_role("heading")).to_have_text("the untrained network")
    expect(columns.last).to_contain_text("after step 0")
    made = [column.locator("canvas").first.evaluate(PIXELS) for column in columns.all()]
    assert made[0] != made[1]
    panel.get_by_role("button", name="Without the untrained network").click()
    expect(columns).to_have_count(1)
