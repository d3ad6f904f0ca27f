"""Every starter opens in the editor, checked and ready to train."""

import pytest
from playwright.sync_api import Page, expect

import builder
from tests.browser.journeys import new_network, node

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("key", builder.STARTERS)
def test_a_starter_opens_ready_to_train(page: Page, key):
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    new_network(page, key)
    for id in builder.STARTERS[key].document.graph.nodes:
        expect(node(page, id)).to_be_visible()
    expect(page.get_by_text("Nothing stands in the way of training.")).to_be_visible()
    assert faults == []
