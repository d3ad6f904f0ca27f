"""A network that another program has saved is opened in the editor."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Page, expect
from safetensors.torch import save_file
from torch import nn

import builder
from tests.browser.journeys import (
    below,
    centre,
    create_link,
    create_network,
    document_of,
    drag_from_palette,
    drag_wire,
    expect_status,
    new_network,
    run_id,
    train,
)
from tests.browser.journeys import node as node_on
from tests.browser.watching import snapshot
from tests.builder.importers.onnx_files import built, exported, node, random
from tests.product import Product

pytestmark = pytest.mark.browser

NETWORK = built(
    [node("Gemm", ["x", "w", "b"], ["h"], name="first"), node("Relu", ["h"])], {"w": random(4, 3), "b": random(3)}
)
STRANGE = built([node("NonZero", ["x"], name="there")])


def choose(page: Page, file: Path) -> None:
    page.get_by_role("button", name="My networks").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name="Open a file").click()
    chooser.value.set_files(file)


def drop(page: Page, file: Path) -> None:
    """Let a file fall on the canvas, as from the desktop."""
    hand = page.context.new_cdp_session(page)
    x, y = centre(page.locator("#canvas"))
    data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    for step in ("dragEnter", "dragOver"):
        hand.send("Input.dispatchDragEvent", {"type": step, "x": x, "y": y, "data": data})
    expect(page.locator("#canvas.is-receiving")).to_be_visible()
    hand.send("Input.dispatchDragEvent", {"type": "drop", "x": x, "y": y, "data": data})


def test_an_onnx_file_is_opened_from_the_menu_and_a_strange_one_is_refused_in_words(page: Page, tmp_path: Path) -> None:
    new_network(page, "xor")
    (tmp_path / "strange.onnx").write_bytes(STRANGE)
    choose(page, tmp_path / "strange.onnx")
    expect(page.locator(".notice-text", has_text="NonZero (there)")).to_be_visible(timeout=60_000)

    (tmp_path / "two layers.onnx").write_bytes(NETWORK)
    with page.expect_navigation(timeout=60_000):
        choose(page, tmp_path / "two layers.onnx")
    expect(page).to_have_title("two layers · Layerloom")
    (beginning,) = document_of(page)["training"]["begins_from"]
    assert beginning["title"] == "two layers.onnx"
    assert [each["type"] for each in document_of(page)["blocks"]["main"]["nodes"].values()] == [
        *("Noise", "Linear", "ReLU", "Output")
    ]


def moons_elsewhere() -> tuple[bytes, float]:
    """A classifier of the moons that plain torch has trained, as ONNX, and its accuracy on what it is validated on."""
    learn, validation, _ = builder.CATALOG["TwoMoons"].read({})
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        net = nn.Sequential(nn.Linear(2, 24), nn.ReLU(), nn.Linear(24, 2))
        optimizer = torch.optim.Adam(net.parameters(), 0.05)
        for _ in range(200):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(learn["point"]), learn["label"]).backward()
            optimizer.step()
    with torch.no_grad():
        right = (net(validation["point"]).argmax(1) == validation["label"]).float().mean().item()
    return exported(net, validation["point"][:4]), right


def test_a_network_of_another_program_is_opened_given_data_and_trained_on_from_its_weights(
    page: Page, product: Product, tmp_path: Path
) -> None:
    content, right = moons_elsewhere()
    (tmp_path / "moons.onnx").write_bytes(content)
    new_network(page, "xor")
    with page.expect_navigation(timeout=60_000):
        choose(page, tmp_path / "moons.onnx")
    given, first, _, last, answer = document_of(page)["blocks"]["main"]["nodes"]  # in the order of the file
    node_on(page, given).click()
    page.keyboard.press("Delete")
    for kind, id, where in (
        ("TwoMoons", "two_moons", first),
        ("CrossEntropyLoss", "loss", last),
        ("Accuracy", "accuracy", answer),
    ):
        drag_from_palette(page, kind, below(page, where, 130))  # high enough for what it offers to be above the dock
        expect(node_on(page, id)).to_be_visible()
    drag_wire(page, "two_moons.point", f"{first}.input")
    for judge in ("loss", "accuracy"):
        drag_wire(page, f"{last}.output", f"{judge}.input")
        mend = node_on(page, judge).get_by_role("button", name="Connect two_moons.label")
        mend.click()
        expect(mend).to_have_count(0)
    drag_from_palette(page, "Objective", below(page, first, -200))
    drag_wire(page, "loss.loss", "objective.loss")
    link = create_link(page)
    train(page)
    expect_status(page, "finished")
    expect(page.get_by_text("Begins from moons.onnx: 4 of 4 weights are taken.")).to_be_visible()
    state = snapshot(product.url, run_id(page), link.rstrip("/").rsplit("/", 1)[1])
    first_epoch, *_ = array("f", state["curves"]["validation/accuracy"]["values"])
    assert first_epoch > right - 0.05
    assert right > 0.9


def test_a_file_that_is_dropped_on_the_canvas_is_opened(page: Page, tmp_path: Path) -> None:
    new_network(page, "xor")
    (tmp_path / "dropped.onnx").write_bytes(NETWORK)
    with page.expect_navigation(timeout=60_000):
        drop(page, tmp_path / "dropped.onnx")
    expect(page).to_have_title("dropped · Layerloom")
    expect(page.locator(".react-flow__node")).to_have_count(4)


def test_weights_that_are_dropped_are_what_the_open_drawing_begins_from_as_far_as_they_fit(
    page: Page, tmp_path: Path
) -> None:
    document = builder.STARTERS["xor"].document
    create_network(page, {"document": document.model_dump(mode="json"), "name": "Exclusive or"})
    page.locator("#canvas").press("Escape")
    net = builder.compile(document).network().state_dict()
    first, *_ = net
    save_file({first: net[first]}, tmp_path / "learned.safetensors")
    drop(page, tmp_path / "learned.safetensors")
    expect(page.locator(".notice-text", has_text=f"1 of {len(net)} weights")).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    (beginning,) = document_of(page)["training"]["begins_from"]
    assert beginning["title"] == "learned"
    save_file({"other.weight": net[first]}, tmp_path / "strange.safetensors")
    drop(page, tmp_path / "strange.safetensors")
    expect(page.locator(".notice-text", has_text="say there which nodes")).to_be_visible()
    assert document_of(page)["training"]["begins_from"] == [beginning]
