"""Every error below /api/ has one shape and a fitting status."""

import json
import logging

import pytest
from django.test import Client

from tests.builder.test_check import FAULTS
from tests.drawings import moons
from tests.webapp.conftest import Visitor
from webapp.api import endpoint
from webapp.projects.models import Project

NOBODY = "00000000-0000-0000-0000-000000000000"


def error_of(response, status: int) -> dict:
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/json"
    body = response.json()
    assert body.keys() == {"error"}
    assert body["error"].keys() == {"code", "message", "hint", "problems"}
    assert body["error"]["message"]
    return body["error"]


@pytest.mark.parametrize("path", ["/api/", "/api/nothing/", "/api/projects", "/api/projects/7/", f"/api/runs/{NOBODY}"])
def test_an_unknown_path_says_so(visitor: Visitor, path: str) -> None:
    assert error_of(visitor.get(path), 404)["code"] == "not_found"


def test_a_wrong_method_names_the_right_ones(visitor: Visitor) -> None:
    response = visitor.post("/api/catalog/")
    error = error_of(response, 405)
    assert (error["code"], error["hint"], response.headers["Allow"]) == ("wrong_method", "Use GET.", "GET")


def test_a_body_that_is_not_json_says_so(visitor: Visitor) -> None:
    assert error_of(visitor.post("/api/projects/", b"{oops"), 400)["code"] == "not_json"
    assert error_of(visitor.post("/api/check/", b"\xff\xfe"), 400)["code"] == "not_json"


def test_a_body_with_unknown_or_missing_fields_names_them(visitor: Visitor) -> None:
    error = error_of(visitor.post("/api/projects/", {"starter": "xor", "colour": "red"}), 400)
    assert error["code"] == "invalid_request"
    assert ["colour" in problem["message"] for problem in error["problems"]] == [True]
    assert "exactly one" in error_of(visitor.post("/api/projects/", {}), 400)["message"]


@pytest.mark.parametrize("path", ["/api/check/", "/api/projects/"])
def test_a_document_of_ten_megabytes_is_refused(visitor: Visitor, path: str) -> None:
    body = json.dumps({"document": {"note": "x" * 10_000_000}}).encode()
    assert error_of(visitor.post(path, body), 413)["code"] == "document_too_large"
    assert not Project.objects.exists()


@pytest.mark.parametrize("cookie", [None, "x" * 32])
def test_a_request_without_csrf_token_is_refused(db: None, cookie: str | None) -> None:
    client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    if cookie:
        client.cookies["csrftoken"] = cookie
    assert error_of(client.post("/api/projects/", {}, "application/json"), 403)["code"] == "csrf_failed"


def test_a_large_form_is_refused_in_the_same_shape(visitor: Visitor) -> None:
    response = visitor.client.post("/api/projects/", {"x": "y" * 10_000_000})
    assert error_of(response, 400)["code"] == "bad_request"


def test_missing_foreign_and_forged_all_look_the_same(visitor: Visitor, stranger: Visitor) -> None:
    project, run = visitor.project(), visitor.run()
    answers = [
        error_of(stranger.get(f"/api/projects/{project.pk}/"), 404),
        error_of(stranger.get(f"/api/projects/{NOBODY}/"), 404),
        error_of(stranger.get(f"/api/projects/{project.pk}/", **{"X-Share-Token": "forged"}), 404),
        error_of(stranger.patch(f"/api/projects/{project.pk}/", {"name": "Mine"}), 404),
        error_of(stranger.delete(f"/api/projects/{project.pk}/"), 404),
        error_of(stranger.get(f"/api/projects/{project.pk}/shares/"), 404),
    ]
    assert all(answer == answers[0] for answer in answers)
    run_answers = [
        error_of(stranger.get(f"/api/runs/{run}/"), 404),
        error_of(stranger.get(f"/api/runs/{NOBODY}/"), 404),
        error_of(stranger.get(f"/api/runs/{run}/?share=forged"), 404),
        error_of(stranger.post(f"/api/runs/{run}/stop/"), 404),
        error_of(stranger.post(f"/api/runs/{run}/predict/", {"values": [0, 0]}), 404),
        error_of(stranger.get(f"/api/runs/{run}/script/"), 404),
        error_of(stranger.get(f"/api/runs/{run}/looks/?view=activation:fc1"), 404),
    ]
    assert all(answer == run_answers[0] for answer in run_answers)


def test_a_forged_share_token_opens_nothing(visitor: Visitor) -> None:
    assert error_of(visitor.get("/api/shared/", **{"X-Share-Token": "forged"}), 404)["code"] == "not_found"
    assert error_of(visitor.get("/api/shared/"), 404)["code"] == "not_found"
    assert error_of(visitor.post("/api/projects/", {"fork": "forged"}), 404)["code"] == "not_found"


def test_an_unknown_starter_lists_the_known_ones(visitor: Visitor) -> None:
    error = error_of(visitor.post("/api/projects/", {"starter": "chess"}), 404)
    assert error["code"] == "unknown_starter"
    assert "xor" in error["hint"]


def test_an_invalid_document_comes_with_every_problem(visitor: Visitor) -> None:
    document = {"version": 1, "main": "attic", "blocks": {"main": {"nodes": {"a": {"kind": "Linear"}}}}}
    error = error_of(visitor.post("/api/projects/", {"document": document}), 422)
    assert error["code"] == "invalid_document"
    assert len(error["problems"]) == 2


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_an_untrainable_drawing_is_checked_in_words_and_never_queued(visitor: Visitor, code: str) -> None:
    document = FAULTS[code].model_dump(mode="json")
    checked = visitor.post("/api/check/", document).json()
    assert code in {problem["code"] for problem in checked["report"]["problems"]}
    assert checked["source"] is None
    path = f"/api/projects/{visitor.project().pk}/runs/"
    error = error_of(visitor.post(path, {"document": document}), 422)
    assert code in {problem["code"] for problem in error["problems"]}
    assert visitor.get(path).json() == {"runs": []}


def test_a_fault_of_ours_shows_nothing_of_its_inside(rf, caplog) -> None:
    def broken(request: object) -> None:
        raise RuntimeError("secret inside")

    with caplog.at_level(logging.CRITICAL, logger="webapp.api"):
        response = endpoint(GET=broken)(rf.get("/api/x/"))
    assert response.status_code == 500
    assert b"secret" not in response.content
    assert json.loads(response.content)["error"]["code"] == "server_error"


def test_trying_out_before_a_state_is_saved_says_so(visitor: Visitor) -> None:
    error = error_of(visitor.post(f"/api/runs/{visitor.run()}/predict/", {"values": [0, 0]}), 409)
    assert error["code"] == "no_checkpoint"


def test_too_many_runs_at_once_are_refused_with_the_way_out(visitor: Visitor) -> None:
    document = moons(epochs=2).model_dump(mode="json")
    path = f"/api/projects/{visitor.project().pk}/runs/"
    answers = [visitor.post(path, {"document": document}) for _ in range(9)]
    assert [answer.status_code for answer in answers] == [201] * 8 + [429]
    error = error_of(answers[-1], 429)
    assert (error["code"], error["hint"]) == ("too_many_runs", "Stop one of them first.")


def test_a_flood_of_projects_is_refused(visitor: Visitor) -> None:
    answers = [visitor.post("/api/projects/", {"starter": "xor"}) for _ in range(31)]
    assert [answer.status_code for answer in answers[:30]] == [201] * 30
    assert error_of(answers[30], 429)["code"] == "too_many_projects"
