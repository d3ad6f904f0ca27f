"""What is shown of a drawing: all of it after a fit, under nothing, and no button or map on what matters."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drawn import soon
from tests.browser.journeys import new_network
from tests.browser.test_blocks import go_up, make_block, open_block

pytestmark = pytest.mark.browser

FAULTS = """() => {
    const pane = document.getElementById('canvas').getBoundingClientRect();
    const shown = (selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility({
        visibilityProperty: true,
    }));
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const drawn = ['.react-flow__node', '.node-picture', '.wire .react-flow__edge-path', '.wire-label'];
    const parts = drawn.flatMap((selector) => shown(selector).map((each) => [selector, each.getBoundingClientRect()]));
    const over = ['.trail', '.react-flow__minimap', '.past-badge', '.map-place canvas', '.dock', '.palette'];
    const covers = over.flatMap((selector) => shown(selector).map((each) => [selector, each.getBoundingClientRect()]));
    return parts.flatMap(([part, a]) => [
        ...(a.left < pane.left || a.right > pane.right || a.top < pane.top || a.bottom > pane.bottom
            ? [`${part} is out of view`]
            : []),
        ...covers.filter(([, b]) => meet(a, b)).map(([cover]) => `${part} under ${cover}`),
    ]);
}"""
COVERED_BY_THE_MAP = """() => {
    const map = document.querySelector('.react-flow__minimap');
    if (!map || getComputedStyle(map).visibility === 'hidden') return [];
    const { left, right, top, bottom } = map.getBoundingClientRect();
    return [...document.querySelectorAll('.react-flow__node')]
        .filter((node) => {
            const box = node.getBoundingClientRect();
            return box.left < right && left < box.right && box.top < bottom && top < box.bottom;
        })
        .map((node) => node.dataset.id);
}"""


def fit(page: Page) -> None:
    page.keyboard.press("f")
    at_rest(page)


def at_rest(page: Page) -> None:
    """The camera turns for a moment after a key."""
    page.wait_for_function(
        """() => new Promise((done) => {
            const look = () => document.querySelector('.react-flow__viewport').style.transform;
            const before = look();
            setTimeout(() => done(look() === before), 120);
        })"""
    )


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1600, 900)])
def test_at_first_and_after_a_fit_all_of_it_is_seen_and_nothing_lies_on_it(page: Page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    new_network(page, "digits-cnn")
    assert soon(lambda: page.evaluate(FAULTS), []) == []
    page.keyboard.press("+")
    page.keyboard.press("+")
    at_rest(page)
    assert page.evaluate(FAULTS) != []
    page.get_by_role("button", name="Show the whole network").click()
    at_rest(page)
    assert soon(lambda: page.evaluate(FAULTS), []) == []


def test_a_fit_counts_the_way_to_a_block_and_panels_that_lie_over_a_tablets_canvas(page: Page):
    page.set_viewport_size({"width": 1280, "height": 720})
    new_network(page, "xor")
    make_block(page, ["hidden", "tanh"], "bend")
    open_block(page, "bend")
    fit(page)
    assert soon(lambda: page.evaluate(FAULTS), []) == []
    go_up(page)
    page.set_viewport_size({"width": 820, "height": 1180})
    fit(page)
    expect(page.get_by_role("navigation", name="Palette")).to_be_visible()
    assert soon(lambda: page.evaluate(FAULTS), []) == []


def test_the_map_lies_beside_the_drawing_or_on_nothing_of_it(page: Page):
    page.set_viewport_size({"width": 1280, "height": 720})
    new_network(page, "digits-cnn")
    there = page.get_by_role("img", name="Map of the network")
    expect(page.get_by_role("navigation", name="Palette").and_(page.locator(":has(canvas)"))).to_be_visible()
    expect(there).to_be_visible()
    page.keyboard.press("[")  # without a palette, while nothing is out of sight
    expect(there).to_be_hidden()
    for _ in range(4):
        page.keyboard.press("+")
        at_rest(page)
        assert soon(lambda: page.evaluate(COVERED_BY_THE_MAP), []) == []
    page.keyboard.press("F6")
    expect(page.locator("#canvas")).to_be_focused()
    for _ in range(8):
        page.keyboard.press("ArrowDown")
        at_rest(page)
        assert soon(lambda: page.evaluate(COVERED_BY_THE_MAP), []) == []
    expect(there).to_be_visible()  # its corner is empty now, and most of the drawing elsewhere
