"""A run that blew up is taken up again: the failure is said, a button goes back and on with a tenth of the rate."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import create_link, create_network, expect_status, run_id, train
from tests.browser.watching import snapshot
from tests.drawings import moons

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

WILD = {"optimizer": "SGD", "lr": 1.0, "weight_decay": 10.0, "momentum": 0.0}


def test_a_run_that_blew_up_is_taken_up_again(page: Page, product):
    document = moons(epochs=10).model_dump(mode="json")
    document["blocks"]["main"]["nodes"]["objective"]["params"] = WILD
    create_network(page, {"document": document})
    link = create_link(page)
    train(page)
    expect_status(page, "failed")
    expect(page.locator(".run-trouble-what")).to_contain_text("not a finite number")
    page.get_by_role("button", name="A tenth of the rate: lr 1 → 0.1").click()
    expect_status(page, "finished")
    expect(page.locator(".run-trouble-what")).to_have_count(0)
    state = snapshot(product.url, run_id(page), link.rstrip("/").rsplit("/", 1)[1])
    [failed_at] = state["failures"]
    assert [change["words"] for change in state["changes"]] == ["lr 1.0 → 0.1"]
    assert state["changes"][0]["step"] < failed_at
    assert "failed1/train/loss" in state["curves"], "the failure stays to be seen"
    page.reload()
    page.get_by_role("tab", name="Training").click()
    expect_status(page, "finished")
    loss = page.get_by_role("figure", name="Loss")
    expect(loss.get_by_role("listitem").filter(has_text="before going back")).to_be_visible()
    expect(loss.locator("path.js-line[style*='stroke-dasharray']").first).to_be_visible()
    back = f"Failed after step {failed_at} and went back to step {state['changes'][0]['step']}."
    expect(loss.get_by_text(back)).to_have_count(1)
    plot = loss.locator(".nsewdrag").first.bounding_box()
    assert plot
    page.mouse.move(plot["x"] + 3, plot["y"] + 3)  # at the head of the line at the step that it went back to: the first
    expect(loss.locator(".hovertext").filter(has_text=back)).to_be_visible()
