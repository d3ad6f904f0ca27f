"""Takes the pictures that `script/screenshots` is for: look at them before you call a change done."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import chromium
from tests.browser.journeys import create_link, expect_status, new_network, node, set_field, train
from tests.product import running

PICTURES = Path("screenshots")
README_PICTURE = Path("docs/images/run.png")
SIZE = {"width": 1440, "height": 860}
ENOUGH_STEPS = 1_200
THEMES = ("dark", "light")


def main() -> int:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data, running(Path(data)) as product, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium())
        for theme in THEMES:
            take(browser, product.url, theme)
        browser.close()
    README_PICTURE.parent.mkdir(exist_ok=True)
    shutil.copy(PICTURES / "run-dark.png", README_PICTURE)
    print(*sorted(map(str, PICTURES.glob("*.png"))), README_PICTURE, sep="\n")
    return 0


def take(browser: Browser, url: str, theme: str) -> None:
    """One theme's pictures: first page, live run, what is watched, chosen layer, code, try it, share page."""

    def save(page: Page, name: str) -> None:
        page.screenshot(path=PICTURES / f"{name}-{theme}.png", animations="disabled")

    def open_page() -> Page:
        return browser.new_context(base_url=url, viewport=SIZE, color_scheme=theme).new_page()

    page, viewer = open_page(), open_page()
    page.goto("/new/")
    expect(node(page, "conv1")).to_contain_text("(N, 8, 28, 28)")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()
    save(page, "first")
    new_network(page, "digits-cnn")
    set_field(page, "epochs", "120")
    link = create_link(page)
    train(page)
    expect_status(page, "running")
    viewer.goto(link)
    expect(node(viewer, "conv1").locator("canvas")).to_be_visible()
    page.wait_for_function(f"() => document.querySelector('.run-progress progress').value > {ENOUGH_STEPS}")
    expect(node(page, "fc1").locator("canvas")).to_be_visible()
    save(page, "run")
    page.get_by_role("tab", name="Watch").click()
    expect(page.locator(".watch-card[data-probe=worst] canvas").first).to_be_visible()
    save(page, "watch")
    save(viewer, "share")
    node(page, "conv2").locator(".node-header").click()
    expect(page.get_by_role("region", name="Activation")).to_be_visible()
    save(page, "layer")
    page.get_by_role("tab", name="Code").click()
    save(page, "code")
    page.get_by_role("tab", name="Try it").click()
    draw_a_three(page)
    expect(page.locator("[data-winner=true]")).to_be_visible()
    save(page, "try")
    expect_status(viewer, "finished", within_s=120)
    page.context.close()
    viewer.context.close()


def draw_a_three(page: Page) -> None:
    box = page.locator(".tryit-paper").bounding_box()
    assert box
    stroke = [(0.3, 0.25), (0.6, 0.2), (0.65, 0.4), (0.4, 0.5), (0.65, 0.6), (0.6, 0.8), (0.3, 0.75)]
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


if __name__ == "__main__":
    sys.exit(main())
