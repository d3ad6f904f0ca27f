"""A drawing seen from afar is one picture, and hands and keys do with it what they do with nodes that are mounted."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.far import camera, chain, expect_far, painted_at, with_block_at
from tests.browser.journeys import create_network, document_of, drag, node
from tests.browser.test_accessibility import faults

pytestmark = pytest.mark.browser

DRAWING = with_block_at(chain(120, columns=15), "n20")
NODES = DRAWING["blocks"]["main"]["nodes"]


@pytest.fixture
def far(page: Page) -> Page:
    create_network(page, {"document": DRAWING})
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()
    expect_far(page)
    return page


def place(page: Page, id: str) -> tuple[float, float]:
    return painted_at(page, NODES[id]["position"])


def chosen(page: Page):
    """The node that a screen reader is told of."""
    return page.get_by_role("listbox", name="Nodes, seen from afar: 120").get_by_role("option")


def stored(page: Page, id: str) -> list[float]:
    return document_of(page)["blocks"]["main"]["nodes"][id]["position"]


def until_stored(page: Page, id: str, wanted) -> None:
    """The room stores what it hears a moment later."""
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    for _ in range(100):
        if wanted(stored(page, id)):
            return
        page.wait_for_timeout(50)
    raise AssertionError(stored(page, id))


def test_a_click_selects_a_drag_moves_in_one_step_and_a_frame_takes_many(far: Page):
    page = far
    inspector = page.get_by_role("complementary", name="Inspector")
    page.mouse.click(*place(page, "n50"))
    expect(chosen(page)).to_have_text("n50, ReLU")
    expect(inspector.get_by_role("button", name="Delete n50")).to_be_visible()
    page.keyboard.down("Control")
    page.mouse.click(*place(page, "n52"))
    page.keyboard.up("Control")
    expect(inspector).to_contain_text("2 nodes are selected")

    before, (x, y) = NODES["n34"]["position"], place(page, "n34")
    drag(page, (x, y), (x + 60, y + 40))
    expect(chosen(page)).to_have_text("n34, ReLU")
    zoom = camera(page)[2]
    until_stored(page, "n34", lambda now: now == [round(before[0] + 60 / zoom), round(before[1] + 40 / zoom)])
    expect_far(page)
    page.keyboard.press("Control+z")
    until_stored(page, "n34", lambda now: now == before)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()

    page.keyboard.down("Shift")
    x, y = NODES["n50"]["position"]
    drag(page, painted_at(page, [x, y], (-40, -40)), painted_at(page, [x, y], (840, 330)))
    page.keyboard.up("Shift")
    expect(inspector).to_contain_text("6 nodes are selected")  # three of each of two rows
    page.mouse.click(*painted_at(page, [x, y], (98, 140)))
    expect(chosen(page)).to_have_count(0)


def test_a_wire_is_selected_and_taken_away(far: Page):
    page = far
    page.mouse.click(*painted_at(page, NODES["n50"]["position"], (243, 67)))
    page.keyboard.press("Delete")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()


def test_a_double_click_opens_a_block_and_the_way_back_ends_at_its_node(far: Page):
    page = far
    page.mouse.dblclick(*place(page, "n20"))
    expect(page.get_by_role("navigation", name="Blocks on the way here")).to_contain_text("inner")
    expect(node(page, "relu")).to_be_visible()
    page.keyboard.press("Alt+ArrowUp")
    expect_far(page)
    expect(chosen(page)).to_have_text("n20, Block")


def test_keys_go_from_node_to_node_and_the_focus_comes_along_where_nodes_are_mounted(far: Page):
    page = far
    page.mouse.click(*place(page, "n50"))
    expect(page.get_by_role("listbox")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(chosen(page)).to_have_text("n51, Linear")
    assert chosen(page).get_attribute("aria-setsize") == "120"
    assert faults(page) == []

    page.mouse.move(*place(page, "n51"))
    while camera(page)[2] < 0.6:
        page.mouse.wheel(0, -120)
    expect(node(page, "n51")).to_be_visible()
    expect(node(page, "n51")).to_be_focused()
    assert page.locator(".react-flow__node").count() < 60
    while camera(page)[2] > 0.3:
        page.mouse.wheel(0, 120)
    expect_far(page)
    expect(page.get_by_role("listbox")).to_be_focused()
    page.keyboard.press("Home")
    expect(chosen(page)).to_have_text("moons, TwoMoons")
