"""Blocks by hand: made of a selection, opened, changed inside, used again, trained; undo shows where it happened."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import (
    below,
    document_of,
    drag_from_palette,
    drag_wire,
    expect_status,
    new_network,
    node,
    set_field,
    train,
)
from tests.browser.test_accessibility import faults

pytestmark = pytest.mark.browser


def header(page: Page, id: str):
    return node(page, id).locator(".node-header")


def make_block(page: Page, ids: list[str], name: str) -> None:
    """Select nodes and make a block of them with the keyboard's command."""
    header(page, ids[0]).click()
    for id in ids[1:]:
        header(page, id).click(modifiers=["Shift"])
    page.keyboard.press("Control+g")
    expect(page.get_by_role("textbox", name="Name", exact=True)).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(node(page, name)).to_be_visible()


def open_block(page: Page, id: str) -> None:
    header(page, id).dblclick()
    expect(page.get_by_role("navigation", name="Blocks on the way here")).to_contain_text("main")


def settled(page: Page, id: str) -> dict[str, float]:
    """Where a node is on the page, once the view rests."""
    box = node(page, id).bounding_box()
    while True:
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        now = node(page, id).bounding_box()
        assert now
        if now == box:
            return now
        box = now


def go_up(page: Page) -> None:
    page.get_by_role("navigation", name="Blocks on the way here").get_by_role("button", name="main", exact=True).click()


def choose(page: Page, command: str) -> None:
    """A command by its name, from the list of all."""
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Search commands")).to_be_focused()
    page.keyboard.type(command)
    page.keyboard.press("Enter")


def expect_stored(page: Page, block: str, is_there: bool) -> None:
    """Wait for the server's copy: saving is debounced."""
    for _ in range(50):
        if (block in document_of(page)["blocks"]) == is_there:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{block} should {'' if is_there else 'not '}be stored")


def test_two_layers_become_a_block_whose_inside_can_be_changed_and_which_trains(page: Page):
    new_network(page, "digits-cnn")
    make_block(page, ["conv1", "relu1"], "features")
    expect(node(page, "conv1")).to_have_count(0)
    expect(node(page, "features")).to_contain_text("(N, 12, 8, 8)")
    open_block(page, "features")
    expect(node(page, "conv1")).to_contain_text("(N, 12, 8, 8)")
    header(page, "conv1").click()
    set_field(page, "out_channels", "16")
    expect(node(page, "conv1")).to_contain_text("(N, 16, 8, 8)")
    go_up(page)
    expect(node(page, "features")).to_contain_text("(N, 16, 8, 8)")
    expect(node(page, "pool1")).to_contain_text("(N, 16, 4, 4)")
    page.keyboard.press("Control+z")  # the step was made inside: undo shows it there
    expect(node(page, "conv1")).to_contain_text("(N, 12, 8, 8)")
    page.keyboard.press("Escape")
    expect(node(page, "features")).to_contain_text("(N, 12, 8, 8)")
    page.get_by_role("tab", name="Code").click()
    expect(page.get_by_role("region", name="Code")).to_contain_text("class Features(nn.Module)")
    train(page)
    expect_status(page, "running")
    page.get_by_role("button", name="Stop").click()


