"""A spike flattens no chart and hides nothing, and two runs looked at one after the other stand on the same axes."""

from array import array
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.journeys import create_link, expect_status, new_network, node, run_id, train
from tests.browser.watching import snapshot

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


STEPS = 320  # ten epochs


def chart(page: Page, title: str) -> Locator:
    return page.get_by_role("figure", name=title, exact=True)


def numbers(chart: Locator) -> list[float]:
    """The numbers along the vertical axis."""
    return [float(text.rstrip("%")) for text in chart.locator(".ytick text").all_text_contents()]


def axes(chart: Locator) -> list[tuple[str | None, str | None]]:
    """The numbers along both axes, and where they stand."""
    return [(tick.text_content(), tick.get_attribute("transform")) for tick in chart.locator(".tick text").all()]


def top_of(chart: Locator) -> float:
    """The highest value that the axis has room for."""
    top: float = chart.locator(".js-plotly-plot").evaluate("plot => plot._fullLayout.yaxis.range[1]")
    return top


def expect_drawn(page: Page, steps: int) -> None:
    """Every chart of the run shows it up to its last step."""
    page.wait_for_function(
        "steps => { const plots = [...document.querySelectorAll('.run-chart .js-plotly-plot')];"
        " return plots.length > 1 && plots.every(({ data }) => data?.some(({ x }) => x.at(-1) === steps)); }",
        arg=steps,
    )


def measured(state: dict[str, Any], name: str) -> list[float]:
    return list(array("f", state["curves"][name]["values"]))


def type_into(page: Page, field: str, text: str) -> None:
    box = page.get_by_role("textbox", name=field, exact=True)
    box.click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def train_at(page: Page, rate: str, run: int) -> None:
    """One more run at a learning rate, until its curves are drawn."""
    node(page, "objective").locator(".node-header").click()
    type_into(page, "lr", rate)
    expect(node(page, "objective")).to_contain_text(f"lr={rate}")
    train(page)
    expect(page.get_by_role("combobox", name="Run to look at")).to_contain_text(f"Run {run}")
    expect_status(page, "finished")
    expect_drawn(page, STEPS)


def test_a_spike_flattens_nothing_and_runs_are_compared_on_the_same_axes(page: Page, product):
    new_network(page, "two-moons-mlp")
    link = create_link(page)
    type_into(page, "epochs", "10")
    train_at(page, "100", run=1)
    loss = chart(page, "Loss")

    state = snapshot(product.url, run_id(page), link.rstrip("/").rsplit("/", 1)[1])
    points = measured(state, "train/loss") + measured(state, "validation/loss")
    assert max(points) > 1_000, "this rate no longer leads astray: choose a higher one"
    show_all = loss.get_by_role("button", name="show all")
    expect(show_all).to_contain_text("▲")  # the chart is fetched first
    assert max(numbers(loss)) < max(points) / 10
    said = int(show_all.inner_text().split("▲")[1].split("·")[0])
    assert said == sum(value > top_of(loss) for value in points)
    assert loss.locator(".js-plotly-plot").evaluate("plot => plot.data?.some(({ name }) => name === 'above')")

    show_all.click()
    expect(loss.get_by_role("button", name="try log")).to_be_visible()
    assert top_of(loss) > max(points)
    loss.get_by_role("button", name="try log").click()
    expect(loss.get_by_role("button", name="log", exact=True)).to_have_attribute("aria-pressed", "true")
    loss.get_by_role("button", name="log", exact=True).click()
    loss.get_by_role("button", name="show all").click()

    smoothing = loss.get_by_role("combobox", name="Smoothing of training")
    expect(smoothing.locator("option:checked")).to_have_text("5-step mean")
    smoothing.focus()
    page.keyboard.press("Home")
    expect(smoothing.locator("option:checked")).to_have_text("every step")

    train_at(page, "0.01", run=2)
    expect(loss).to_contain_text("other axes than the run before")
    assert max(numbers(loss)) < 2
    train_at(page, "0.001", run=3)
    expect(smoothing.locator("option:checked")).to_have_text("every step")
    accuracy = chart(page, "Accuracy")
    for each in (loss, accuracy):
        expect(each.get_by_role("button", name="same axes")).to_have_attribute("aria-pressed", "true")
    assert min(numbers(accuracy)) > 0, "the axis of the accuracy fits what was measured"
    of_third = axes(loss), axes(accuracy)
    line = loss.locator("path.js-line").first
    drawn = line.get_attribute("d") or ""
    page.get_by_role("combobox", name="Run to look at").click()
    page.get_by_role("dialog", name="Runs").get_by_role("button", name="Run 2").first.click()
    expect(line).not_to_have_attribute("d", drawn)
    expect_drawn(page, STEPS)
    for each, before in zip((loss, accuracy), of_third, strict=True):
        expect(each.get_by_role("button", name="same axes")).to_be_visible()
        expect(each.locator(".tick text")).to_have_text([text or "" for text, _ in before])
        assert axes(each) == before
