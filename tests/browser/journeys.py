"""What a visitor's hands do, with real mouse events."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError, expect

import builder


def node(page: Page, id: str) -> Locator:
    """A node on the drawing."""
    return page.locator(f".react-flow__node[data-id={id}]")


def port(page: Page, reference: str) -> Locator:
    """The dot of a port, ``"conv1.input"``."""
    id, name = reference.split(".")
    return page.locator(f".react-flow__handle[data-nodeid={id}][data-handleid={name}]")


def centre(target: Locator) -> tuple[float, float]:
    """Where a hand aims once nothing moves there any more."""
    target.element_handle().wait_for_element_state("stable")
    box = target.bounding_box()
    assert box, f"{target} is not on the page"
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press, move past the threshold at which a drag begins, move on, let go."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 6, start[1] + 6)
    page.mouse.move(*end, steps=12)
    page.mouse.up()


def drag_from_palette(page: Page, type_name: str, to: tuple[float, float]) -> None:
    """Find a type in the palette and drag it onto the drawing."""
    search = page.get_by_role("combobox", name="Search layers")
    type_into(page, search, type_name)
    drag(page, centre(page.get_by_role("option", name=f"Add {type_name}", exact=True)), to)
    search.click()
    page.keyboard.press("Escape")
    expect(search).to_have_value("")
    page.keyboard.press("Escape")


def type_into(page: Page, field: Locator, text: str) -> None:
    """Click into a field and type over what it holds."""
    field.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


TELL_OF_A_CHOICE = """(list, option) => {
  window.hasChosen = list.selectedOptions[0]?.label.startsWith(option);
  list.addEventListener("change", () => { window.hasChosen = true; }, { once: true });
}"""


def choose_option(page: Page, name: str, option: str) -> None:
    """Open a list and type what is wanted, as far as it takes; again where the browser's own window came too late."""
    choices = page.get_by_role("combobox", name=name, exact=True)
    choices.evaluate(TELL_OF_A_CHOICE, option)
    for _ in range(5):
        choices.click()
        expect(page.locator("select:open")).to_have_count(1)
        page.keyboard.type(option)
        page.keyboard.press("Enter")
        expect(page.locator("select:open")).to_have_count(0)
        with suppress(TimeoutError):
            page.wait_for_function("() => window.hasChosen", timeout=1_000)
            return
    raise AssertionError(f"{option!r} could not be chosen as {name!r}")


def drag_wire(page: Page, source: str, target: str) -> None:
    drag(page, centre(port(page, source)), centre(port(page, target)))


def below(page: Page, id: str, by: float = 120) -> tuple[float, float]:
    """A place under a node."""
    x, y = centre(node(page, id))
    return x, y + by


def set_field(page: Page, name: str, value: str) -> None:
    """Type into a field of the inspector, as a visitor does."""
    type_into(page, page.get_by_role("textbox", name=name, exact=True), value)
    page.keyboard.press("Enter")


def vary(page: Page, path: str) -> None:
    """Have a sweep try several values of a field: its button shows while the pointer is in the field's row."""
    name = path.rpartition(".")[2]
    page.get_by_role("complementary", name="Inspector").get_by_label(name, exact=True).hover()
    page.get_by_role("button", name=f"Vary {path}", exact=True).click()


def train(page: Page) -> None:
    page.get_by_role("tab", name="Training").click()
    page.get_by_role("button", name="Train", exact=True).click()


def expect_status(page: Page, status: str, within_s: float = 120) -> None:
    expect(page.locator(".run-status[data-status]")).to_have_attribute("data-status", status, timeout=within_s * 1000)


def metric(page: Page, name: str) -> str:
    """A figure as the page shows it: ``"98.7 %"``."""
    return page.locator(f"[data-metric={name}] dd").first.inner_text()


def create_link(page: Page) -> str:
    """Open the share dialog, create a link, close the dialog. The link's address."""
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Create a link").click()
    link = page.get_by_role("textbox", name="Link").first.input_value()
    page.get_by_role("button", name="Close").click()
    return link


def new_network(page: Page, starter: str) -> None:
    """Open a fresh network of a starter, and wait until it is drawn and checked."""
    create_network(page, {"starter": starter})
    expect(page.locator("#canvas .react-flow__node")).to_have_count(len(builder.STARTERS[starter].document.graph.nodes))
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()


def create_network(page: Page, made_of: dict[str, Any]) -> None:
    """Open a fresh network, of a starter or a document, and wait until it is there."""
    config = re.search(r'id="config"[^>]*>(.*?)</script>', page.request.get("/").text())
    assert config, "the page tells its script nothing"
    token = json.loads(config[1])["csrfToken"]
    answer = page.request.post("/api/projects/", data=made_of, headers={"X-CSRFToken": token})
    assert answer.status == 201, answer.text()
    page.goto(f"/p/{answer.json()['id']}/")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    expect(page.locator("#canvas .react-flow__viewport")).to_be_attached()


def project_id(page: Page) -> str:
    return page.url.rstrip("/").rsplit("/", 1)[1]


def run_id(page: Page) -> str:
    """The newest run of the network that is open."""
    return str(_ask(page, f"/api/projects/{project_id(page)}/runs/")["runs"][0]["id"])


def document_of(page: Page) -> dict[str, Any]:
    """The drawing as the server has stored it."""
    document: dict[str, Any] = _ask(page, f"/api/projects/{project_id(page)}/")["document"]
    return document


def _ask(page: Page, path: str) -> dict[str, Any]:
    answer = page.request.get(page.url.split("/p/")[0] + path)
    assert answer.ok, answer.text()
    told: dict[str, Any] = answer.json()
    return told


def until_at_hand(page: Page) -> None:
    """Wait until what opens from buttons and keys has come, as it does with the first touch of a hand."""
    come = "(part) => performance.getEntriesByType('resource').some((each) => each.name.includes(part))"
    for part in ("/dialogs-", "/menus-"):
        page.wait_for_function(come, arg=part)