def test_make_inline_and_undo_give_the_drawing_back(page: Page):
    new_network(page, "xor")
    before = document_of(page)
    make_block(page, ["hidden", "tanh"], "bend")
    expect_stored(page, "bend", is_there=True)
    page.keyboard.press("Control+Shift+g")
    expect(node(page, "tanh")).to_contain_text("(N, 4)")
    expect(node(page, "bend")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(node(page, "bend")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(node(page, "hidden")).to_be_visible()
    expect_stored(page, "bend", is_there=False)
    assert document_of(page)["blocks"] == before["blocks"]


def test_a_block_is_used_again_with_its_own_parameter_and_repeated(page: Page):
    new_network(page, "xor")
    make_block(page, ["hidden", "tanh"], "bend")
    open_block(page, "bend")
    page.get_by_role("button", name="Add a parameter").click()
    header(page, "hidden").click()
    set_field(page, "out_features", "=2 * width")
    expect(node(page, "hidden")).to_contain_text("(N, 32)")
    go_up(page)
    drag_from_palette(page, "bend", to=below(page, "bend"))
    set_field(page, "width", "3")
    drag_wire(page, "xor.point", "bend2.input")
    expect(node(page, "bend2")).to_contain_text("(N, 6)")
    expect(node(page, "bend")).to_contain_text("(N, 32)")
    choose(page, "Repeat the block")
    expect(node(page, "bend2")).to_contain_text("bend ×2")
    expect(node(page, "bend2").locator(".node-problem")).to_be_visible()
    expect(page.get_by_role("complementary", name="Inspector")).to_contain_text("what the next one takes")


def test_a_problem_inside_is_told_outside_and_one_click_away(page: Page):
    new_network(page, "xor")
    make_block(page, ["hidden", "tanh"], "bend")
    open_block(page, "bend")
    page.locator(".react-flow__edge[data-id='hidden.input']").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Delete")
    expect(node(page, "hidden").locator(".node-problem")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(node(page, "bend")).to_contain_text("inside")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()
    page.locator(".react-flow__pane").click(position={"x": 5, "y": 5})
    page.get_by_role("button", name="Show hidden in bend").click()
    expect(node(page, "hidden")).to_be_visible()
    expect(page.get_by_role("complementary", name="Inspector")).to_contain_text("out_features")


def test_others_see_which_block_somebody_is_in_and_what_changes_there(page: Page):
    new_network(page, "xor")
    other = page.context.new_page()
    other.goto(page.url)
    make_block(page, ["hidden", "tanh"], "bend")
    open_block(page, "bend")
    other.get_by_role("button", name=re.compile("is in bend")).click()
    expect(node(other, "tanh")).to_be_visible()
    header(page, "hidden").click()
    set_field(page, "out_features", "9")
    expect(node(other, "tanh")).to_contain_text("(N, 9)")


def test_a_block_comes_along_when_its_node_is_copied_to_another_network(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    new_network(page, "xor")
    make_block(page, ["hidden", "tanh"], "bend")
    page.keyboard.press("Control+c")
    new_network(page, "digits-mlp")
    page.locator(".react-flow__pane").click(position={"x": 5, "y": 5})
    page.keyboard.press("Control+v")
    expect(node(page, "bend")).to_be_visible()
    expect_stored(page, "bend", is_there=True)


def test_a_new_block_is_drawn_and_deleted_only_when_nothing_uses_it(page: Page):
    new_network(page, "xor")
    page.get_by_role("button", name="New empty block").click()
    expect(node(page, "input")).to_be_visible()
    expect(page.get_by_role("button", name="Add Xor", exact=True)).to_have_count(0)
    drag_wire(page, "input.output", "output.input")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Add Xor", exact=True)).to_be_visible()
    page.get_by_role("button", name="Add block", exact=True).click()
    choose(page, "Delete the block")
    expect(page.get_by_text("Delete what uses it first: block in main.")).to_be_visible()
    expect(node(page, "block")).to_be_visible()


def test_a_block_is_opened_and_left_with_the_keyboard_and_is_as_accessible_as_the_rest(page: Page):
    new_network(page, "xor")
    make_block(page, ["hidden", "tanh"], "bend")
    node(page, "bend").focus()
    page.keyboard.press("Enter")
    expect(node(page, "input")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(node(page, "bend")).to_be_focused()
    expect(page.get_by_role("complementary", name="Inspector")).to_contain_text("Block bend")
    assert faults(page) == []


def test_the_camera_stays_where_it_was_in_each_block(page: Page):
    new_network(page, "xor")
    make_block(page, ["hidden", "tanh"], "bend")
    pane = page.locator(".react-flow__pane")
    pane.hover()
    page.mouse.wheel(0, 300)
    before = settled(page, "bend")
    open_block(page, "bend")
    page.keyboard.press("Escape")
    expect(node(page, "bend")).to_be_visible()
    assert settled(page, "bend") == before
