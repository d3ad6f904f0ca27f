"""Browser journeys run against the real product in a Chromium that the machine has."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.drawings import moons
from tests.guest import Guest
from tests.product import Product, running

PATIENCE_MS = 60_000
"""What is slow on a busy machine is not wrong: benchmarks measure seconds."""
expect.set_options(timeout=PATIENCE_MS)
FAKE_DEVICES = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
"""A camera and a microphone of Chromium's own, which nobody has to allow."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product, with a worker, Valkey and a data folder of its own; ``product.url`` is its address."""
    with running(tmp_path_factory.mktemp("product")) as product:
        warm(product)
        yield product


def warm(product: Product) -> None:
    """Ask it once for everything that is slow at first, as a site's visitors have long done: a check and a training."""
    guest = Guest(product.url)
    guest.ask("/api/check/", moons().model_dump(mode="json"))
    guest.wait_for_end(guest.press_train(moons(epochs=1)))


@pytest.fixture(scope="session")
def base_url(product: Product) -> str:
    """So that a test says ``page.goto("/")``."""
    return product.url


def chromium() -> dict[str, Any]:
    """How to launch the Chromium that the machine has."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "No Chromium or Chrome found: install one, or name it with CHROMIUM=/path/to/chromium."
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses to run for root
    return {"executable_path": found, "args": [*as_root, *FAKE_DEVICES]}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, **chromium()}


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """Whose pages are waited for as patiently as what is expected of them."""
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 1600, "height": 900}}
