"""The textbook binary classifier, drawn from nothing by hand, trained, looked at and tried."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import (
    create_network,
    drag_from_palette,
    drag_wire,
    expect_status,
    metric,
    node,
    set_field,
    train,
)

pytestmark = pytest.mark.browser

PLACES = {  # no port so near to the edge that the drawing is panned below the hand
    "TwoMoons": (430, 170), "Linear": (680, 170), "Sigmoid": (930, 170), "Squeeze": (1140, 170),
    "ToFloat": (430, 370), "BCELoss": (680, 370), "BinaryAccuracy": (930, 370), "Objective": (1140, 370),
}  # fmt: skip
WIRES = {
    "linear1.input": "two_moons.point", "sigmoid1.input": "linear1.output", "squeeze1.input": "sigmoid1.output",
    "to_float1.input": "two_moons.label", "loss.input": "squeeze1.output", "loss.target": "to_float1.output",
    "binary_accuracy.input": "squeeze1.output", "binary_accuracy.target": "to_float1.output",
    "objective.loss": "loss.loss",
}  # fmt: skip


def test_a_binary_classifier_is_drawn_from_an_empty_canvas_trained_and_tried(page: Page):
    create_network(page, {"document": {}})
    for kind, place in PLACES.items():
        drag_from_palette(page, kind, place)
    for count, (target, source) in enumerate(WIRES.items(), start=1):
        drag_wire(page, source, target)
        expect(page.locator(".react-flow__edge")).to_have_count(count)  # a hand sees it before it draws the next
    node(page, "linear1").locator(".node-header").click()
    set_field(page, "out_features", "1")
    node(page, "objective").locator(".node-header").click()
    set_field(page, "lr", "0.05")
    page.locator(".react-flow__pane").click(position={"x": 5, "y": 5})
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()
    set_field(page, "epochs", "10")
    train(page)
    expect_status(page, "finished")
    assert float(metric(page, "binary_accuracy").removesuffix("%")) > 80

    page.get_by_role("tab", name="Watch").click()
    boundary = page.get_by_role("img", name="Where the network sees first and where second")
    expect(boundary).to_be_visible()
    matrix = page.get_by_role("table", name=re.compile("Rows: what it is"))
    expect(matrix.get_by_role("columnheader", name="recall")).to_be_visible()
    page.get_by_role("tab", name="Try it").click()
    likely = page.get_by_role("list", name="How likely each class is")
    expect(likely).to_contain_text(re.compile(r"first\s*\d+(\.\d)? ?%\s*second\s*\d+(\.\d)? ?%"))
