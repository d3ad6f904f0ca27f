"""A learner has a rate and a width tried out, sees which trial is best, and takes its settings over."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import (
    choose_option,
    create_link,
    document_of,
    expect_status,
    new_network,
    node,
    set_field,
    type_into,
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


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
    page.get_by_role("button", name="Vary objective.lr", exact=True).click()
    expect(page.get_by_role("tab", name="Sweep")).to_have_attribute("aria-selected", "true")
    choose_option(page, "How objective.lr is varied", "values")
    type_into(page, page.get_by_role("textbox", name="Values of objective.lr"), "0.000001, 0.01")
    choose_option(page, "Add a setting to vary", "fc1.out_features")
    type_into(page, page.get_by_role("textbox", name="fc1.out_features from"), "4")
    type_into(page, page.get_by_role("textbox", name="fc1.out_features to"), "16")
    choose_option(page, "Search", "grid")
    type_into(page, page.get_by_role("textbox", name="Points of fc1.out_features"), "2")
    expect(page.get_by_text("4 combinations are tried.")).to_be_visible()
    choose_option(page, "Judged by", "loss")
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
