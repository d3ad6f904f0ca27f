"""From the last stroke on the pad to the painted answer, end to end in Chromium: alone, and while forty runs train.

Printed, not judged.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, Page

import builder
from tests.browser.answered import Strokes
from tests.browser.conftest import browser_type_launch_args  # noqa: F401  (how to launch the Chromium there is)
from tests.browser.handwriting import DRAWN
from tests.browser.journeys import expect_status, new_network, set_field, train
from tests.guest import Guest
from tests.product import Product, running

pytestmark = pytest.mark.timeout(600)

OTHERS = 40
DRAWINGS = DRAWN[::4]
"""Every digit, twice and more."""
LONG = 20_000


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("product")) as product:
        yield product


@pytest.fixture
def asked(browser: Browser, product: Product) -> Iterator[Page]:
    """A page whose small network has learned, with Try it in front."""
    with browser.new_context(base_url=product.url, viewport={"width": 1280, "height": 720}) as context:
        yield context.new_page()


def learned(page: Page, epochs: int) -> None:
    new_network(page, "digits-cnn")
    set_field(page, "epochs", str(epochs))
    train(page)
    expect_status(page, "finished" if epochs < LONG else "running", within_s=120)
    page.get_by_role("tab", name="Try it").click()


def forty(product: Product) -> None:
    document = builder.STARTERS["two-moons-mlp"].document
    training = document.training.model_copy(update={"epochs": LONG})
    with ThreadPoolExecutor(8) as pool:
        guests = list(pool.map(lambda _: Guest(product.url), range(OTHERS)))
        list(pool.map(lambda guest: guest.press_train(document.model_copy(update={"training": training})), guests))


def test_an_answer_after_the_last_stroke(asked: Page, product: Product, figure: Callable[[str], None]) -> None:
    load = os.getloadavg()[0]
    for epochs, what in ((5, "of a network at rest"), (LONG, "of a network that trains")):
        learned(asked, epochs)
        strokes = Strokes(asked)
        strokes.draw(DRAWINGS)
        figure(f"last stroke to answer, alone, {what}: {strokes.told()} ({strokes.many} drawings, load {load:.1f})")
    forty(product)
    strokes.draw(DRAWINGS[:3])
    strokes = Strokes(asked)
    strokes.draw(DRAWINGS)
    figure(f"last stroke to answer, of a network that trains beside {OTHERS}: {strokes.told()}")
    asked.get_by_role("tab", name="Training").click()
    asked.get_by_role("button", name="Stop").first.click()
    expect_status(asked, "stopped")
    asked.get_by_role("tab", name="Try it").click()
    strokes = Strokes(asked)
    strokes.draw(DRAWINGS)
    figure(f"last stroke to answer, of a network at rest beside {OTHERS} that train: {strokes.told()} (aim: 100 ms)")
