"""Runs and drawings as files, over the API."""

from uuid import UUID

import onnxruntime
import pytest
import safetensors.torch

import builder
from tests.drawings import draw, moons
from tests.webapp.conftest import Visitor
from tests.webapp.test_errors import NOBODY, error_of
from webapp.projects.models import Project
from webapp.runs.doors.latest import latest_state
from webapp.runs.models import Run
from webapp.runs.worker.advance import advance

NEEDY = [key for key, exporter in builder.EXPORTERS.items() if exporter.needs_weights]
PLAIN = [key for key in builder.EXPORTERS if key not in NEEDY]


def trained(visitor: Visitor) -> str:
    run_id = visitor.run()
    advance(UUID(run_id), boot="this-boot", waiting=lambda: 0)
    return run_id


def test_every_format_is_told(visitor: Visitor) -> None:
    told = visitor.get("/api/exporters/").json()["exporters"]
    assert [each["key"] for each in told] == list(builder.EXPORTERS)
    assert told[0].keys() == {"key", "title", "summary", "file_name", "media_type", "needs_weights"}


@pytest.mark.parametrize("key", PLAIN)
def test_a_drawing_and_a_run_that_waits_are_exported_alike(visitor: Visitor, key: str) -> None:
    document = moons(epochs=2)
    sent = visitor.post(f"/api/export/{key}/", document.model_dump(mode="json"))
    run = visitor.get(f"/api/runs/{visitor.run(document)}/export/{key}/")
    assert sent.status_code == run.status_code == 200
    assert sent.content == run.content == builder.EXPORTERS[key].export(document)
    assert run.headers["Content-Type"] == builder.EXPORTERS[key].media_type
    assert builder.EXPORTERS[key].file_name in run.headers["Content-Disposition"]


def test_what_a_run_has_learned_is_exported(visitor: Visitor) -> None:
    run_id = trained(visitor)
    learned = safetensors.torch.load(visitor.get(f"/api/runs/{run_id}/export/safetensors/").content)
    state = latest_state(Run.objects.get(pk=run_id))
    assert all(learned[name].equal(value) for name, value in state.net.state_dict().items())
    model = onnxruntime.InferenceSession(visitor.get(f"/api/runs/{run_id}/export/onnx/").content)
    assert model.get_inputs()[0].name == "point"


@pytest.mark.parametrize("key", NEEDY)
def test_without_a_checkpoint_there_is_nothing_learned_to_export(visitor: Visitor, key: str) -> None:
    assert error_of(visitor.get(f"/api/runs/{visitor.run()}/export/{key}/"), 409)["code"] == "no_checkpoint"
    sent = visitor.post(f"/api/export/{key}/", moons().model_dump(mode="json"))
    assert error_of(sent, 409)["code"] == "no_weights"


def test_a_share_link_exports_what_it_shows(visitor: Visitor, stranger: Visitor) -> None:
    run_id = trained(visitor)
    share = visitor.share(Project.objects.get().pk)
    path = f"/api/runs/{run_id}/export/safetensors/"
    assert stranger.get(path, **{"X-Share-Token": share["token"]}).status_code == 200
    assert stranger.get(f"{path}?share={share['token']}").status_code == 200
    assert error_of(stranger.get(path), 404) == error_of(stranger.get(f"/api/runs/{NOBODY}/export/json/"), 404)
    visitor.delete(f"/api/shares/{share['id']}/")
    assert stranger.get(f"{path}?share={share['token']}").status_code == 404


def test_an_unknown_format_and_a_drawing_with_problems_say_so(visitor: Visitor) -> None:
    document = draw({"relu": "ReLU"}, {}).model_dump(mode="json")
    error = error_of(visitor.post("/api/export/onxx/", document), 404)
    assert error["code"] == "unknown_format"
    assert "onnx" in error["hint"]
    refused = error_of(visitor.post("/api/export/script/", document), 422)
    assert "no_data" in {problem["code"] for problem in refused["problems"]}
    assert visitor.post("/api/export/svg/", document).status_code == 200
    assert error_of(visitor.post("/api/export/svg/", b"{oops"), 400)["code"] == "not_json"


def test_an_exported_drawing_is_opened_from_its_text(visitor: Visitor) -> None:
    text = builder.EXPORTERS["json"].export(moons()).decode()
    made = visitor.post("/api/projects/", {"document": text, "name": "Moons"})
    assert made.status_code == 201, made.content
    shown = visitor.get(f"/api/projects/{made.json()['id']}/").json()
    assert (shown["name"], shown["document"]) == ("Moons", moons().model_dump(mode="json"))


@pytest.mark.parametrize(("text", "status", "code"), [("no json", 400, "not_json"), ("[1]", 422, "invalid_document")])
def test_a_file_that_holds_no_drawing_is_refused_in_words(visitor: Visitor, text: str, status: int, code: str) -> None:
    assert error_of(visitor.post("/api/projects/", {"document": text}), status)["code"] == code
