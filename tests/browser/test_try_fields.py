"""Networks of several kinds are given something by hand in Try it, with real events."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

import builder
from builder.drawing.problems import SetParam
from builder.kinds.lesson import Variant, replace
from tests.browser.axe import faults
from tests.browser.journeys import create_network, expect_status, train
from tests.drawings import classifier, draw, lasting

pytestmark = pytest.mark.browser


def tried(page: Page, document: builder.Document) -> Locator:
    """A network that was trained, in Try it."""
    create_network(page, {"document": document.model_dump(mode="json"), "name": "asked"})
    train(page)
    expect_status(page, "finished", within_s=90)
    page.get_by_role("tab", name="Try it").click()
    return page.get_by_role("region", name="Try it")


def winner(tryit: Locator) -> Locator:
    return tryit.locator(".tryit-winner strong")


def stroke(page: Page, pad: Locator, *places: tuple[float, float]) -> None:
    """A line through places, as parts of a pad's sides."""
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    first, *others = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
    page.mouse.move(*first)
    page.mouse.down()
    for place in others:
        page.mouse.move(*place, steps=4)
    page.mouse.up()


DIGITS = Variant(label="digits can be drawn", edits=(replace("pairs", "DigitPairs"),))


def test_two_pictures_are_drawn_and_compared(page: Page) -> None:
    tryit = tried(page, lasting(DIGITS.made(builder.STARTERS["siamese"].document), 10))
    pads = tryit.get_by_role("application")
    expect(pads).to_have_count(2)
    line = ((0.5, 0.15), (0.5, 0.85))
    stroke(page, pads.first, *line)
    expect(winner(tryit)).to_have_count(0)  # the second one is not there yet
    stroke(page, pads.last, *line)
    expect(winner(tryit)).to_have_text("same")  # whatever it learned: they are the same
    before = tryit.locator(".tryit-bars").inner_text()
    tryit.get_by_role("button", name="Clear").last.click()
    stroke(page, pads.last, (0.5, 0.1), (0.2, 0.3), (0.2, 0.7), (0.5, 0.9), (0.8, 0.7), (0.8, 0.3), (0.5, 0.1))
    expect(tryit.locator(".tryit-bars")).not_to_have_text(before)


TONES = {
    "conv1": ("Conv1d", {"out_channels": 32, "kernel_size": 64, "stride": 4}),
    "relu": "ReLU",
    "pool": ("AdaptiveAvgPool1d", {"output_size": 4}),
    "flat": "Flatten",
    "fc": ("Linear", {"out_features": 12}),
}


def test_keys_of_a_telephone_are_played_and_read(page: Page) -> None:
    document = classifier(TONES, "PhoneTones", "wave", epochs=12, batch_size=32)
    tryit = tried(page, document.with_edits((SetParam(id="objective", name="lr", value=0.003),)))
    tryit.get_by_role("button", name="Phone keys").click()
    keys = tryit.get_by_role("toolbar", name="Telephone keys")
    for key in ("7", "2", "#", "0"):
        keys.get_by_role("button", name=key, exact=True).click()
        expect(winner(tryit)).to_have_text(key)
    expect(tryit.get_by_role("img", name="The sound, 0.13 seconds")).to_be_visible()
    tryit.get_by_role("button", name="Play the sound").click()
    expect(page.get_by_text("can't be played")).to_have_count(0)


def scene() -> builder.Document:
    """A picture, the class of each of its pixels, boxes and a caption, all asked for at once."""
    nodes = {
        "data": ("ShapeScenes", {"samples": 210}),
        "seen": "Flatten",
        "see": ("Linear", {"out_features": 12}),
        "kinds": ("Embedding", {"embedding_dim": 2}),
        "painted": "Flatten",
        "paint": ("Linear", {"out_features": 12}),
        "words": ("Embedding", {"embedding_dim": 2}),
        "read": "Flatten",
        "say": ("Linear", {"out_features": 12}),
        "given": "Flatten",
        "one": "Add",
        "two": "Add",
        "all": "Add",
        "loss": "MSELoss",
        "goal": "Objective",
    }
    wires = {
        "seen.input": "data.image",
        "see.input": "seen.output",
        "kinds.input": "data.mask",
        "painted.input": "kinds.output",
        "paint.input": "painted.output",
        "words.input": "data.caption",
        "read.input": "words.output",
        "say.input": "read.output",
        "given.input": "data.boxes",
        "one.input": "see.output",
        "one.other": "paint.output",
        "two.input": "say.output",
        "two.other": "given.output",
        "all.input": "one.output",
        "all.other": "two.output",
        "loss.input": "all.output",
        "loss.target": "given.output",
        "goal.loss": "loss.loss",
    }
    return draw(nodes, wires, epochs=2)


def test_a_held_out_sample_fills_every_field_and_is_changed_by_hand_and_by_keys(page: Page) -> None:
    tryit = tried(page, scene())
    answers = tryit.locator("[data-answer]")
    expect(tryit.get_by_text(re.compile(r"Held-out sample 1 of \d+"))).to_be_visible()
    expect(answers.first).to_be_visible()

    before = answers.first.inner_text()
    tryit.get_by_role("radio", name="triangle").click()
    mask = tryit.get_by_role("application", name=re.compile("^mask"))
    stroke(page, mask, (0.2, 0.2), (0.8, 0.8))
    expect(answers.first).not_to_have_text(before)
    expect(tryit.get_by_text("Held-out sample 1 of")).to_have_count(0)  # it is none any more

    before = answers.first.inner_text()
    box = tryit.get_by_role("button", name=re.compile("^Box 1"))
    box.focus()
    page.keyboard.press("ArrowRight")
    expect(answers.first).not_to_have_text(before)

    caption = tryit.get_by_role("textbox", name="caption")
    caption.fill("red hexagon")
    expect(tryit.get_by_role("alert")).to_contain_text("never saw 'hexagon'")
    before = answers.first.inner_text()
    caption.fill("red circle")
    expect(tryit.get_by_role("alert")).to_have_count(0)
    expect(answers.first).not_to_have_text(before)
    assert faults(page) == []
