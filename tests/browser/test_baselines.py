"""What a task comes to without the network stands on its chart: lines of the lesson, and every classical method."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import faults
from tests.browser.journeys import expect_status, new_network, train

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def chart(page: Page, title: str) -> Locator:
    return page.get_by_role("figure", name=title, exact=True)


def heights(figure: Locator) -> dict[str, float]:
    """How high each dashed line of a chart lies, in the measure of its axis."""
    drawn: dict[str, float] = figure.locator(".js-plotly-plot").evaluate(
        "plot => Object.fromEntries(plot.data.filter(({ line }) => line?.dash).map(({ name, y }) => [name, y[0]]))"
    )
    return drawn


def test_xor_shows_what_a_line_and_a_tree_come_to_and_every_method_on_request(page: Page, product):
    new_network(page, "xor")
    train(page)
    expect_status(page, "finished")
    accuracy = chart(page, "Accuracy")
    tree = accuracy.get_by_role("button", name="decision tree")
    expect(tree).to_be_visible()
    expect(accuracy.locator(".annotation", has_text="decision tree 100.0 %")).to_be_visible()
    lines = heights(accuracy)
    assert lines["decision tree"] == 1
    assert 0.35 < lines["logistic regression"] < 0.65

    tree.click()
    expect(tree).to_have_attribute("aria-pressed", "false")
    expect(accuracy.locator(".annotation", has_text="decision tree")).to_have_count(0)
    tree.click()

    page.get_by_role("button", name="Compare with classical methods").click()
    compared = page.get_by_role("dialog", name="Without a network")
    of_accuracy = compared.get_by_role("table").filter(has_text="Accuracy")
    forest = of_accuracy.get_by_role("row", name="random forest")
    expect(forest.get_by_role("cell")).to_have_text(["100.0 %", "100.0 %"])
    expect(of_accuracy.get_by_role("row", name="this network")).to_contain_text("%")
    expect(compared.get_by_text("Being computed")).to_have_count(0)
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(accuracy.get_by_role("button", name="8 baselines")).to_be_visible()
    assert len(heights(accuracy)) == 8
    assert set(heights(chart(page, "Loss"))) == {"most frequent class", "logistic regression"}
