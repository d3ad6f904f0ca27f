"""axe finds no serious fault, in the dark and in the light, before and after a run."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.journeys import expect_status, new_network, node, train, vary

pytestmark = pytest.mark.browser


AT_REST = """async () => {
  const ends = (animation) => animation.effect?.getComputedTiming().endTime !== Infinity;
  await Promise.allSettled(document.getAnimations().filter(ends).map(({ finished }) => finished));
}"""


def faults(page: Page) -> list[str]:
    page.evaluate(AT_REST)  # colours are between two of them while they change
    # A guard at the ends of an open menu takes the focus only to hand it on.
    found = Axe().run(page, context={"exclude": [["[data-base-ui-focus-guard]"]]}).response["violations"]
    return [
        f"{fault['id']}: {place['target']} {place['failureSummary']}"
        for fault in found
        if fault["impact"] in ("critical", "serious")
        for place in fault["nodes"]
    ]


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
    expect(page.locator(".sweep-best")).to_be_visible(timeout=30_000)
    assert faults(page) == []
