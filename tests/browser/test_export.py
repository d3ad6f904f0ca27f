"""A drawing and what a run has learned leave the product as files, and a drawing comes back."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import onnxruntime
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.journeys import create_link, document_of, new_network, train

pytestmark = pytest.mark.browser


def item(page: Page, title: str) -> Locator:
    return page.get_by_role("menuitem").filter(has=page.locator(f"strong:text-is('{title}')"))


def download(page: Page, title: str) -> tuple[str, bytes]:
    """Export in a format by its title: the file's name and content."""
    page.get_by_role("button", name="Export", exact=True).click()
    with page.expect_download() as caught:
        item(page, title).click()
    return caught.value.suggested_filename, Path(caught.value.path()).read_bytes()


def test_what_is_drawn_and_what_was_learned_become_files(page: Page) -> None:
    new_network(page, "xor")
    page.get_by_role("button", name="Export", exact=True).click()
    expect(item(page, "ONNX model")).to_contain_text("Train first")
    expect(item(page, "ONNX model")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Escape")
    name, figure = download(page, "SVG figure")
    assert name == "network.svg"
    assert ET.fromstring(figure).tag.endswith("svg")

    train(page)
    page.get_by_role("button", name="Export", exact=True).click()
    expect(item(page, "ONNX model")).to_contain_text("The trained network")
    page.keyboard.press("Escape")
    name, model = download(page, "ONNX model")
    assert name == "network.onnx"
    assert onnxruntime.InferenceSession(model).get_inputs()[0].name == "point"

    page.goto(create_link(page))
    name, weights = download(page, "Weights")
    assert (name, len(weights) > 100) == ("weights.safetensors", True)


def test_the_menu_is_reached_by_keyboard(page: Page) -> None:
    new_network(page, "xor")
    page.get_by_role("button", name="Export", exact=True).focus()
    page.keyboard.press("Enter")
    expect(item(page, "Python script")).to_be_focused()
    with page.expect_download() as caught:
        page.keyboard.press("Enter")
    assert caught.value.suggested_filename == "train.py"


def test_an_exported_drawing_is_opened_again_and_another_file_is_refused_in_words(page: Page, tmp_path: Path) -> None:
    new_network(page, "xor")
    drawn, (_, exported) = document_of(page), download(page, "Drawing")
    assert json.loads(exported) == drawn
    for name, content in (("shopping.json", b"milk"), ("Mine.json", exported)):
        (tmp_path / name).write_bytes(content)
        page.get_by_role("button", name="My networks").click()
        with page.expect_file_chooser() as chooser:
            page.get_by_role("menuitem", name="Open a file").click()
        if name == "Mine.json":
            with page.expect_navigation():
                chooser.value.set_files(tmp_path / name)
        else:
            chooser.value.set_files(tmp_path / name)
            expect(page.locator(".notice-text", has_text="This is not JSON")).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert document_of(page) == drawn
    expect(page).to_have_title("Mine · Layerloom")
