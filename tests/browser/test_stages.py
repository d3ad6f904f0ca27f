"""A training in stages, drawn by hand: added, named, moved, told what runs and what is frozen; others see it; undo."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.drawn import soon
from tests.browser.journeys import (
    centre,
    create_network,
    document_of,
    drag,
    expect_status,
    new_network,
    node,
    set_field,
    train,
)
from tests.browser.test_accessibility import faults
from tests.browser.test_blocks import choose, header
from tests.browser.test_freezing import badge
from tests.drawings import draw

pytestmark = pytest.mark.browser


def stages(page: Page) -> list[dict[str, Any]]:
    """The stages as the server has stored them."""
    return document_of(page)["training"].get("stages", [])


def second(page: Page, name: str) -> Any:
    """What the second stage says, once it is stored."""
    found = stages(page)
    return found[1].get(name) if len(found) == 2 else None


def first(page: Page, name: str) -> Any:
    """What the first stage says, once it is stored."""
    return next((each.get(name) for each in stages(page)), None)


def expect_stages(page: Page, wanted: list[tuple[str, int]]) -> None:
    assert soon(lambda: [(each["name"], each["epochs"]) for each in stages(page)], wanted) == wanted


def strip(page: Page):
    return page.get_by_role("region", name="Stages of the training")


def pick(page: Page, number: int):
    return strip(page).locator(f"[data-stage='{number - 1}']")


def leave_fields(page: Page) -> None:
    page.locator(".react-flow__pane").click(position={"x": 5, "y": 5})


def in_two_stages(page: Page) -> None:
    """Make two stages of what there is, and give the new one a name."""
    choose(page, "Add a stage")
    expect(strip(page).get_by_role("textbox", name="Name of the stage")).to_be_focused()
    page.keyboard.type("Polish")
    page.keyboard.press("Enter")


def test_a_training_is_cut_in_stages_that_are_named_moved_and_taken_back(page: Page):
    new_network(page, "digits-cnn")
    epochs = document_of(page)["training"]["epochs"]
    expect(strip(page)).to_have_count(0)
    in_two_stages(page)
    expect_stages(page, [("Train", epochs), ("Polish", 10)])
    field = strip(page).get_by_role("textbox", name="Epochs of the stage")
    field.fill("0")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("4")
    page.keyboard.press("Enter")
    expect_stages(page, [("Train", epochs), ("Polish", 4)])
    assert document_of(page)["training"]["epochs"] == epochs + 4
    drag(page, centre(pick(page, 2)), (centre(pick(page, 1))[0] - 40, centre(pick(page, 1))[1]))
    expect_stages(page, [("Polish", 4), ("Train", epochs)])
    pick(page, 1).focus()
    page.keyboard.press("Alt+ArrowRight")
    expect_stages(page, [("Train", epochs), ("Polish", 4)])
    strip(page).get_by_role("button", name="Duplicate the stage").click()
    expect_stages(page, [("Train", epochs), ("Polish", 4), ("Polish2", 4)])
    strip(page).get_by_role("button", name="Remove the stage").click()
    expect_stages(page, [("Train", epochs), ("Polish", 4)])
    leave_fields(page)
    for _ in range(7):
        page.keyboard.press("Control+z")
    expect(strip(page)).to_have_count(0)
    assert soon(lambda: stages(page), []) == []
    assert document_of(page)["training"]["epochs"] == epochs


def test_the_chosen_stage_says_what_runs_what_is_frozen_and_dims_what_sleeps(page: Page):
    new_network(page, "vae")
    in_two_stages(page)
    form = page.get_by_role("complementary", name="Inspector")
    expect(form.get_by_role("heading", name="Stage 2 of 2")).to_be_visible()
    frozen = form.get_by_role("group", name="frozen")
    box = frozen.get_by_role("checkbox").first
    id = frozen.locator("label .mono").first.inner_text()
    box.check()
    expect(badge(page, id)).to_have_attribute("aria-label", "frozen in this stage")
    assert soon(lambda: [each["frozen"] for each in stages(page)], [[], [id]]) == [[], [id]]
    expect(strip(page)).to_contain_text(f"freezes {id}")
    header(page, id).click()
    page.keyboard.press("l")
    expect(badge(page, id)).to_have_count(0)
    assert soon(lambda: second(page, "frozen"), []) == []
    page.keyboard.press("l")
    expect(badge(page, id)).to_be_visible()
    set_field(page, "name", "eyes")
    assert soon(lambda: second(page, "frozen"), ["eyes"]) == ["eyes"]
    page.keyboard.press("Escape")
    strip(page).get_by_role("button", name="All stages").click()
    expect(badge(page, "eyes")).to_have_count(0)


def two_goals() -> dict[str, Any]:
    """A drawing in which one Objective rebuilds points and another one tells their moons, from the same codes."""
    layers = {
        "encoder": ("Linear", {"out_features": 3}),
        "decoder": ("Linear", {"out_features": 2}),
        "head": ("Linear", {"out_features": 2}),
    }
    ends = {
        "rebuilt": "MSELoss",
        "named": "CrossEntropyLoss",
        "accuracy": "Accuracy",
        "rebuild": ("Objective", {"over": "encoder, decoder"}),
        "classify": ("Objective", {"over": "encoder, head"}),
    }
    edges = {
        "encoder.input": "moons.point",
        "decoder.input": "encoder.output",
        "rebuilt.input": "decoder.output",
        "rebuilt.target": "moons.point",
        "rebuild.loss": "rebuilt.loss",
        "head.input": "encoder.output",
        "named.input": "head.output",
        "named.target": "moons.label",
        "accuracy.input": "head.output",
        "accuracy.target": "moons.label",
        "classify.loss": "named.loss",
    }
    document = draw({"moons": "TwoMoons", **layers, **ends}, edges, epochs=3).model_dump(mode="json")
    for place, each in enumerate(document["blocks"]["main"]["nodes"].values()):
        each["position"] = [260 * (place % 4), 180 * (place // 4)]
    return document


def test_what_sleeps_in_a_stage_is_dimmed(page: Page):
    create_network(page, {"document": two_goals(), "name": "Two goals"})
    in_two_stages(page)
    pick(page, 1).click()
    runs = page.get_by_role("complementary", name="Inspector").get_by_role("group", name="runs")
    runs.get_by_role("checkbox", name="classify").uncheck()
    expect(runs.get_by_role("checkbox", name="rebuild")).to_be_disabled()  # a stage runs at least one
    for id in ("head", "named", "classify"):
        expect(node(page, id)).to_have_attribute("aria-label", re.compile("asleep in this stage"))
        expect(node(page, id).locator(".is-idle")).to_have_count(1)
    for id in ("encoder", "decoder", "accuracy", "moons"):
        expect(node(page, id).locator(".is-idle")).to_have_count(0)
    expect(strip(page)).to_contain_text("Runs rebuild · learns from moons")
    assert soon(lambda: first(page, "objectives"), ["rebuild"]) == ["rebuild"]
    settings = page.get_by_role("group", name="rebuild")
    settings.get_by_role("textbox", name="lr").fill("0.05")
    page.keyboard.press("Enter")
    assert soon(lambda: first(page, "goals"), {"rebuild": {"lr": 0.05}}) == {"rebuild": {"lr": 0.05}}
    strip(page).get_by_role("button", name="All stages").click()
    expect(page.locator(".node.is-idle")).to_have_count(0)
    pick(page, 2).click()
    expect(page.locator(".node.is-idle")).to_have_count(0)


def test_stages_are_chosen_and_edited_with_the_keyboard_alone(page: Page):
    new_network(page, "xor")
    in_two_stages(page)
    leave_fields(page)
    for _ in range(6):
        page.keyboard.press("F6")
        if page.evaluate("() => document.activeElement.closest('.strip') !== null"):
            break
    page.keyboard.press("Tab")
    pick(page, 1).focus()
    page.keyboard.press("ArrowRight")
    expect(pick(page, 2)).to_be_focused()
    expect(pick(page, 2)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("F2")
    expect(strip(page).get_by_role("textbox", name="Name of the stage")).to_be_focused()
    page.keyboard.type("Rest")
    page.keyboard.press("Enter")
    expect(pick(page, 2)).to_have_attribute("aria-label", "Stage 2 of 2: Rest, 10 epochs")
    assert faults(page) == []
    pick(page, 2).focus()
    page.keyboard.press("Delete")
    expect(pick(page, 2)).to_have_count(0)
    expect(node(page, "hidden")).to_be_visible()


def test_two_people_edit_two_stages(page: Page):
    new_network(page, "xor")
    in_two_stages(page)
    other = page.context.new_page()
    other.goto(page.url)
    pick(other, 1).click()
    other.get_by_role("textbox", name="Name of the stage").fill("Begin")
    other.keyboard.press("Enter")
    expect(pick(page, 1)).to_contain_text("Begin")
    field = strip(page).get_by_role("textbox", name="Epochs of the stage")
    field.fill("3")
    page.keyboard.press("Enter")
    expect(pick(other, 2)).to_contain_text("3 epochs")
    expect(pick(other, 1)).to_have_attribute("aria-pressed", "true")


def staged(document: dict[str, Any]) -> dict[str, Any]:
    """The same, first to rebuild and then to tell the moons, with what was learned frozen."""
    first = {"name": "Pre-train", "epochs": 400, "objectives": ["rebuild"]}
    second = {"name": "Fine-tune", "epochs": 20_000, "objectives": ["classify"], "frozen": ["encoder"]}
    return {**document, "training": {**document["training"], "stages": [first, second]}}


def test_a_run_goes_through_the_stages_and_its_curves_are_marked_where_each_began(page: Page):
    create_network(page, {"document": staged(two_goals()), "name": "In two stages"})
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()
    train(page)
    expect(page.locator(".run-stage")).to_have_text("Stage 2 of 2: Fine-tune")
    expect(pick(page, 1)).to_have_attribute("aria-label", "Stage 1 of 2: Pre-train, 400 epochs, done")
    expect(pick(page, 2)).to_have_attribute("aria-label", re.compile("in training now"))
    chart = page.locator(".run-chart").first
    expect(chart.locator(".annotation-text")).to_have_count(2)
    expect(chart.locator(".shapelayer path")).to_have_count(1)
    expect(chart).to_contain_text("Stage 2, Fine-tune, began after step")
    page.get_by_role("button", name="Stop").click()
    expect_status(page, "stopped")
    expect(page.locator(".run-stage")).to_have_count(0)


def test_a_finger_chooses_and_moves_stages(browser: Browser, base_url: str):
    with browser.new_context(base_url=base_url, viewport={"width": 1024, "height": 768}, has_touch=True) as context:
        page = context.new_page()
        create_network(page, {"document": staged(two_goals()), "name": "By finger"})
        pick(page, 2).tap()
        expect(badge(page, "encoder")).to_be_visible()
        strip(page).get_by_role("button", name="Move the stage to the left").tap()
        expect_stages(page, [("Fine-tune", 20_000), ("Pre-train", 400)])
        drag_by_finger(page, pick(page, 1).locator(".strip-number"), pick(page, 2))
        expect_stages(page, [("Pre-train", 400), ("Fine-tune", 20_000)])


def drag_by_finger(page: Page, what: Locator, to: Locator) -> None:
    """With real touches: Playwright's touchscreen only taps."""
    hand = page.context.new_cdp_session(page)
    (x, y), (end, _) = centre(what), centre(to)
    for kind, at in (("touchStart", x), ("touchMove", x + 12), ("touchMove", (x + end) / 2), ("touchMove", end + 40)):
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at, "y": y}]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
