"""Drawing by mouse and by keyboard: what fits is wired, what does not is refused in words, everything can be undone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import (
    below,
    centre,
    create_network,
    document_of,
    drag,
    drag_from_palette,
    drag_wire,
    new_network,
    node,
    set_field,
)

pytestmark = pytest.mark.browser

ALL_IS_WELL = "Nothing stands in the way of training."


def test_a_wire_of_the_wrong_kind_or_in_a_loop_is_refused(page: Page):
    new_network(page, "xor")
    before = document_of(page)
    drag_wire(page, "xor.label", "hidden.input")
    drag_wire(page, "scores.output", "hidden.input")
    expect(page.get_by_text("would close a loop")).to_be_visible()
    assert document_of(page) == before


def test_one_undo_takes_back_one_move_and_redo_brings_it_again(page: Page):
    new_network(page, "xor")
    start = document_of(page)["blocks"]["main"]["nodes"]["tanh"]["position"]
    x, y = centre(node(page, "tanh").locator(".node-header"))
    drag(page, (x, y), (x + 10, y + 150))
    moved = wait_for_change(page, start)
    page.keyboard.press("Control+z")
    assert wait_for_change(page, moved) == start
    page.keyboard.press("Control+Shift+z")
    assert wait_for_change(page, start) == moved


def wait_for_change(page: Page, before: list[float]) -> list[float]:
    """The stored position of tanh, once it is no longer ``before``: saving is debounced."""

    def position() -> list[float]:
        return document_of(page)["blocks"]["main"]["nodes"]["tanh"]["position"]

    for _ in range(50):
        if position() != before:
            break
        page.wait_for_timeout(100)
    assert position() != before
    return position()


def test_a_mistake_shows_on_its_node_with_a_fix_to_click(page: Page):
    new_network(page, "digits-cnn")
    node(page, "flatten").locator(".node-header").click()
    page.keyboard.press("Delete")
    expect(node(page, "flatten")).to_have_count(0)
    drag_wire(page, "pool2.output", "fc1.input")
    problem = node(page, "fc1").locator(".node-problem")
    expect(problem).to_contain_text("one row of features per sample")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()
    problem.get_by_role("button", name="Insert a Flatten before fc1").click()
    expect(node(page, "flatten")).to_be_visible()
    expect(node(page, "fc1")).to_contain_text("(N, 120)")
    expect(page.get_by_text(ALL_IS_WELL)).to_be_visible()


def test_a_number_that_makes_no_sense_is_refused_in_place(page: Page):
    new_network(page, "xor")
    node(page, "hidden").locator(".node-header").click()
    before = document_of(page)
    set_field(page, "out_features", "many")
    expect(page.locator(".inspector").get_by_text(re.compile("whole number"))).to_be_visible()
    assert document_of(page) == before
    set_field(page, "out_features", "6")
    expect(node(page, "hidden")).to_contain_text("(N, 6)")
    expect(node(page, "tanh")).to_contain_text("(N, 6)")


def test_a_form_shows_what_matters_for_what_is_chosen_and_keeps_the_rest(page: Page):
    new_network(page, "xor")
    node(page, "objective").locator(".node-header").click()
    form = page.get_by_role("region", name="Parameters")
    momentum = form.get_by_role("textbox", name="momentum", exact=True)
    betas = form.get_by_role("textbox", name="betas", exact=True)
    gamma = form.get_by_role("textbox", name="gamma", exact=True)
    form.get_by_role("combobox", name="optimizer", exact=True).select_option("Adam")
    expect(betas).to_be_visible()
    expect(momentum).to_have_count(0)
    expect(gamma).to_have_count(0)

    form.get_by_role("combobox", name="optimizer", exact=True).select_option("SGD")
    expect(betas).to_have_count(0)
    set_field(page, "momentum", "0.5")
    expect(node(page, "objective")).to_contain_text("SGD, lr=0.02, momentum=0.5")
    form.get_by_role("combobox", name="optimizer", exact=True).select_option("Adam")
    expect(momentum).to_have_count(0)
    expect(node(page, "objective")).not_to_contain_text("momentum")
    form.get_by_role("combobox", name="optimizer", exact=True).select_option("SGD")
    expect(momentum).to_have_value("0.5")

    form.get_by_role("combobox", name="schedule", exact=True).select_option("StepLR")
    expect(gamma).to_be_visible()
    expect(form.get_by_role("textbox", name="total_iters", exact=True)).to_have_count(0)


def test_a_field_with_a_problem_is_shown_whatever_is_chosen(page: Page):
    new_network(page, "xor")
    document = document_of(page)
    document["blocks"]["main"]["nodes"]["objective"]["params"] = {"optimizer": "Adam", "momentum": 7.0}
    create_network(page, {"document": document})
    node(page, "objective").locator(".node-header").click()
    momentum = page.get_by_role("textbox", name="momentum", exact=True)
    expect(momentum).to_have_value("7")
    page.get_by_role("complementary", name="Inspector").get_by_role("button", name="Set momentum back to 0.9").click()
    expect(momentum).to_have_count(0)


def test_a_node_says_in_a_sentence_of_ours_what_it_does_and_torchs_words_are_unfolded(page: Page):
    new_network(page, "digits-cnn")
    inspector = page.get_by_role("complementary", name="Inspector")
    node(page, "loss").locator(".node-header").click()
    expect(inspector.locator(".summary")).to_contain_text("How surprised the network is by")
    expect(inspector).not_to_contain_text("criterion")
    inspector.get_by_text("More from torch's documentation").click()
    expect(inspector).to_contain_text("This criterion computes the cross entropy loss")
    assert "size_average" not in inspector.inner_text()
    node(page, "objective").locator(".node-header").click()
    inspector.get_by_text("More about Objective").click()
    expect(inspector).to_contain_text("At each step the optimizer moves every learned parameter")


def test_how_it_is_computed_lies_behind_more_until_it_is_not_as_usual(page: Page):
    new_network(page, "xor")
    precision = page.get_by_role("combobox", name="precision", exact=True)
    expect(page.get_by_role("textbox", name="epochs", exact=True)).to_be_visible()
    expect(precision).to_have_count(0)
    page.get_by_text("More", exact=True).click()
    precision.select_option("bfloat16")
    page.get_by_text("Saved", exact=True).wait_for()
    page.reload()
    expect(precision).to_have_value("bfloat16")
    precision.select_option("float32")
    expect(precision).to_be_visible()  # it does not fold away under the hand
    page.get_by_text("Saved", exact=True).wait_for()
    page.reload()
    expect(page.get_by_role("textbox", name="epochs", exact=True)).to_be_visible()
    expect(precision).to_have_count(0)


def test_what_a_former_run_settled_is_told_and_can_be_left_to_the_worker(page: Page):
    new_network(page, "xor")
    document = document_of(page)
    document["training"] |= {"threads": 2, "kernels": "onednn"}
    create_network(page, {"document": document})
    inspector = page.get_by_role("complementary", name="Inspector")
    expect(inspector).to_contain_text("2 threads, onednn kernels")
    inspector.get_by_role("button", name="Let the worker find what is fastest").click()
    expect(inspector).not_to_contain_text("2 threads")
    page.get_by_role("button", name="Undo").click()
    expect(inspector).to_contain_text("2 threads, onednn kernels")


def test_a_network_can_be_drawn_and_trained_with_the_keyboard_alone(page: Page):
    new_network(page, "xor")
    page.get_by_role("button", name="Add ReLU", exact=True).focus()
    page.keyboard.press("Enter")
    expect(node(page, "relu1")).to_be_visible()
    source = page.get_by_role("combobox", name="input", exact=True)
    source.focus()
    source.press_sequentially("hidden.output")
    expect(node(page, "relu1")).to_contain_text("(N, 4)")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".run-status[data-status]")).to_have_attribute("data-status", "finished")


def test_a_layer_is_found_by_typing_a_slash(page: Page):
    new_network(page, "xor")
    page.locator(".react-flow__pane").click(position={"x": 5, "y": 5})
    page.keyboard.press("/")
    page.keyboard.type("batchn")
    expect(page.get_by_role("option", name="Add BatchNorm1d", exact=True)).to_be_visible()
    for role in ("option", "button"):
        expect(page.get_by_role(role, name="Add Linear", exact=True)).to_have_count(0)


def test_arranging_leaves_no_node_on_another(page: Page):
    new_network(page, "digits-mlp")
    drag_from_palette(page, "Add", to=below(page, "fc1", by=10))
    page.get_by_role("button", name=re.compile("^Arrange")).click()
    page.wait_for_function(
        """() => {
            const boxes = [...document.querySelectorAll('.react-flow__node')].map((n) => n.getBoundingClientRect());
            const apart = (a, b) =>
                a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
            return boxes.every((a, i) => boxes.every((b, j) => i >= j || apart(a, b)));
        }"""
    )
