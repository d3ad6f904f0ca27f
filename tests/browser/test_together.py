"""Two people on one network never lose an edit; a share link shows, and no more than that."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.journeys import (
    create_link,
    document_of,
    expect_status,
    new_network,
    node,
    set_field,
    train,
)

pytestmark = pytest.mark.browser


def test_two_tabs_on_one_network_see_each_others_edits_and_undo_only_their_own(page: Page):
    new_network(page, "xor")
    other = page.context.new_page()
    other.goto(page.url)
    expect(node(other, "hidden")).to_be_visible()
    for tab, id, units in ((page, "hidden", "6"), (other, "scores", "3")):
        node(tab, id).locator(".node-header").click()
        set_field(tab, "out_features", units)
    for tab in (page, other):
        expect(node(tab, "hidden")).to_contain_text("(N, 6)")
        expect(node(tab, "scores")).to_contain_text("(N, 3)")
    page.locator(".react-flow__pane").click(position={"x": 5, "y": 5})
    page.keyboard.press("Control+z")
    for tab in (page, other):
        expect(node(tab, "hidden")).to_contain_text("(N, 4)")
        expect(node(tab, "scores")).to_contain_text("(N, 3)")


def test_edits_made_without_a_connection_arrive_when_it_is_back(page: Page):
    new_network(page, "xor")
    other = page.context.new_page()
    other.goto(page.url)
    expect(node(other, "hidden")).to_be_visible()
    node(page, "scores").locator(".node-header").click()  # the form of nodes comes with the first touch
    expect(page.get_by_role("textbox", name="out_features", exact=True)).to_be_visible()
    page.context.set_offline(True)
    node(page, "hidden").locator(".node-header").click()
    set_field(page, "out_features", "7")
    page.context.set_offline(False)
    expect(node(other, "hidden")).to_contain_text("out_features=7")


def test_a_viewer_can_not_edit_but_can_take_a_copy(page: Page, browser: Browser):
    new_network(page, "xor")
    viewer = browser.new_page()
    viewer.goto(create_link(page))
    expect(node(viewer, "hidden")).to_be_visible()
    expect(viewer.get_by_role("button", name="Train", exact=True)).to_have_count(0)
    expect(viewer.get_by_role("button", name="Add Linear", exact=True)).to_have_count(0)
    node(viewer, "hidden").locator(".node-header").click()
    viewer.keyboard.press("Delete")
    expect(node(viewer, "hidden")).to_be_visible()
    viewer.get_by_role("button", name="Make it mine").click()
    viewer.wait_for_url(re.compile("/p/"))
    expect(viewer.get_by_role("button", name="Train", exact=True)).to_be_enabled()
    assert viewer.url != page.url
    assert document_of(viewer)["blocks"] == document_of(page)["blocks"]


def test_a_viewer_who_waits_sees_the_run_begin(page: Page, browser: Browser):
    new_network(page, "xor")
    viewer = browser.new_page()
    viewer.goto(create_link(page))
    expect(viewer.get_by_text("Nothing has been trained here yet.")).to_be_visible()
    train(page)
    expect_status(viewer, "finished")
    expect(viewer.locator("[data-metric=accuracy]")).to_be_visible()


def test_a_revoked_link_shows_nothing_any_more_and_says_so(page: Page, browser: Browser):
    new_network(page, "xor")
    link = create_link(page)
    viewer = browser.new_page()
    viewer.goto(link)
    expect(node(viewer, "hidden")).to_be_visible()
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Revoke").first.click()
    page.locator(".share-confirm").get_by_role("button", name=re.compile("Revoke|Yes")).click()
    expect(viewer.get_by_text(re.compile("revoked|withdrawn|no longer shared", re.IGNORECASE)).first).to_be_visible()
    answer = viewer.goto(link)
    assert answer is not None
    assert answer.status == 404
    expect(viewer.get_by_text("share link revoked")).to_be_visible()


def test_another_visitors_network_does_not_exist_for_a_stranger(page: Page, browser: Browser):
    new_network(page, "xor")
    stranger = browser.new_page()
    answer = stranger.goto(page.url)
    assert answer is not None
    assert answer.status == 404
    expect(node(stranger, "hidden")).to_have_count(0)
