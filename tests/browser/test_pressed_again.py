"""An answer gets lost on its way: who presses Train once more has one run, as the first press arrived."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route

from tests.browser.journeys import expect_status, new_network, project_id, run_id, set_field, train

pytestmark = pytest.mark.browser


def test_train_that_is_pressed_again_after_its_answer_got_lost_trains_once(page: Page) -> None:
    new_network(page, "digits-cnn")
    set_field(page, "epochs", "1")
    arrived: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if route.request.method != "POST" or arrived:
            route.continue_()
            return
        arrived.append(route.fetch().json()["id"])
        route.abort()

    page.route("**/api/projects/*/runs/", lose_the_first_answer)
    with page.expect_event("requestfailed"):
        train(page)
    train(page)
    expect_status(page, "finished")
    assert [run_id(page)] == arrived
    runs = page.request.get(f"/api/projects/{project_id(page)}/runs/").json()["runs"]
    assert [run["id"] for run in runs] == arrived
