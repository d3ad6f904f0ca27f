"""What axe finds wrong with a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AT_REST = """async () => {
  const ends = (animation) => animation.effect?.getComputedTiming().endTime !== Infinity;
  await Promise.allSettled(document.getAnimations().filter(ends).map(({ finished }) => finished));
}"""


def faults(page: Page) -> list[str]:
    """Each serious fault, and where it is."""
    page.evaluate(AT_REST)  # colours are between two of them while they change
    # A guard at the ends of an open menu takes the focus only to hand it on.
    found = Axe().run(page, context={"exclude": [["[data-base-ui-focus-guard]"]]}).response["violations"]
    return [
        f"{fault['id']}: {place['target']} {place['failureSummary']}"
        for fault in found
        if fault["impact"] in ("critical", "serious")
        for place in fault["nodes"]
    ]
