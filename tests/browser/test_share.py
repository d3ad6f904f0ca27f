"""Share says what its link is good for, and shows it to a whole room."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.journeys import new_network

pytestmark = pytest.mark.browser


def test_a_link_that_is_good_here_only_says_so_and_its_code_fills_a_projector_and_is_read(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    new_network(page, "xor")
    share = page.get_by_role("button", name="Share", exact=True)
    share.click()
    warning = page.get_by_role("note")
    expect(warning).to_contain_text("Links open on this machine only")
    expect(warning).to_contain_text("HOST=0.0.0.0 ./script/server")
    page.get_by_role("button", name="Create a link").click()
    link = page.get_by_role("textbox", name="Link").input_value()
    page.get_by_role("button", name="Show as a code").click()
    code = page.get_by_alt_text("The link as a QR code")
    expect(code).to_be_visible()
    page.wait_for_function("(image) => image.complete && image.naturalWidth > 0", arg=code.element_handle())
    seen = Image.open(io.BytesIO(page.screenshot()))
    read = zxingcpp.read_barcode(seen)
    assert read is not None
    assert read.text == link
    corners = read.position
    assert corners.bottom_left.y - corners.top_left.y > 0.6 * 720  # the last row of a classroom reads it too
    expect(page.get_by_text(link, exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(code).to_be_hidden()
    expect(page.get_by_role("textbox", name="Link")).to_be_visible()
    page.keyboard.press("Escape")
    expect(share).to_be_focused()
