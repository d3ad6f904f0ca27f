"""Parts are frozen by hand: by key, in the inspector, in blocks; what an Objective trains is ticked."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drawn import soon
from tests.browser.journeys import choose_option, document_of, new_network, node, set_field
from tests.browser.test_blocks import choose, go_up, header, make_block, open_block

pytestmark = pytest.mark.browser


def stored(page: Page, id: str, block: str = "main") -> dict[str, Any]:
    """A node as the server has stored it."""
    found: dict[str, Any] = document_of(page)["blocks"][block]["nodes"].get(id, {})
    return found


def expect_frozen(page: Page, id: str, how: str, block: str = "main") -> None:
    assert soon(lambda: stored(page, id, block).get("frozen", ""), how) == how


def badge(page: Page, id: str):
    return node(page, id).get_by_role("img", name=re.compile("frozen"))


def test_a_key_freezes_what_is_chosen_and_the_badge_says_so(page: Page):
    new_network(page, "digits-cnn")
    header(page, "conv1").click()
    header(page, "conv2").click(modifiers=["Shift"])
    page.keyboard.press("l")
    expect(badge(page, "conv1")).to_be_visible()
    expect(badge(page, "conv2")).to_be_visible()
    expect(node(page, "conv1")).to_have_attribute("aria-label", "conv1, Conv2d, frozen")
    expect_frozen(page, "conv1", "whole")
    expect_frozen(page, "conv2", "whole")
    page.keyboard.press("Control+z")
    expect(badge(page, "conv1")).to_have_count(0)
    expect_frozen(page, "conv2", "")
    header(page, "relu1").click()
    page.keyboard.press("l")
    expect(page.get_by_text("relu1 has no weights")).to_be_visible()


def test_the_inspector_says_what_is_frozen_and_how_fast_the_rest_learns(page: Page):
    new_network(page, "digits-cnn")
    header(page, "conv1").click()
    set_field(page, "rate", "0.1")
    assert soon(lambda: stored(page, "conv1").get("rate"), 0.1) == 0.1
    choose_option(page, "frozen", "Frozen: only")
    expect(badge(page, "conv1")).to_have_attribute("aria-label", "weights frozen")
    expect_frozen(page, "conv1", "weights")
    inspector = page.get_by_role("complementary", name="Inspector")
    expect(inspector).to_contain_text("Frozen parameters")
    expect(page.get_by_role("textbox", name="rate")).to_have_count(0)
    choose_option(page, "frozen", "Learns")
    expect_frozen(page, "conv1", "")
    header(page, "relu1").click()
    expect(inspector).to_contain_text("ReLU")
    expect(page.get_by_role("combobox", name="frozen")).to_have_count(0)


def test_a_block_is_frozen_as_a_whole_or_a_part_of_it_inside(page: Page):
    new_network(page, "digits-cnn")
    make_block(page, ["conv1", "relu1"], "features")
    choose(page, "Freeze the selection")
    expect(badge(page, "features")).to_be_visible()
    expect_frozen(page, "features", "whole")
    open_block(page, "features")
    expect(badge(page, "conv1")).to_have_count(0)
    header(page, "conv1").click()
    page.keyboard.press("l")
    expect_frozen(page, "conv1", "whole", block="features")
    go_up(page)
    header(page, "features").click()
    page.keyboard.press("Control+Shift+g")
    expect(badge(page, "conv1")).to_be_visible()
    expect_frozen(page, "conv1", "whole")


def test_what_an_objective_trains_is_ticked(page: Page):
    new_network(page, "digits-cnn")
    header(page, "objective").click()
    over = page.get_by_role("group", name="over")
    every = over.get_by_role("checkbox", name="All that learn")
    expect(every).to_be_checked()
    over.get_by_role("checkbox", name="conv1").uncheck()
    expect(every).not_to_be_checked()
    wanted = "conv2, fc1, fc2, fc3"
    assert soon(lambda: stored(page, "objective")["params"].get("over"), wanted) == wanted
    header(page, "conv2").click()
    set_field(page, "name", "edges")
    wanted = wanted.replace("conv2", "edges")
    assert soon(lambda: stored(page, "objective")["params"].get("over"), wanted) == wanted
    page.keyboard.press("Escape")
    header(page, "edges").click()
    page.keyboard.press("Delete")
    header(page, "objective").click()
    gone = over.locator("label", has_text="edges")
    expect(gone).to_contain_text("is not there any more")
    gone.get_by_role("checkbox").click()  # it goes with its tick
    expect(gone).to_have_count(0)
    every.check()
    assert soon(lambda: "over" in stored(page, "objective")["params"], False) is False
