"""The lesson beside a starter's drawing: seen at once, and each of its buttons does what it says."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import builder
from tests.browser.journeys import create_link, expect_status, new_network, node, project_id, train

pytestmark = pytest.mark.browser

LAPTOP = {"width": 1366, "height": 768}
XOR = builder.STARTERS["xor"]
assert XOR.lesson
CHANGED = {
    "Two hidden neurons": "hidden: out_features 4 → 2",
    "Sixteen hidden neurons": "hidden: out_features 4 → 16",
    "A hundredth of the learning rate": "objective: lr 0.02 → 0.0002",
    "Take the tanh away": "− Tanh",
    "Break it: one hidden neuron": "hidden: out_features 4 → 1",
}
"""What each button changes, as the page says it."""


def lesson(page: Page) -> Locator:
    return page.get_by_role("region", name="Lesson")


def opened(page: Page) -> None:
    """Wait until the network that a button made is drawn and checked."""
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()


def press(page: Page, label: str) -> None:
    """Press what there is to try, and wait for the network that it makes."""
    before = page.url
    lesson(page).get_by_role("button", name=label, exact=True).click()
    page.wait_for_url(lambda url: "/p/" in url and url != before, timeout=60_000)
    opened(page)


def test_a_newcomer_sees_the_lesson_beside_the_whole_drawing_and_what_is_folded_stays_so(page: Page) -> None:
    page.set_viewport_size(LAPTOP)
    new_network(page, "xor")
    assert XOR.lesson
    for words in (XOR.lesson.teaches, XOR.lesson.expect, *(each.expect for each in XOR.lesson.tries)):
        expect(lesson(page).get_by_text(words)).to_be_in_viewport(ratio=0.99)
    expect(lesson(page).get_by_text(XOR.lesson.paper)).to_be_visible()
    for id in XOR.document.graph.nodes:
        expect(node(page, id)).to_be_in_viewport(ratio=0.99)
    fold = lesson(page).get_by_role("button", name="XOR", exact=True)
    fold.click()
    page.reload()
    opened(page)
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(lesson(page).get_by_text(XOR.lesson.teaches)).to_have_count(0)
    fold.press("Enter")
    expect(lesson(page).get_by_text(XOR.lesson.teaches)).to_be_visible()


def test_each_button_opens_a_fork_that_says_what_it_changed_and_the_original_is_compared_with_it(page: Page) -> None:
    page.set_viewport_size(LAPTOP)
    new_network(page, "xor")
    original = project_id(page)
    train(page)
    expect_status(page, "finished")
    assert XOR.lesson
    assert list(CHANGED) == [variant.label for variant in XOR.lesson.variants]
    for variant in XOR.lesson.variants:
        press(page, variant.label)
        expect(lesson(page).get_by_text(CHANGED[variant.label], exact=True)).to_be_visible()
        expect(lesson(page).get_by_text(variant.expect)).to_be_visible()
        expect(page.get_by_role("textbox", name="Name of the network")).to_have_value(re.compile("^XOR: "))
        if variant is XOR.lesson.ablation:
            compare(page)
        lesson(page).get_by_role("button", name="Back to the original").click()
        page.wait_for_url(f"**/p/{original}/")
        opened(page)


def compare(page: Page) -> None:
    """Train a fork of a network that was trained: both figures stand side by side, both curves in one frame."""
    row = lesson(page).get_by_role("row", name=re.compile("^Accuracy"))
    expect(row.get_by_role("cell")).to_have_text([re.compile("^(9|100)"), "press Train"])
    train(page)
    expect_status(page, "finished")
    expect(row.get_by_role("cell")).to_have_text([re.compile("^(9|100)"), re.compile("^[3-7]. ?[0-9.]* %$")])
    curves = lesson(page).get_by_role("img", name=re.compile("^Accuracy on validation"))
    points = [len((line.get_attribute("points") or "").split()) for line in curves.locator("polyline").all()]
    assert points == [40, 40]


def test_where_the_node_is_gone_the_page_says_which_and_offers_the_starter(page: Page) -> None:
    new_network(page, "xor")
    node(page, "tanh").click()
    page.keyboard.press("Delete")
    expect(node(page, "tanh")).to_have_count(0)
    lesson(page).get_by_role("button", name="Take the tanh away").click()
    expect(lesson(page).get_by_role("alert")).to_contain_text("The node tanh is gone")
    press(page, "Try it on the starter as it was drawn")
    expect(lesson(page).get_by_text(CHANGED["Take the tanh away"], exact=True)).to_be_visible()
    press(page, "Back to the original")
    expect(node(page, "tanh")).to_be_visible()


def test_a_share_page_tells_the_lesson_without_its_buttons(page: Page, browser: Browser, base_url: str) -> None:
    new_network(page, "xor")
    link = create_link(page)
    with browser.new_context(base_url=base_url, viewport={"width": 1366, "height": 768}) as context:
        other = context.new_page()
        other.goto(link)
        assert XOR.lesson
        expect(lesson(other).get_by_text(XOR.lesson.teaches)).to_be_visible()
        expect(lesson(other).get_by_text("Take the tanh away", exact=True)).to_be_visible()
        expect(lesson(other).get_by_role("button")).to_have_count(1)  # the one that folds it


def test_a_note_is_read_by_pointer_and_by_keyboard_and_stands_first_in_the_inspector(page: Page) -> None:
    new_network(page, "xor")
    told = page.locator(".note-at-node")
    note = XOR.document.graph.nodes["hidden"].note
    expect(node(page, "hidden").get_by_role("img", name=f"Note: {note}")).to_be_visible()
    expect(node(page, "answer").get_by_role("img", name=re.compile("^Note"))).to_have_count(0)
    node(page, "hidden").hover()
    expect(told).to_have_text(note)
    expect(told).to_have_css("font-size", "13px")
    node(page, "answer").hover()
    expect(told).to_have_count(0)
    node(page, "xor").focus()
    page.keyboard.press("Tab")
    node(page, "hidden").focus()
    expect(told).to_have_text(note)
    page.keyboard.press("Escape")
    expect(told).to_have_count(0)
    node(page, "hidden").click()
    expect(page.get_by_role("complementary", name="Inspector").get_by_text(note, exact=True).first).to_be_visible()


def test_a_tap_shows_a_note_and_the_next_one_takes_it_away(page: Page, browser: Browser, base_url: str) -> None:
    new_network(page, "xor")
    state = page.context.storage_state()
    with browser.new_context(base_url=base_url, viewport=LAPTOP, has_touch=True, storage_state=state) as context:
        tablet = context.new_page()
        tablet.goto(page.url)
        node(tablet, "hidden").tap()
        expect(tablet.locator(".note-at-node")).to_have_text(XOR.document.graph.nodes["hidden"].note)
        tablet.locator("#canvas .react-flow__pane").tap(position={"x": 20, "y": 20})
        expect(tablet.locator(".note-at-node")).to_have_count(0)
