"""Requests and socket messages disturbed at random: words, never a 500. `script/fuzz` tries many more."""

from __future__ import annotations

import logging
import os
from collections import Counter
from random import Random
from typing import Any

import pytest
from torch import ones
from websockets.exceptions import ConnectionClosed

from tests.fuzz.messages import to_live, to_room
from tests.fuzz.requests import Asked, World, request
from tests.webapp.conftest import Server, Visitor
from tests.webapp.own import prepared
from webapp.own.models import OwnVersion
from webapp.projects import creation
from webapp.projects.models import Project
from webapp.runs.models import Run
from webapp.runs.orders import creation as runs
from webapp.sharing.models import Share
from webapp.weights.models import KeptWeights
from webapp.weights.store import keep_tensors

SEED = os.environ.get("FUZZ_SEED", "1")
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "300"))
MESSAGES = int(os.environ.get("FUZZ_MESSAGES", "200"))


@pytest.fixture
def _without_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many a minute are refused by a limit, and would try nothing else."""
    monkeypatch.setattr(creation, "MAX_A_MINUTE", 10**9)
    monkeypatch.setattr(runs, "MAX_A_MINUTE", 10**9)


def world(visitor: Visitor) -> World:
    """Something of every kind, made anew where a request has deleted it."""
    run = Run.objects.order_by("-created_at").first()
    if run is None or not Share.objects.filter(revoked_at=None).exists():
        run = Run.objects.get(pk=visitor.run())
        visitor.share(run.project_id)
        Run.objects.filter(pk=run.pk).update(status="finished", ended_at=run.created_at)
    version = OwnVersion.objects.first() or prepared(visitor)
    share = Share.objects.filter(revoked_at=None).latest("created_at")
    ids = {"project_id": str(run.project_id), "run_id": str(run.pk), "share_id": str(share.pk), "token": share.token}
    weights = KeptWeights.objects.first() or keep_tensors(share.project.owner, {"a": ones(2)}, name="a", origin="file")
    ids |= {"digest": weights.digest}
    ids |= {"data_id": str(version.data_id), "version": version.pk}
    few = {
        "type": ("Linear", "Digits"),
        "name": ("gated_mlp",),
        "key": ("script", "json", "safetensors", "svg", "onnx"),
    }
    return World({**{name: (value,) for name, value in ids.items()}, **few, "sweep_id": ()})


@pytest.mark.timeout(0)
@pytest.mark.usefixtures("_without_haste")
def test_a_disturbed_request_is_answered_in_words(
    visitor: Visitor, caplog: pytest.LogCaptureFixture, figure: Any
) -> None:
    visitor.client.raise_request_exception = False
    told: Counter[int] = Counter()
    for number in range(REQUESTS):
        random = Random(f"{SEED}/{number}")
        if number % 20 == 0:
            there = world(visitor)
        with caplog.at_level(logging.ERROR):
            caplog.clear()
            asked = request(random, there)
            status = _sent(visitor, asked)
        faults = _faults(caplog)
        assert not faults, f"seed {SEED}/{number}: {status} for {asked} {caplog.text[-3000:]}"
        assert status < 500, f"seed {SEED}/{number}: {status} for {asked}"
        assert status < 500, f"seed {SEED}/{number}: {status} for {asked}"
        told[status] += 1
    figure(f"{REQUESTS:,} disturbed requests, seed {SEED}: {dict(sorted(told.items()))}; no 500")
    assert {200, 400, 404, 405} <= told.keys()


def _faults(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged as a fault of ours; a host or a token that was refused is none."""
    logged = [each for each in caplog.records if each.levelno >= logging.ERROR and "django.security" not in each.name]
    return [each.getMessage() for each in logged]


def _sent(visitor: Visitor, asked: Asked) -> int:
    headers = {"X-CSRFToken": "x" * 32, **asked.headers}
    answer = visitor.client.generic(asked.method, asked.path, asked.body, asked.content_type, headers=headers)
    assert answer.streaming or answer.content is not None
    return int(answer.status_code)


@pytest.mark.timeout(0)
def test_a_disturbed_message_to_a_room_closes_that_socket_at_most(
    server: Server, visitor: Visitor, caplog: pytest.LogCaptureFixture, figure: Any
) -> None:
    project = visitor.project()
    state = bytes(project.state)
    closed: Counter[int | None] = Counter()
    _send_all(
        lambda: server.connect(f"/ws/projects/{project.pk}/room/", visitor, legacy=True),
        lambda random: to_room(random, state),
        closed,
        caplog,
    )
    figure(f"{MESSAGES:,} disturbed messages to a room, seed {SEED}: closed with {dict(closed)}; no exception")
    Project.objects.get(pk=project.pk)


@pytest.mark.timeout(0)
def test_a_disturbed_message_to_a_run_closes_that_socket_at_most(
    server: Server, visitor: Visitor, caplog: pytest.LogCaptureFixture, figure: Any
) -> None:
    run = visitor.run()
    closed: Counter[int | None] = Counter()
    _send_all(lambda: server.connect(f"/ws/runs/{run}/live/", visitor, legacy=True), to_live, closed, caplog)
    figure(f"{MESSAGES:,} disturbed messages to a run, seed {SEED}: closed with {dict(closed)}; no exception")


def _send_all(connect: Any, make: Any, closed: Counter[int | None], caplog: pytest.LogCaptureFixture) -> None:
    """Message after message, on a new line whenever the server has closed the one before, as it may with 4400."""
    socket = connect()
    for number in range(MESSAGES):
        message = make(Random(f"{SEED}/{number}"))
        try:
            socket.send(message)
            socket.send("ping")
            while socket.recv(timeout=60) != "pong":
                pass
        except ConnectionClosed:
            closed[socket.close_code] += 1
            assert socket.close_code in (4400, 1013), f"seed {SEED}/{number}: {socket.close_code} for {message[:300]!r}"
            socket.close()
            socket = connect()
        faults = _faults(caplog)
        assert not faults, f"seed {SEED}/{number}: {message[:300]!r} {caplog.text[-3000:]}"
    socket.close()
