"""What is logged: with the ids of request and run, as text or as JSON, and never with a secret."""

import json
import logging

import pytest

from tests.webapp.conftest import Visitor
from webapp.runs.worker.serve import serve
from webapp.telemetry.context import at_work_on, request_id
from webapp.telemetry.logs import Lines, Text, without_secrets

SECRETS = {
    "postgres://loom:hunter2@db/loom could not be reached": "hunter2",
    "redis://:hunter2@cache:6379/0 is away": "hunter2",
    "GET /s/hunter2/ 500": "hunter2",
    "GET /s/hunter2": "hunter2",
    "GET /ws/runs/1/live/?after=1-2&share=hunter2": "hunter2",
    "POST /owner/enter/hunter2/": "hunter2",
    "{'Cookie': 'sessionid=hunter2; csrftoken=hunter2'}": "hunter2",
    "headers: {'X-Share-Token': 'hunter2'}": "hunter2",
    "X-CSRFToken: hunter2": "hunter2",
    "Authorization: Bearer hunter2": "hunter2",
    "password=hunter2 host=db": "hunter2",
    "SECRET_KEY='hunter2'": "hunter2",
}


def record(message: str, *, broken: bool = False) -> logging.LogRecord:
    error = ValueError("postgres://loom:hunter2@db/loom") if broken else None
    return logging.LogRecord(
        "webapp.api", logging.WARNING, __file__, 1, message, (), error and (ValueError, error, None)
    )


@pytest.mark.parametrize("line", SECRETS)
def test_a_secret_is_blotted_out_of_a_line(line: str) -> None:
    assert SECRETS[line] not in without_secrets(line)
    assert SECRETS[line] not in Text().format(record(line))
    assert SECRETS[line] not in Lines().format(record(line))


def test_what_is_no_secret_stays() -> None:
    line = "GET /api/projects/0b1/ 200: http://localhost:8000/p/0b1/?view=loss, 3 sessions"
    assert without_secrets(line) == line


def test_a_traceback_is_one_json_line_and_holds_no_secret() -> None:
    written = Lines().format(record("It broke", broken=True))
    told = json.loads(written)
    assert "\n" not in written
    assert told["error"].startswith("ValueError: postgres://loom:***@")
    assert "hunter2" not in written


def test_a_line_says_which_request_and_which_run_it_is_about() -> None:
    token = request_id.set("abc-1")
    with at_work_on("r1"):
        told = json.loads(Lines().format(record("Slow")))
        assert Text().format(record("Slow")).endswith("Slow [request abc-1, run r1]")
    request_id.reset(token)
    assert (told["request"], told["run"], told["level"], told["message"]) == ("abc-1", "r1", "WARNING", "Slow")
    assert "request" not in json.loads(Lines().format(record("Later")))


def test_an_answer_bears_the_id_that_its_log_lines_have(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "webapp.requests")
    caplog.handler.setFormatter(Lines())
    answer = visitor.get("/api/starters/", **{"X-Request-ID": "from-the-proxy-1"})
    told = json.loads(caplog.text)
    assert answer.headers["X-Request-ID"] == told["request"] == "from-the-proxy-1"
    assert (told["status"], told["message"]) == (200, "GET /api/starters/ 200")
    own = visitor.get("/api/starters/", **{"X-Request-ID": "no id\nInjected: line"}).headers["X-Request-ID"]
    assert len(own) == 32


def test_a_worker_says_which_run_a_line_is_about(
    visitor: Visitor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr("webapp.runs.worker.advance.take_up", broken)
    caplog.handler.setFormatter(Lines())
    run_id = visitor.run()
    caplog.clear()
    serve("cpu", boot="test")
    lines = [json.loads(line) for line in caplog.text.splitlines()]
    assert {line["run"] for line in lines if "could not begin" in line["message"]} == {run_id}
