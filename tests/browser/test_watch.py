"""A visitor watches a network learn, as a whole and from the inside, live and after."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import expect_status, new_network, node, set_field, train, type_into
from tests.browser.legible import small_texts

pytestmark = pytest.mark.browser


def look_at(page: Page, probe: str) -> None:
    """Choose what the inspector shows of the chosen node."""
    page.get_by_role("toolbar", name="What to look at").get_by_role("button", name=probe, exact=True).click()


def step_of(page: Page, probe: str) -> int:
    """The step after which a card of the Watch panel was drawn."""
    words = page.locator(f".watch-card[data-probe={probe}] figcaption").inner_text()
    return int(re.search(r"step ([\d\s]+)$", words)[1].replace("\u202f", ""))


def test_a_boundary_forms_while_the_moons_are_learned(page: Page):
    new_network(page, "two-moons-mlp")
    page.get_by_role("tab", name="Watch").click()
    expect(page.get_by_role("region", name="Watch")).to_contain_text("Press Train")
    set_field(page, "epochs", "30")
    train(page)
    page.get_by_role("tab", name="Watch").click()
    expect(page.get_by_role("img", name="Where the network sees first and where second")).to_be_visible()
    matrix = page.get_by_role("table", name=re.compile("Rows: what it is"))
    expect(matrix.get_by_role("row")).to_have_count(3)
    expect_status(page, "finished")
    page.wait_for_function("() => document.querySelector('[data-probe=boundary]').innerText.includes('960')")
    assert step_of(page, "boundary") == step_of(page, "confusion") == 960
    expect_units_over_the_plane(page)
    page.get_by_role("button", name="Decision boundary").click()
    expect(page.locator(".watch-card[data-probe=boundary]")).to_have_count(0)
    page.reload()
    page.get_by_role("tab", name="Watch").click()
    expect(page.locator(".watch-card[data-probe=confusion] table")).to_be_visible()
    expect(page.locator(".watch-card[data-probe=boundary]")).to_have_count(0)


def expect_units_over_the_plane(page: Page) -> None:
    """Where each unit fires is on the drawing, with the weights between layers, and large beside it."""
    expect(node(page, "fc2").get_by_role("img", name="fc2: where over the plane each of 8 units fires")).to_be_visible()
    expect(node(page, "fc2").get_by_role("img", name="Weights from relu1.output")).to_be_visible()
    node(page, "fc2").locator(".node-header").click()
    look_at(page, "Over the plane")
    page.get_by_role("button", name="Unit 3", exact=True).click()
    large = page.get_by_role("region", name="Over the plane")
    expect(large.get_by_role("img", name="Where unit 3 fires, and validation samples")).to_be_visible()
    expect(large).to_contain_text("Unit 3 takes most from relu1")


def test_numbers_of_a_step_stand_on_the_wires_no_larger_than_other_text(page: Page):
    page.set_viewport_size({"width": 1280, "height": 720})  # the drawing is far away there
    new_network(page, "perceptron")
    train(page)
    expect_status(page, "finished")
    page.get_by_role("tab", name="Watch").click()
    paper = page.locator(".watch-card[data-probe=by-hand]")
    written = page.locator(".wire-label.is-written")
    expect(paper.get_by_role("button", name="1 Forward")).to_have_attribute("aria-pressed", "true")
    expect(written.first).to_be_visible()
    heights = written.evaluate_all(
        "(all) => all.map((label) => label.getBoundingClientRect().height / label.textContent.split('\\n').length)"
    )
    assert all(11 <= height <= 18 for height in heights), heights
    assert small_texts(page) == []
    before = written.all_inner_texts()
    paper.get_by_role("button", name="3 Backward").click()
    expect(written).not_to_have_count(0)
    assert written.all_inner_texts() != before


def test_molecules_are_seen_with_what_is_said_of_each_and_against_what_is_right(page: Page):
    new_network(page, "molecule-property")
    set_field(page, "epochs", "1")
    train(page)
    expect_status(page, "finished")
    page.get_by_role("tab", name="Watch").click()
    graphs = page.locator(".watch-card[data-probe=graphs]").get_by_role("figure")
    expect(graphs).to_have_count(4)
    told = graphs.first
    expect(told).to_contain_text(re.compile(r"says -?\d\.\d{3}\s*is \d\.\d{3}"))
    expect(told.get_by_role("img", name="Sample 0: 5 nodes, 4 edges")).to_be_visible()
    assert sorted(told.locator("text").all_text_contents()) == ["C", "C", "C", "C", "O"]
    expect(page.get_by_role("img", name="energy: what the network foretells against what is right")).to_be_visible()
    assert small_texts(page) == []


def test_each_copy_of_a_block_is_looked_into(page: Page):
    new_network(page, "tiny-gpt")
    set_field(page, "epochs", "2")
    train(page)
    expect_status(page, "finished")
    node(page, "layers").locator(".node-header").dblclick()
    expect(node(page, "attention").locator("canvas")).to_be_visible()
    node(page, "attention").locator(".node-header").click()
    look_at(page, "Attention")
    expect(page.get_by_role("region", name="Attention")).to_contain_text("4 heads")
    with page.expect_response(lambda answer: "layers.1%2Fattention" in answer.url) as second:
        type_into(page, page.get_by_role("spinbutton", name="time"), "2")
    assert second.value.ok
    expect(page.get_by_role("region", name="Attention")).to_contain_text("4 heads")
    look_at(page, "Gradients")
    expect(page.get_by_role("region", name="Gradients")).to_contain_text("c_attn.weight")
