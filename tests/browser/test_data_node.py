"""A data node shows its data before any run: small below it, large when it is pressed."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import builder
from builder.drawing.document import Node, Value
from builder.samples.preview import Preview
from tests.browser.journeys import create_link, expect_status, new_network, node, set_field, train

pytestmark = pytest.mark.browser

TABLET = {"viewport": {"width": 1024, "height": 768}, "device_scale_factor": 2, "has_touch": True}


def known(type: str, **params: Value) -> Preview:
    """What there is to be seen, as the builder says it."""
    return builder.preview_of(Node(type=type, params=params))


def row_of(preview: Preview, name: str) -> str:
    """What a row of its counts says."""
    counts = preview.counts[0]
    return " ".join((name, *(f"{many:,}" for many in counts.counts[counts.classes.index(name)])))


def picture(page: Page, id: str) -> Locator:
    return node(page, id).get_by_role("button", name=f"Data of {id}")


def drawn(where: Locator) -> str:
    """What a picture shows, pixel by pixel."""
    canvas = where.locator("canvas")
    expect(canvas).to_be_visible()
    pixels: str = canvas.evaluate("canvas => canvas.toDataURL()")
    return pixels


def until_another(where: Locator, before: str) -> str:
    where.page.wait_for_function(
        "([canvas, before]) => canvas.toDataURL() !== before",
        arg=[where.locator("canvas").element_handle(), before],
    )
    return drawn(where)


def test_moons_are_seen_before_any_run_and_follow_their_noise(page: Page, figure: Callable[[str], None]) -> None:
    new_network(page, "two-moons-mlp")
    moons = picture(page, "moons")
    before = drawn(moons)
    node(page, "moons").get_by_text("moons", exact=True).click()
    set_field(page, "noise", "0.5")
    began = time.monotonic()
    noisy = until_another(moons, before)
    figure(f"another picture of the data {time.monotonic() - began:.2f} s after its noise was typed")
    set_field(page, "noise", "0.15")
    assert until_another(moons, noisy) == before


def test_data_are_seen_large_with_their_counts_and_each_part_can_be_chosen(page: Page) -> None:
    new_network(page, "two-moons-mlp")
    moons = picture(page, "moons")
    moons.click()
    window = page.get_by_role("dialog", name="The data of moons")
    there = known("TwoMoons")
    training_many, _, test_many = there.samples
    expect(window.get_by_role("button", name=f"Training {training_many:,}")).to_have_attribute("aria-pressed", "true")
    expect(window).to_contain_text(
        f"{sum(there.samples):,} samples in all. Shown: the first 600 of {training_many:,} for training."
    )
    expect(window.get_by_role("row", name=row_of(there, "first"))).to_be_visible()
    expect(window).to_contain_text("(2,) float32")
    training = drawn(window)
    window.get_by_role("button", name=f"Test {test_many}").click()
    expect(window).to_contain_text(f"Shown: all {test_many} for test.")
    assert drawn(window) != training
    page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    expect(moons).to_be_focused()


def test_data_are_looked_at_by_keyboard(page: Page) -> None:
    new_network(page, "digits-cnn")
    expect(picture(page, "digits")).to_be_visible()
    node(page, "digits").focus()
    for _ in range(4):  # past the dots
        page.keyboard.press("Tab")
        if picture(page, "digits").evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    window = page.get_by_role("dialog", name="The data of digits")
    expect(window.get_by_role("listitem")).to_have_count(60)
    expect(window.get_by_role("listitem").nth(7)).to_contain_text("7")
    expect(window.get_by_role("row", name=row_of(known("Digits"), "9"))).to_be_visible()


def test_text_is_seen_as_text_and_its_letters_are_counted(page: Page) -> None:
    new_network(page, "tiny-gpt")
    text = picture(page, "text")
    expect(text).to_contain_text("a cat follows a horse.")
    text.click()
    window = page.get_by_role("dialog", name="The data of text")
    expect(window.get_by_role("listitem").first).to_contain_text("a cat follows a horse. a baker g")
    window.get_by_text("Counts of tokens").click()
    spaces = row_of(known("Characters", samples=4_000), " ").replace("  ", "space ", 1)
    expect(window.get_by_role("row", name=spaces)).to_be_visible()


def test_a_reader_looks_at_data_by_a_tap_also_while_a_run_is_shown(page: Page, browser: Browser, base_url: str) -> None:
    new_network(page, "two-moons-mlp")
    set_field(page, "epochs", "1")
    train(page)
    expect_status(page, "finished")
    expect(node(page, "fc1").locator("canvas")).to_be_visible()
    expect(picture(page, "moons")).to_be_visible()
    link = create_link(page)
    with browser.new_context(base_url=base_url, **TABLET) as context:
        reader = context.new_page()
        reader.goto(link)
        picture(reader, "moons").tap()
        window = reader.get_by_role("dialog", name="The data of moons")
        there = known("TwoMoons").samples
        expect(window).to_contain_text(f"{sum(there):,} samples in all")
        window.get_by_role("button", name=f"Validation {there[1]}").tap()
        expect(window).to_contain_text(f"Shown: all {there[1]} for validation.")
