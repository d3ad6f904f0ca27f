"""A drawing whose shapes all fit, and which means something else, is told so and mended by a button."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import create_network, document_of, node
from tests.drawings import classifier

pytestmark = pytest.mark.browser


def test_a_last_layer_left_at_its_usual_width_is_found_and_mended_by_its_button(page: Page):
    drawing = classifier({"flat": "Flatten", "fc": "Linear"}, "Digits", "image")
    create_network(page, {"document": drawing.model_dump(mode="json")})
    said = node(page, "fc").locator(".node-problem")
    expect(said).to_contain_text("fc gives 64 scores; data.label has 10 classes")
    expect(said).to_have_class(re.compile("is-warning"))
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()

    node(page, "fc").locator(".node-header").click()
    why = page.get_by_role("link", name="Why?")
    with page.expect_popup() as opened:
        why.click()
    rule = opened.value.locator("section#more_scores_than_classes")
    expect(rule).to_be_in_viewport()
    expect(rule.get_by_role("heading")).to_have_text("More scores than classes")
    opened.value.close()

    said.get_by_role("button", name="Set out_features of fc to 10").click()
    expect(said).to_have_count(0)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert document_of(page)["blocks"]["main"]["nodes"]["fc"]["params"]["out_features"] == 10
