"""A learner has an Objective warm up, clip and average, and sees what becomes of it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import choose_option, expect_status, new_network, set_field, train

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_the_rate_in_effect_the_gradients_and_the_averages_are_seen(page: Page, product):
    page.set_viewport_size({"width": 1280, "height": 720})
    new_network(page, "two-moons-mlp")
    set_field(page, "epochs", "4")
    page.locator('.react-flow__node[data-id="objective"]').click()
    expect(page.get_by_label("patience", exact=True)).to_have_count(0)
    set_field(page, "warm_up", "12")
    set_field(page, "max_norm", "1")
    set_field(page, "ema", "0.9")
    choose_option(page, "schedule", "CosineAnnealingLR")
    expect(page.get_by_label("unit", exact=True)).to_be_visible()
    train(page)
    expect_status(page, "finished", within_s=60)
    charts = page.locator(".run-chart")
    expect(charts.filter(has_text="Learning rate")).to_be_visible()
    expect(charts.filter(has_text="Gradient length")).to_be_visible()
    expect(charts.first).to_contain_text("(EMA)")
