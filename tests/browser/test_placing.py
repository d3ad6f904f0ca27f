"""What comes onto the drawing lies where it was meant, on nothing else, and the view stays as the hand left it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drawn import soon
from tests.browser.journeys import centre, create_network, drag, drag_from_palette, new_network, node

pytestmark = pytest.mark.browser

COVERING = """() => {
    const nodes = [...document.querySelectorAll('.react-flow__node')];
    const boxes = nodes.map((node) => [node.dataset.id, node.getBoundingClientRect()]);
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    return boxes.flatMap(([one, a]) => boxes.flatMap(([two, b]) => (one < two && meet(a, b) ? [`${one} ${two}`] : [])));
}"""
UNSEEN = """() => {
    const pane = document.getElementById('canvas').getBoundingClientRect();
    const isIn = ({ left, right, top, bottom }) =>
        left >= pane.left && right <= pane.right && top >= pane.top && bottom <= pane.bottom;
    const nodes = [...document.querySelectorAll('.react-flow__node')];
    return nodes.filter((node) => !isIn(node.getBoundingClientRect())).map((node) => node.dataset.id);
}"""


def look(page: Page) -> str:
    """Where the camera is."""
    return str(page.locator(".react-flow__viewport").get_attribute("style"))


def expect_none_covers(page: Page) -> None:
    """Not even with the lines at their feet that say what they wait for."""
    expect(page.get_by_text("Checking")).to_have_count(0)
    assert soon(lambda: page.evaluate(COVERING), []) == []


def ids(page: Page) -> list[str]:
    return sorted(page.locator(".react-flow__node").evaluate_all("(nodes) => nodes.map((node) => node.dataset.id)"))


def test_the_first_drops_stay_where_the_hand_let_go_and_never_on_each_other(page: Page):
    create_network(page, {"document": {}})
    before = look(page)
    drag_from_palette(page, "Linear", (700, 300))
    expect(node(page, "linear1").locator(".node-problem")).to_be_visible()
    x, y = centre(node(page, "linear1").locator(".node-header"))
    assert abs(x - 700) < 2
    assert abs(y - 300) < 25
    drag_from_palette(page, "ReLU", (720, 330))
    drag_from_palette(page, "Conv2d", (690, 290))
    for id in ("relu1", "conv1"):
        expect(node(page, id).locator(".node-problem")).to_be_visible()
        x, y = centre(node(page, id))
        assert abs(x - 700) + abs(y - 320) < 450
    expect_none_covers(page)
    assert look(page) == before


def test_layers_that_are_added_by_name_lie_in_view_on_nothing_else(page: Page):
    new_network(page, "xor")
    before = look(page)
    for number in range(1, 5):
        page.keyboard.press("/")
        page.keyboard.type("relu")
        page.keyboard.press("Enter")
        expect(node(page, f"relu{number}")).to_be_focused()
        expect(node(page, f"relu{number}").locator(".node-problem")).to_be_visible()
    expect_none_covers(page)
    assert soon(lambda: page.evaluate(UNSEEN), []) == []
    assert look(page) == before


def test_a_paste_and_what_undo_brings_back_leave_the_camera_and_cover_nothing(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    new_network(page, "xor")
    page.evaluate("() => navigator.clipboard.writeText('x\\ty\\n1\\t2\\n')")  # a table that was copied before
    start = ids(page)
    before = look(page)
    node(page, "hidden").locator(".node-header").click()
    node(page, "tanh").locator(".node-header").click(modifiers=["Shift"])
    shape = apart(page, "hidden", "tanh")
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    expect(node(page, "tanh2").locator(".node-problem")).to_have_count(0)
    expect(node(page, "hidden2").locator(".node-problem")).to_be_visible()
    assert apart(page, "hidden2", "tanh2") == shape
    expect_none_covers(page)
    assert soon(lambda: page.evaluate(UNSEEN), []) == []

    page.keyboard.press("Delete")
    expect(node(page, "hidden2")).to_have_count(0)
    where = centre(node(page, "scores"))
    node(page, "scores").locator(".node-header").click()
    page.keyboard.press("Delete")
    expect(node(page, "scores")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(node(page, "scores")).to_be_visible()
    assert centre(node(page, "scores")) == where
    page.keyboard.press("Control+z")
    expect(node(page, "hidden2")).to_be_visible()
    assert ids(page) == sorted([*start, "hidden2", "tanh2"])
    expect_none_covers(page)
    assert look(page) == before


def test_what_undo_brings_back_makes_way_for_what_another_put_there(page: Page):
    new_network(page, "xor")
    other = page.context.new_page()
    other.goto(page.url)
    place = centre(node(page, "tanh").locator(".node-header"))
    node(page, "tanh").locator(".node-header").click()
    page.keyboard.press("Delete")
    expect(node(other, "tanh")).to_have_count(0)
    drag(other, centre(node(other, "accuracy").locator(".node-header")), (place[0] + 12, place[1] + 8))
    moved = node(other, "accuracy").bounding_box()
    assert moved
    expect(node(page, "accuracy")).to_have_js_property(
        "style.transform", node(other, "accuracy").evaluate("(n) => n.style.transform")
    )
    page.keyboard.press("Control+z")
    expect(node(page, "tanh")).to_be_visible()
    expect(node(other, "tanh")).to_be_visible()
    expect_none_covers(page)
    assert node(page, "accuracy").bounding_box() == moved


def apart(page: Page, one: str, other: str) -> tuple[int, int]:
    """How far one node stands from another."""
    (x1, y1), (x2, y2) = (
        centre(node(page, one).locator(".node-header")),
        centre(node(page, other).locator(".node-header")),
    )
    return round(x2 - x1), round(y2 - y1)
