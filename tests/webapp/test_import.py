"""Files become networks, over the API."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from django.http import HttpResponse
from torch import nn

import builder
from builder.drawing.document import read_document
from builder.importers.apart import import_apart
from tests.builder.importers.onnx_files import assert_answers_alike, built, node, random
from tests.drawings import moons
from tests.webapp.conftest import Visitor
from tests.webapp.test_errors import error_of
from webapp.projects import creation, imports
from webapp.projects.models import Project
from webapp.weights import store

LINEAR = built([node("Gemm", ["x", "w"], transB=1)], {"w": random(3, 4)})


@pytest.fixture(scope="module")
def import_once() -> Callable[..., Any]:
    """Opens a file in a process of its own, as the page does; a file that was opened before is as it was then."""
    known: dict[tuple[str, bytes], tuple[Any, bytes]] = {}

    def opened_once(name: str, content: bytes, learned: Path) -> Any:
        if (name, content) not in known:
            known[name, content] = import_apart(name, content, learned), learned.read_bytes()
        told, weights = known[name, content]
        learned.write_bytes(weights)
        return told

    return opened_once


@pytest.fixture(autouse=True)
def _each_file_is_opened_once(import_once: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "import_apart", import_once)


def opened(visitor: Visitor, name: str, content: bytes) -> HttpResponse:
    return visitor.post(f"/api/import/?name={name}", content)


def test_the_formats_that_can_be_opened_are_told(visitor: Visitor) -> None:
    told = visitor.get("/api/importers/").json()
    safe = [key for key, importer in builder.IMPORTERS.items() if not importer.trusts_file]
    assert [each["key"] for each in told["importers"]] == safe
    assert told["max_bytes"] == imports.MAX_BYTES


def test_an_onnx_file_becomes_a_network_of_the_visitor(visitor: Visitor, stranger: Visitor) -> None:
    answer = opened(visitor, "My%20net.onnx", LINEAR)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["name"], made["is_owner"]) == ("My net", True)
    assert made["problems"] == []
    document = read_document(visitor.get(f"/api/projects/{made['id']}/").json()["document"])
    assert document.blocks == builder.import_file("a.onnx", LINEAR).document.blocks
    assert stranger.get(f"/api/projects/{made['id']}/").status_code == 404


def test_an_imported_network_begins_from_its_weights_and_is_exported_with_them(
    visitor: Visitor, stranger: Visitor
) -> None:
    made = opened(visitor, "My%20net.onnx", LINEAR).json()
    document = visitor.get(f"/api/projects/{made['id']}/").json()["document"]
    (beginning,) = document["training"]["begins_from"]
    (kept,) = visitor.get("/api/weights/").json()["weights"]
    assert (kept["weights"], kept["origin"], kept["name"]) == (beginning["weights"], "import", "My net.onnx")
    exported = visitor.post("/api/export/onnx/", json.dumps(document).encode())
    assert exported.status_code == 200
    assert_answers_alike(exported.content, {"x": random(5, 4)})
    refused = stranger.post("/api/export/onnx/", json.dumps(document).encode())
    assert error_of(refused, 404)["code"] == "not_found"


def test_without_room_for_its_weights_a_network_is_opened_alone(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "room_of", lambda owner: 10)
    made = opened(visitor, "My%20net.onnx", LINEAR).json()
    assert [problem["code"] for problem in made["problems"]] == ["weights_left_out"]
    document = visitor.get(f"/api/projects/{made['id']}/").json()["document"]
    assert not document["training"].get("begins_from")
    exported = visitor.post("/api/export/onnx/", json.dumps(document).encode())
    assert error_of(exported, 409)["code"] == "no_weights"


def test_what_was_drawn_since_has_no_weights_to_be_exported_with(visitor: Visitor) -> None:
    made = opened(visitor, "My%20net.onnx", LINEAR).json()
    document = visitor.get(f"/api/projects/{made['id']}/").json()["document"]
    nodes, edges = document["blocks"]["main"]["nodes"], document["blocks"]["main"]["edges"]
    (answer,) = [id for id, node in nodes.items() if node["type"] == "Output"]
    nodes["more"] = {"type": "Linear", "params": {"out_features": 2}, "position": [0, 0]}
    edges |= {"more.input": edges[f"{answer}.input"], f"{answer}.input": "more.output"}
    exported = visitor.post("/api/export/safetensors/", json.dumps(document).encode())
    assert "more.weight, more.bias would have fresh weights" in error_of(exported, 422)["message"]


def test_a_program_of_torch_export_becomes_a_network_with_its_weights(visitor: Visitor) -> None:
    content = io.BytesIO()
    batch = ({0: torch.export.Dim("batch")},)
    torch.export.save(torch.export.export(nn.Linear(4, 3), (torch.randn(2, 4),), dynamic_shapes=batch), content)
    made = opened(visitor, "net.pt2", content.getvalue()).json()
    document = visitor.get(f"/api/projects/{made['id']}/").json()["document"]
    assert len(document["training"]["begins_from"]) == 1


def test_a_drawing_becomes_a_network(visitor: Visitor) -> None:
    answer = opened(visitor, "moons.json", moons(epochs=2).model_dump_json().encode())
    assert (answer.status_code, answer.json()["problems"]) == (201, [])
    assert Project.objects.get(pk=answer.json()["id"]).document == moons(epochs=2).model_dump(mode="json")


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("a.json", b"milk", 400, "not_json"),
        ("a.json", json.dumps({"version": 1, "run": "rm"}).encode(), 422, "invalid_document"),
        ("a.onnx", b"milk", 422, "not_onnx"),
        ("a.onnx", built([node("NonZero", ["x"])]), 422, "not_importable"),
        ("a.pt2", b"PK", 422, "not_pt2"),
        ("a.pth", b"PK", 422, "pickled"),
        ("a.h5", b"", 422, "unknown_format"),
        ("", b"", 422, "unknown_format"),
        ("..%2F..%2Fetc%2Fpasswd", b"", 422, "unknown_format"),
    ],
)
def test_a_file_that_can_not_be_opened_is_refused_in_words(
    visitor: Visitor, name: str, content: bytes, status: int, code: str
) -> None:
    assert error_of(opened(visitor, name, content), status)["code"] == code
    assert not Project.objects.exists()


def test_a_file_that_is_too_large_is_refused(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MAX_BYTES", 100)
    assert error_of(opened(visitor, "a.json", b" " * 101), 413)["code"] == "file_too_large"


def test_files_count_among_the_networks_made_in_a_minute(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(creation, "MAX_A_MINUTE", 1)
    drawing = moons(epochs=2).model_dump_json().encode()
    assert opened(visitor, "a.json", drawing).status_code == 201
    assert error_of(opened(visitor, "a.onnx", LINEAR), 429)["code"] == "too_many_projects"
