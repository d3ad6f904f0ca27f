"""Takes the pictures of the gallery's cards: every starter trains in the running product, and is seen while it does."""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, TimeoutError, ViewportSize, expect, sync_playwright

import builder
from tests.browser.conftest import chromium
from tests.product import running

FOLDER = Path("static/gallery")
SHEET = Path("screenshots/cards.png")
THEMES = ("dark", "light")
SIZE, MOST_BYTES = (480, 270), 15_000
VIEWS = ((960, 540), (1280, 720), (1680, 945))
"""Sizes of the drawing on the page, the first that shows its nodes with all that is on them."""
ALONE = """
  .top-bar, .inspector, .palette, .stage > :not(.canvas), .map, .notices { display: none !important }
"""
ENDED_OR_LEARNED = """(share) => {
  const bar = document.querySelector('.run-progress progress');
  const status = document.querySelector('.run-status[data-status]')?.dataset.status;
  return ['finished', 'failed', 'stopped'].includes(status) || (bar && bar.value > share * bar.max);
}"""


def main(given: Sequence[str]) -> int:
    """Take those of these starters, or of all; 1 where one could not be taken."""
    parser = argparse.ArgumentParser(prog="script/screenshots cards", description=__doc__)
    parser.add_argument("keys", nargs="*", choices=[[], *builder.STARTERS], metavar="KEY", help="all, if none is named")
    parser.add_argument("--seconds", type=float, default=90, help="how long each may train before it is taken (90)")
    parser.add_argument("--missing", action="store_true", help="only those of which there is no picture yet")
    asked = parser.parse_args(given)
    keys = [key for key in asked.keys or builder.STARTERS if not (asked.missing and path_of(key, "dark").is_file())]
    FOLDER.mkdir(exist_ok=True)
    missed = []
    with tempfile.TemporaryDirectory() as data, running(Path(data)) as product, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium())
        for key in keys:
            begun = time.monotonic()
            try:
                take(browser, product.url, key, asked.seconds)
            except (TimeoutError, AssertionError) as error:
                missed.append(key)
                print(f"{key}: not taken: {str(error).splitlines()[0]}", flush=True)
            else:
                sizes = [f"{path_of(key, theme).stat().st_size / 1000:.1f} kB" for theme in THEMES]
                print(f"{key}: {', '.join(sizes)}, {time.monotonic() - begun:.0f} s", flush=True)
        browser.close()
    sheet([key for key in builder.STARTERS if path_of(key, "dark").is_file()])
    print(SHEET)
    return 1 if missed else 0


def path_of(key: str, theme: str) -> Path:
    return FOLDER / f"{key}.{theme}.webp"


def take(browser: Browser, url: str, key: str, seconds: float) -> None:
    """Train one starter from its card's link, and picture it in both themes."""
    with browser.new_context(base_url=url, color_scheme="dark", viewport=sized(VIEWS[-1])) as context:
        page = context.new_page()
        page.goto(f"/new/{key}/?train")
        expect(page.locator(".run-status[data-status]")).to_be_visible(timeout=60_000)
        page.add_style_tag(content=ALONE)
        until_learned(page, seconds)
        show_whole(page)
        with suppress(TimeoutError):  # not every drawing has pictures on its nodes
            page.locator(".node-picture canvas").first.wait_for(timeout=10_000)
        for theme in THEMES:
            if theme != THEMES[0]:
                page.get_by_label("Dark or light", exact=True).dispatch_event("click")
            page.wait_for_timeout(1_500)
            path_of(key, theme).write_bytes(small(page.locator("#canvas").screenshot(animations="disabled")))
        stop = page.get_by_role("button", name="Stop", exact=True, include_hidden=True)
        if stop.count():
            stop.dispatch_event("click")
            expect(page.locator(".run-status[data-status=running]")).to_have_count(0)


def until_learned(page: Page, seconds: float) -> None:
    """Wait until it is trained, or has learned for so long; at least until it has begun to."""
    with suppress(TimeoutError):
        page.wait_for_function(ENDED_OR_LEARNED, arg=0.97, timeout=seconds * 1000)
    page.wait_for_function(ENDED_OR_LEARNED, arg=0, timeout=60_000)
    assert page.locator(".run-status[data-status]").get_attribute("data-status") != "failed", "its training failed"


def show_whole(page: Page) -> None:
    """The whole drawing, at the first size at which nodes are more than shapes."""
    for view in VIEWS:
        page.set_viewport_size(sized(view))
        page.wait_for_timeout(300)
        page.locator("#canvas").focus()
        page.keyboard.press("f")
        page.evaluate("document.activeElement.blur()")  # no ring around the picture
        page.wait_for_timeout(700)
        if page.locator("#canvas.is-far").count() == 0:
            return


def sized(view: tuple[int, int]) -> ViewportSize:
    return {"width": view[0], "height": view[1]}


def small(png: bytes) -> bytes:
    """As WebP, as good as it may be in so many bytes."""
    image = Image.open(io.BytesIO(png)).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
    for quality in range(88, 20, -6):
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()


def sheet(keys: Sequence[str]) -> None:
    """All of them on one picture, to look at."""
    SHEET.parent.mkdir(exist_ok=True)
    columns = 6
    each = SIZE[0] // 2, SIZE[1] // 2
    rows = -(-2 * len(keys) // columns)
    whole = Image.new("RGB", (columns * each[0], max(rows, 1) * each[1]))
    for place, (key, theme) in enumerate((key, theme) for key in keys for theme in THEMES):
        picture = Image.open(path_of(key, theme)).resize(each, Image.Resampling.LANCZOS)
        whole.paste(picture, (place % columns * each[0], place // columns * each[1]))
    whole.save(SHEET)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
