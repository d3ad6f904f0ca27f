"""Hands that never leave the keyboard: both palettes, every dialog, and a network drawn, trained and looked at."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.journeys import expect_status, new_network, node, port, set_field, train, vary
from tests.browser.test_accessibility import faults

pytestmark = pytest.mark.browser


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def tab_to(page: Page, wanted: Locator, most: int = 40) -> None:
    """Press Tab until it has the focus, as often as a patient hand would."""
    for _ in range(most):
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()


def found(page: Page) -> list[str]:
    """What a search found, once its list is there."""
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    return options.evaluate_all("(options) => options.map((each) => each.ariaLabel ?? each.innerText)")


def expect_first(page: Page, name: str) -> None:
    expect(page.get_by_role("listbox").get_by_role("option").first).to_have_accessible_name(name)


def test_what_is_typed_into_the_palette_is_found_nearest_first_and_arrows_and_enter_add_it(page: Page):
    new_network(page, "xor")
    page.keyboard.press("/")
    page.keyboard.type("relu")
    assert found(page)[:2] == ["Add ReLU", "Add ReLU6"]
    marked = page.get_by_role("listbox").get_by_role("option", selected=True)
    expect(marked).to_have_accessible_name("Add ReLU")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(marked).to_have_accessible_name("Add ReLU6")
    search = page.get_by_role("combobox", name="Search layers")
    expect(search).to_be_focused()
    expect(search).to_have_attribute("aria-activedescendant", str(marked.get_attribute("id")))
    assert faults(page) == []
    page.keyboard.press("Enter")
    expect(node(page, "relu61")).to_be_focused()
    expect(search).to_have_value("")
    page.keyboard.press("/")
    page.keyboard.type("norm 2d")
    expect_first(page, "Add BatchNorm2d")
    page.keyboard.press("Escape")
    expect(search).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.locator("#canvas")).to_be_focused()


def test_the_command_palette_takes_typing_at_once_and_gives_the_focus_back(page: Page):
    new_network(page, "xor")
    node(page, "tanh").locator(".node-header").click()
    page.keyboard.press("Control+k")
    page.keyboard.type("du")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_have_text(re.compile("^Duplicate selection"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(node(page, "tanh")).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("dropout")
    expect_first(page, "Add Dropout")
    assert faults(page) == []
    page.keyboard.press("Enter")
    expect(node(page, "dropout1")).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("search the")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Search layers")).to_be_focused()
    page.keyboard.press("Control+k")  # also from a field
    page.keyboard.type("scores")
    expect_first(page, "Go to scores")
    page.keyboard.press("Enter")
    expect(node(page, "scores")).to_be_focused()


def test_every_dialog_and_menu_puts_the_focus_where_a_hand_wants_it_and_gives_it_back(page: Page):
    new_network(page, "xor")
    node(page, "tanh").locator(".node-header").click()
    page.keyboard.press("Control+g")
    name = page.get_by_role("textbox", name="Name", exact=True)
    expect(name).to_be_focused()
    assert faults(page) == []
    page.keyboard.type("bend")
    expect(name).to_have_value("bend")  # what was suggested is typed over
    page.keyboard.press("Enter")
    expect(node(page, "bend")).to_be_focused()

    page.keyboard.press("Control+k")
    page.keyboard.type("rename")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Name", exact=True)).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(node(page, "bend")).to_be_focused()

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Help and shortcuts")).to_be_focused()  # so that it can be scrolled
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(node(page, "bend")).to_be_focused()

    for label in ("My networks", "Export"):
        button = page.get_by_role("button", name=label, exact=True)
        tab_to(page, button, most=120)
        page.keyboard.press("Enter")
        expect(page.get_by_role("menuitem").first).to_be_focused()
        assert faults(page) == []
        page.keyboard.press("Escape")
        expect(button).to_be_focused()

    share = page.get_by_role("button", name="Share", exact=True)
    tab_to(page, share)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Create a link")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(share).to_be_focused()

    page.keyboard.press("Control+k")
    page.keyboard.type("delete this")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Enter")
    expect(share).to_be_focused()


def test_windows_of_a_run_and_of_a_sweep_take_typing_at_once(page: Page):
    new_network(page, "digits-cnn")
    set_field(page, "epochs", "400")
    train(page)
    expect_status(page, "running")
    page.get_by_role("button", name="Pause").click()
    expect_status(page, "paused")
    for label, field in (("Change", "lr"), ("Extend", "More epochs")):
        button = page.locator("[aria-haspopup]").and_(page.get_by_role("button", name=label, exact=True))
        button.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("textbox", name=field, exact=True)).to_be_focused()
        assert faults(page) == []
        page.keyboard.type("7")
        expect(page.get_by_role("textbox", name=field, exact=True)).to_have_value("7")
        page.keyboard.press("Escape")
        expect(button).to_be_focused()
    page.get_by_role("button", name="Stop").click()
    expect_status(page, "stopped")
    vary(page, "training.batch_size")
    expect(page.get_by_role("textbox", name="training.batch_size from")).to_be_focused()
    page.keyboard.type("9")
    expect(page.get_by_role("textbox", name="training.batch_size from")).to_have_value("9")


def test_the_first_stop_of_tab_leads_past_everything_to_the_drawing(page: Page):
    new_network(page, "xor")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the drawing")).to_be_focused()
    expect(focused(page)).to_be_in_viewport()
    address = page.url
    page.keyboard.press("Enter")
    expect(page.locator("#canvas")).to_be_focused()
    assert page.url == address
    before = node(page, "xor").bounding_box()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#canvas")).to_be_focused()
    after = node(page, "xor").bounding_box()
    assert before
    assert after
    assert before["x"] - after["x"] == pytest.approx(80)
    page.keyboard.press("Tab")
    expect(node(page, "xor")).to_be_focused()


def test_a_network_is_drawn_wired_set_trained_and_looked_at_without_a_mouse(page: Page):
    new_network(page, "xor")
    page.keyboard.press("/")
    page.keyboard.type("relu")
    page.keyboard.press("Enter")
    expect(node(page, "relu1")).to_be_focused()
    tab_to(page, port(page, "relu1.input"))
    page.keyboard.press("Enter")
    page.keyboard.press("Control+k")
    page.keyboard.type("go to tanh")
    page.keyboard.press("Enter")
    tab_to(page, port(page, "tanh.output"))
    page.keyboard.press("Enter")
    expect(node(page, "relu1")).to_contain_text("(N, 4)")

    page.keyboard.press("Control+k")
    page.keyboard.type("hidden")
    page.keyboard.press("Enter")
    expect(node(page, "hidden")).to_be_focused()
    page.keyboard.press("e")
    expect(page.get_by_role("textbox", name="out_features", exact=True)).to_be_focused()
    page.keyboard.type("6")
    page.keyboard.press("Enter")
    expect(node(page, "relu1")).to_contain_text("(N, 6)")
    page.keyboard.press("Escape")
    expect(node(page, "hidden")).to_be_focused()

    page.keyboard.press("Control+Enter")
    expect_status(page, "finished")
    page.keyboard.press("F6")
    expect(page.get_by_role("tab", name="Training")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Watch")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".watch-card").first).to_be_visible()
    for place in (".inspector", ".top-bar", ".palette", "#canvas", ".dock"):
        page.keyboard.press("F6")
        expect(page.locator(f"{place} :focus, {place}:focus").first).to_be_visible()
    page.keyboard.press("Shift+F6")
    expect(node(page, "hidden")).to_be_focused()
