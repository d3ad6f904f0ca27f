"""axe finds no serious fault, in the dark and in the light, before and after a run."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.journeys import expect_status, new_network, node, train, vary

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_no_serious_fault(page: Page, theme):
    page.emulate_media(color_scheme=theme)
    new_network(page, "xor")
    assert faults(page) == []
    train(page)
    expect_status(page, "finished")
    node(page, "hidden").locator(".node-header").click()
    for tab in ("Sweep", "Watch", "Code", "Try it"):
        page.get_by_role("tab", name=tab).click()
        assert faults(page) == []
    vary(page, "hidden.out_features")
    assert faults(page) == []
    page.get_by_role("button", name="Start the sweep").click()
    expect(page.locator(".sweep-best")).to_be_visible()
    assert faults(page) == []
