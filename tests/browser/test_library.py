"""The library of blocks, and ports that follow from parameters, by hand."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import drag_from_palette, drag_wire, new_network, node, port, set_field
from tests.browser.test_blocks import open_block

pytestmark = pytest.mark.browser


def test_a_block_of_the_library_is_found_placed_with_the_keyboard_opened_and_taken_back(page: Page):
    new_network(page, "digits-mlp")
    for id in ("residual_mlp", "residual_mlp2"):
        page.keyboard.press("/")
        page.keyboard.type("residual mlp")
        expect(page.get_by_role("option", name="Add Residual MLP block")).to_be_visible()
        page.keyboard.press("Enter")
        expect(node(page, id)).to_be_focused()
    expect(page.get_by_role("button", name="Add residual_mlp")).to_have_count(1)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(node(page, "residual_mlp")).to_have_count(0)
    expect(page.get_by_role("button", name="Add residual_mlp")).to_have_count(0)
    page.keyboard.press("Control+Shift+z")
    open_block(page, "residual_mlp")
    expect(node(page, "gelu")).to_be_visible()


def test_ports_come_and_go_with_a_parameter_and_a_wire_from_one_that_is_gone_is_mended(page: Page):
    new_network(page, "digits-mlp")
    drag_from_palette(page, "Chunk", (900, 120))
    drag_from_palette(page, "ReLU", (1200, 160))
    set_field_of(page, "chunk1", "chunks", "3")
    expect(port(page, "chunk1.third")).to_be_visible()
    drag_wire(page, "chunk1.third", "relu2.input")
    set_field_of(page, "chunk1", "chunks", "2")
    expect(port(page, "chunk1.third")).to_have_count(0)
    expect(node(page, "relu2")).to_contain_text("can't be followed")
    node(page, "relu2").get_by_role("button", name="Remove the wire").click()
    expect(node(page, "relu2")).not_to_contain_text("can't be followed")


def set_field_of(page: Page, id: str, name: str, value: str) -> None:
    node(page, id).locator(".node-header").click()
    set_field(page, name, value)
