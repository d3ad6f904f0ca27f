"""A learner has two processes train a network, with the keyboard alone; somebody with the link watches."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.journeys import create_link, expect_status, new_network, node, set_field
from tests.browser.test_accessibility import faults
from webapp.config import CORES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(240),
    pytest.mark.skipif(CORES < 2, reason="one core, so RUN_PROCESSES is 1 and there is nothing to choose"),
]


def test_choose_two_processes_by_keyboard_and_train(page: Page, browser: Browser):
    new_network(page, "digits-cnn")
    set_field(page, "epochs", "400")  # far more than this journey waits for
    link = create_link(page)
    page.get_by_role("button", name="Train", exact=True).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Where the next run trains", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Processes")).to_be_focused()
    expect(page.get_by_role("checkbox", name="Sharded")).to_be_disabled()
    page.keyboard.press("ArrowDown")
    assert faults(page) == []
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="Sharded")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    name = "Where the next run trains: 2 processes, sharded"
    expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect_status(page, "running", within_s=90)
    expect(page.locator(".run-status")).to_contain_text("2 processes share each batch.")

    viewer = browser.new_page()
    viewer.goto(link)
    expect_status(viewer, "running")
    expect(node(viewer, "conv1").locator("canvas")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect_status(viewer, "stopped")
