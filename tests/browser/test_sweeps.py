"""A learner has settings and drawings tried out, sees which trial is best, and takes it over."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.journeys import (
    choose_option,
    create_link,
    document_of,
    expect_status,
    new_network,
    node,
    set_field,
    type_into,
    vary,
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
TABLET = {"viewport": {"width": 1024, "height": 768}, "is_mobile": True, "has_touch": True}


def rows(page: Page):
    return page.locator(".sweep-table tbody tr")


def drawn(page: Page) -> dict[str, object]:
    nodes = document_of(page)["blocks"]["main"]["nodes"]
    return {"lr": nodes["objective"]["params"].get("lr"), "width": nodes["fc1"]["params"]["out_features"]}


def test_vary_two_fields_watch_the_trials_and_use_the_best_settings(page: Page, browser):
    new_network(page, "two-moons-mlp")
    set_field(page, "epochs", "4")
    before = drawn(page)
    link = create_link(page)

    node(page, "objective").locator(".node-header").click()
    expect(page.get_by_role("button", name="Vary objective.lr", exact=True)).to_have_count(0)
    vary(page, "objective.lr")
    expect(page.get_by_role("tab", name="Sweep")).to_have_attribute("aria-selected", "true")
    choose_option(page, "How objective.lr is varied", "values")
    type_into(page, page.get_by_role("textbox", name="Values of objective.lr"), "0.000001, 0.01")
    choose_option(page, "Add a setting to vary", "fc1.out_features")
    type_into(page, page.get_by_role("textbox", name="fc1.out_features from"), "4")
    type_into(page, page.get_by_role("textbox", name="fc1.out_features to"), "16")
    choose_option(page, "Search", "grid")
    type_into(page, page.get_by_role("textbox", name="Points of fc1.out_features"), "2")
    expect(page.get_by_text("4 combinations are tried.")).to_be_visible()
    choose_option(page, "Judged by", "validation loss")
    page.get_by_role("button", name="Start the sweep").click()

    expect(rows(page)).to_have_count(4, timeout=60_000)
    expect(page.locator(".sweep .run-status")).to_have_attribute("data-status", "finished", timeout=60_000)
    expect(page.locator(".sweep .run-status")).to_contain_text("All 4 trials are done.")
    expect(page.locator(".sweep .scatterlayer path.js-line")).to_have_count(4)
    best = rows(page).first
    expect(best).to_contain_text("best")
    expect(best).to_contain_text("0.01")

    page.get_by_role("button", name="Use these settings").click()
    expect(node(page, "objective")).to_contain_text("lr=0.01")
    expect(node(page, "fc1")).to_contain_text(best.locator("td").nth(2).inner_text())
    page.get_by_role("button", name="Undo").click()
    expect(node(page, "objective")).to_contain_text(f"lr={before['lr']}")
    expect(node(page, "fc1")).to_contain_text(str(before["width"]))

    watch(browser.new_page(), link)

    best.get_by_role("button", name="Look at the run of trial").click()
    expect(page.get_by_role("combobox", name="Run to look at")).to_contain_text("of a sweep")
    expect_status(page, "finished")


def watch(viewer: Page, link: str) -> None:
    """Who has a link sees the sweep and can change nothing."""
    viewer.goto(link)
    viewer.get_by_role("tab", name="Sweep").click()
    expect(rows(viewer)).to_have_count(4)
    expect(viewer.get_by_role("button", name="Use the settings of trial")).to_have_count(0)
    expect(viewer.get_by_role("form", name="A new sweep")).to_have_count(0)
    viewer.context.close()


def test_vary_is_reached_from_its_field_with_the_keyboard(page: Page):
    new_network(page, "xor")
    button = page.get_by_role("button", name="Vary training.batch_size", exact=True)
    expect(button).to_have_count(0)
    page.get_by_role("textbox", name="batch_size", exact=True).focus()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="training.batch_size from")).to_be_focused()
    expect(page.get_by_role("button", name="Don't vary training.batch_size").first).to_be_visible()


def test_a_finger_finds_vary_in_the_field_that_it_touched(page: Page, browser: Browser, base_url: str):
    new_network(page, "xor")
    owner = page.context.storage_state()
    with browser.new_context(base_url=base_url, storage_state=owner, **TABLET) as context:
        held = context.new_page()
        held.goto(page.url)
        button = held.get_by_role("button", name="Vary training.seed", exact=True)
        expect(held.get_by_role("textbox", name="seed", exact=True)).to_be_visible()
        expect(button).to_have_count(0)
        held.get_by_role("textbox", name="seed", exact=True).tap()
        button.tap()
        expect(held.get_by_role("textbox", name="training.seed from")).to_be_visible()


def test_a_field_that_is_varied_beside_is_shown_whatever_is_chosen(page: Page):
    new_network(page, "xor")
    node(page, "objective").locator(".node-header").click()
    form = page.get_by_role("region", name="Parameters")
    form.get_by_role("combobox", name="optimizer", exact=True).select_option("Adam")
    momentum = form.get_by_role("textbox", name="momentum", exact=True)
    expect(momentum).to_have_count(0)
    vary(page, "objective.optimizer")
    expect(momentum).to_be_visible()
    vary(page, "objective.momentum")
    page.get_by_role("button", name="Don't vary objective.optimizer").first.click()
    expect(form.get_by_role("textbox", name="rho", exact=True)).to_have_count(0)
    expect(momentum).to_be_visible()  # it is varied itself
    page.get_by_role("button", name="Don't vary objective.momentum").first.click()
    expect(momentum).to_have_count(0)


def test_a_lesson_runs_its_experiment_by_one_click_and_shows_every_arm_on_one_chart(page: Page):
    new_network(page, "curve-mlp")
    set_field(page, "epochs", "2")
    page.get_by_role("region", name="Lesson").get_by_role("button", name="Run the experiment").click()
    expect(page.get_by_role("tab", name="Sweep")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".sweep .run-status")).to_have_attribute("data-status", "finished", timeout=120_000)
    expect(rows(page)).to_have_count(21)
    panel = page.get_by_role("region", name="Sweep", exact=True)
    arms = panel.get_by_role("list", name="Arms").get_by_role("listitem")
    expect(arms).to_have_text(["tanh", "ReLU", "straight"])
    expect(panel.locator(".run-chart").last.locator(".scatterlayer path.js-line")).to_have_count(21)
    result = panel.get_by_role("figure", name="Validation error against out_features")
    expect(result.locator(".scatterlayer path.js-line")).to_have_count(3)
    expect(result).to_contain_text("straight: ")
    straight = rows(page).filter(has_text="straight").first
    straight.get_by_role("button", name="Use the settings of trial").click()
    expect(node(page, "tanh")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(node(page, "tanh")).to_be_visible()
