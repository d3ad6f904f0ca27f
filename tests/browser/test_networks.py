"""The visitor's networks: one is deleted only when asked twice, with its training."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import expect_status, new_network, project_id, set_field, train

pytestmark = pytest.mark.browser


def test_a_network_is_deleted_from_the_menu_by_keyboard_while_it_trains(page: Page):
    new_network(page, "xor")
    doomed = project_id(page)
    set_field(page, "epochs", "9000")
    train(page)
    expect_status(page, "running")
    question = page.get_by_role("dialog", name="Delete this network?")

    def ask() -> None:
        page.get_by_role("button", name="My networks").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("open here")).to_be_visible()  # the list has come
        expect(page.get_by_role("menuitem", name="New, empty")).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(page.get_by_role("menuitem", name="Delete this network…")).to_be_focused()
        page.keyboard.press("Enter")
        expect(question).to_be_visible()

    ask()
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    assert project_id(page) == doomed
    ask()
    question.get_by_role("button", name="Delete it").press("Enter")
    page.wait_for_url(lambda url: "/p/" not in url)
    expect(page.locator(f"[data-network='{doomed}']")).to_have_count(0)
    new_network(page, "xor")
    assert page.request.get(f"/api/projects/{doomed}/").status == 404
    kept = page.evaluate("async () => (await indexedDB.databases()).map(({ name }) => name)")
    assert f"layerloom-{project_id(page)}" in kept, "what a browser keeps is looked for under the right name"
    assert f"layerloom-{doomed}" not in kept


def test_what_is_kept_and_for_how_long_is_said_where_networks_are_listed(page: Page):
    new_network(page, "xor")
    page.get_by_role("button", name="My networks").click()
    rule = page.get_by_role("menuitem", name="What is kept here")
    expect(rule).to_contain_text(re.compile(r"\d+ of 500 networks, 0 of 2,000 runs"))
    expect(rule).to_contain_text("Removed when nobody has visited for 365 days.")
    rule.click()
    expect(page.get_by_role("heading", name="What is kept of you here")).to_be_visible()
    expect(page.get_by_text("nobody has visited for 365 days")).to_be_visible()
