"""Another visitor's data can't be seen at any address, in any socket, export, fork or share that did not include them.

A canary stands in the values, the pictures, a text and a file's name. Whoever walks every address there is, with every
method and with bodies that name the data, must not meet it; their owner does, and so does a share with the data.
"""

from __future__ import annotations

import json
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgpack
import numpy as np
import pytest
import torch
from django.urls import URLPattern, get_resolver

import builder
from builder.drawing.document import Document
from builder.folder.schema import FieldSchema
from builder.folder.writing import Filled
from tests.fuzz.requests import addresses
from tests.webapp.conftest import Server, Visitor, closed_with, until
from tests.webapp.own import SAMPLES, SIDE, learner, pictures, prepared
from webapp.own.models import OwnData, OwnGrant, OwnVersion
from webapp.projects import creation
from webapp.projects.models import Project
from webapp.runs.models import Run
from webapp.runs.orders import creation as runs
from webapp.runs.worker.serve import serve
from webapp.sharing.models import Share
from webapp.sweeps import going
from webapp.sweeps.models import Sweep
from webapp.urls import websocket_urlpatterns
from webapp.weights.store import keep_tensors

ROW = bytes((17, 203, 5, 181, 99, 42))
NUMBER, TEXT, FILE, SAID = 0.008675309, "zebraquartz", "canaryfile", "canarysurvey"
SHOWN = np.frombuffer(ROW, np.uint8) / 255
CANARIES = (
    ROW,
    SHOWN.astype("<f4").tobytes(),
    SHOWN.astype("<f8").tobytes(),
    *(f"{value:.6f}".encode() for value in SHOWN[[0, 1, 4]]),
    struct.pack("<f", NUMBER),
    struct.pack("<d", NUMBER),
    *(each.encode() for each in (f"{NUMBER:.4g}", TEXT, FILE, SAID)),
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def canary_in(content: bytes) -> list[bytes]:
    return [each for each in CANARIES if each in content]


def secret() -> list[Filled]:
    """Pictures that all begin with one row, a number, and a text."""
    picture, label = pictures()
    picture.values[:, 0, 0] = np.frombuffer(ROW, np.uint8)
    letters = sorted({*TEXT, "?"})
    text = np.tile([letters.index(letter) for letter in TEXT], SAMPLES)
    return [
        picture,
        label,
        Filled(FieldSchema(name="weight", kind="number", shape=(1,)), np.full((SAMPLES, 1), NUMBER)),
        Filled(
            FieldSchema(
                name="note", kind="text", shape=(len(TEXT),), stored="int32", classes=tuple(letters), is_ragged=True
            ),
            text,
            np.full(SAMPLES, len(TEXT)),
        ),
    ]


@dataclass
class World:
    """What the owner has: data, a network that learns from them, runs, a sweep, links with the data and without."""

    version: OwnVersion
    document: Document
    project: Project
    run: Run
    sweep: Sweep
    without: str
    with_data: str
    revoked: str

    @property
    def drawn(self) -> dict[str, Any]:
        drawn: dict[str, Any] = self.document.model_dump(mode="json")
        return drawn

    @property
    def node(self) -> dict[str, Any]:
        return {"type": "OwnData", "params": self.drawn["blocks"]["main"]["nodes"]["data"]["params"]}

    @property
    def ids(self) -> dict[str, tuple[str, ...]]:
        """What stands for each part of an address. An address with another part has to be added here."""
        share = Share.objects.get(token=self.without)
        weights = keep_tensors(self.project.owner, {"a": torch.ones(2)}, name=SAID, origin="file")
        return {
            "digest": (weights.digest,),
            "project_id": (str(self.project.pk),),
            "run_id": (str(self.run.pk),),
            "sweep_id": (str(self.sweep.pk),),
            "share_id": (str(share.pk),),
            "data_id": (str(self.version.data_id),),
            "version": (self.version.pk,),
            "token": (self.without,),
            "type": ("OwnData",),
            "name": ("gated_mlp",),
            "key": tuple(builder.EXPORTERS),
            "action": ("stop", "delete"),
            "target": (str(self.run.pk),),
        }


@pytest.fixture(autouse=True)
def _without_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (creation, runs, going):
        monkeypatch.setattr(module, "MAX_A_MINUTE", 10**9)


@pytest.fixture
def world(visitor: Visitor, transactional_db: None) -> World:
    data = visitor.post("/api/data/", {"name": "Squares"}).json()["id"]
    visitor.put(f"/api/data/{data}/files/?path={FILE}/1.png", ROW * 20)
    OwnData.objects.update(survey={"name": SAID})
    version = prepared(visitor, secret(), OwnData.objects.get(pk=data))
    document = learner(version)
    project = visitor.project(document)
    plan = {
        "axes": [{"path": "objective.lr", "choices": [0.01, 0.02]}],
        "judge": {"name": "loss"},
        "search": "grid",
    }
    body = {"document": document.model_dump(mode="json")}
    sweep = visitor.post(f"/api/projects/{project.pk}/sweeps/", {**body, "plan": plan}).json()
    run = visitor.post(f"/api/projects/{project.pk}/runs/", body).json()["id"]
    serve("cpu", boot="test")
    revoked = visitor.share(project.pk, with_data=True)
    visitor.delete(f"/api/shares/{revoked['id']}/")
    found = Run.objects.get(pk=run)
    assert found.status == "finished", found.problem
    return World(
        version=version,
        document=document,
        project=project,
        run=found,
        sweep=Sweep.objects.get(pk=sweep["id"]),
        without=visitor.share(project.pk)["token"],
        with_data=visitor.share(project.pk, with_data=True)["token"],
        revoked=revoked["token"],
    )


def bodies(pattern: str, world: World, mine: Project) -> Iterator[bytes]:
    """What an address may be sent that has anything to do with these data."""
    drawn, smuggled = world.drawn, json.loads(json.dumps(world.drawn))
    smuggled["blocks"]["main"]["nodes"]["data"]["params"]["data"] = f"='{world.version.pk}'"
    hidden = json.dumps(drawn).replace("OwnData", "\\u004fwnData")
    wrapped = [{"document": each} for each in (drawn, smuggled)]
    yield from (b"", b"{}")
    yield from (json.dumps(each).encode() for each in (drawn, smuggled, *wrapped))
    yield hidden.encode()
    if pattern.endswith("preview/"):
        for part in ("training", "validation", "test"):
            yield json.dumps({**world.node, "part": part}).encode()
    if pattern == "api/projects/":
        for token in (world.without, world.revoked):
            yield json.dumps({"fork": token}).encode()
        yield json.dumps({"own_data": world.version.pk}).encode()
    if pattern.endswith(("predict/", "ask/")):
        yield json.dumps({"values": [0.5] * SIDE * SIDE}).encode()
    if pattern.endswith("prepare/"):
        yield json.dumps({"choices": {}}).encode()
    if pattern.endswith("sweeps/"):
        choices = [world.version.pk, ""]
        axes = [{"path": "data.data", "choices": choices}, {"path": "objective.lr", "choices": [0.1]}]
        for each in axes:
            plan = {"axes": [each], "judge": {"name": "loss"}, "search": "grid"}
            yield json.dumps({"document": drawn, "plan": plan}).encode()


def paths(pattern: str, world: World, mine: Project) -> Iterator[str]:
    """An address filled with what is the owner's; where a network is named, with one's own as well."""
    filled = [""]
    for part in pattern.split("/"):
        if part.startswith("<"):
            name, rest = part.strip("<").split(">")[0].split(":")[-1], part.partition(">")[2]
            known = world.ids[name] + ((str(mine.pk),) if name == "project_id" else ())
            filled = [f"{each}/{value}{rest}" for each in filled for value in known]
        else:
            filled = [f"{each}/{part}" for each in filled]
    return iter(filled)


def queries(pattern: str, world: World, views: list[str]) -> str:
    if pattern.endswith("looks/"):
        return "&".join(f"view={view}" for view in views)
    return f"run={world.run.pk}&version={world.version.pk}&weights=last&name=a.json&path={FILE}"


def walk(
    who: Visitor, world: World, mine: Project, views: list[str], **headers: str
) -> Iterator[tuple[str, int, bytes]]:
    """Every address, with every method and every body that might move it to tell something."""
    who.client.raise_request_exception = True
    for pattern, _ in addresses():
        for path in paths(pattern, world, mine):
            for method in METHODS:
                if method == "DELETE" and str(mine.pk) in path:
                    continue
                sent = bodies(pattern, world, mine) if method in ("POST", "PUT") else [b""]
                for body in sent:
                    address = f"{path}?{queries(pattern, world, views)}"
                    given = {"X-CSRFToken": "x" * 32, **headers}
                    answer = who.client.generic(method, address, body, "application/json", headers=given)
                    content = b"".join(answer) if answer.streaming else answer.content
                    yield f"{method} {address[:150]} {body[:80]!r} {headers}", answer.status_code, content


def views_of(visitor: Visitor, run: Run) -> list[str]:
    """Every view that the run offers."""
    offered = visitor.get(f"/api/runs/{run.pk}/probes/").json()["probes"]
    nodes = [(each["key"], (each["nodes"] or {}).get("main", [None])) for each in offered]
    return [key if node is None else f"{key}:{node}" for key, ids in nodes for node in ids]


CALLERS = {
    "a stranger": lambda world: {},
    "a share link without the data": lambda world: {"X-Share-Token": world.without},
    "a revoked link": lambda world: {"X-Share-Token": world.revoked},
    "a forged link": lambda world: {"X-Share-Token": "forged"},
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("caller", CALLERS)
def test_no_address_tells_anything_of_data_that_are_not_shared(
    world: World, visitor: Visitor, stranger: Visitor, caller: str, figure: Any
) -> None:
    views, mine = views_of(visitor, world.run), stranger.project()
    met: Counter[int] = Counter()
    for what, status, content in walk(stranger, world, mine, views, **CALLERS[caller](world)):
        assert status < 500, what
        assert not canary_in(content), f"{what} {status}"
        met[status] += 1
    serve("cpu", boot="test")  # whatever was queued is trained, and may tell no more than before
    for run in Run.objects.filter(project__owner=mine.owner_id):
        for what in ("", "looks/?view=samples", "curves/", "script/", "export/safetensors/"):
            assert not canary_in(stranger.get(f"/api/runs/{run.pk}/{what}").content), what
        assert world.version.pk not in json.dumps(run.document)
    assert not OwnGrant.objects.exists()
    assert world.version.data.versions.count() == 1, "and nothing was changed"
    told = visitor.get(f"/api/data/{world.version.data_id}/").json()
    assert (told["name"], told["files"]) == ("Squares", {"count": 1, "bytes": len(ROW) * 20})
    figure(f"{caller}: {met.total()} requests to {len(addresses())} addresses: {dict(sorted(met.items()))}; no canary")


def test_every_address_is_walked() -> None:
    known = [each for each in get_resolver().url_patterns if isinstance(each, URLPattern)]
    assert len(addresses()) == len(known) - 1, "all but the one that stands for all others"


def test_the_owner_meets_the_canary_so_it_would_be_seen(world: World, visitor: Visitor) -> None:
    views = views_of(visitor, world.run)
    met = {
        "preview": visitor.post("/api/data/preview/", world.node).content,
        "sheet": visitor.get(f"/api/data/{world.version.data_id}/samples/").content,
        "looks": visitor.get(f"/api/runs/{world.run.pk}/looks/?" + "&".join(f"view={view}" for view in views)).content,
        "file": b"".join(visitor.get(f"/api/data/versions/{world.version.pk}/download/")),
        "survey": visitor.get(f"/api/data/{world.version.data_id}/").content,
    }
    found = {what: canary_in(content) for what, content in met.items()}
    assert all(found.values()), found
    assert {ROW, TEXT.encode(), f"{NUMBER:.4g}".encode()} <= set(found["preview"])


def test_who_holds_a_link_with_the_data_sees_them_and_goes_on_seeing_them_in_a_fork(
    world: World, visitor: Visitor, stranger: Visitor
) -> None:
    token = {"X-Share-Token": world.with_data}
    assert canary_in(stranger.post("/api/data/preview/", world.node, **token).content)
    views = "&".join(f"view={view}" for view in views_of(visitor, world.run))
    assert canary_in(stranger.get(f"/api/runs/{world.run.pk}/looks/?{views}", **token).content)
    assert stranger.get(f"/api/runs/{world.run.pk}/probes/", **token).status_code == 200
    path = f"/api/data/versions/{world.version.pk}/download/"
    assert canary_in(b"".join(stranger.get(path, **token)))
    assert canary_in(b"".join(stranger.get(f"{path}?share={world.with_data}")))
    assert stranger.get(path).status_code == 404, "they hold no more than the link"
    assert stranger.get(f"/api/data/{world.version.data_id}/", **token).status_code == 404, "files stay the owner's"
    assert stranger.get(f"/api/data/{world.version.data_id}/samples/", **token).status_code == 404

    forked = stranger.post("/api/projects/", {"fork": world.with_data}).json()["id"]
    Share.objects.update(revoked_at=world.run.created_at)
    assert canary_in(stranger.post("/api/data/preview/", world.node).content)
    drawn = stranger.get(f"/api/projects/{forked}/").json()["document"]
    assert drawn == world.project.document
    run = stranger.post(f"/api/projects/{forked}/runs/", {"document": drawn}).json()["id"]
    serve("cpu", boot="test")
    assert Run.objects.get(pk=run).status == "finished"
    assert canary_in(stranger.get(f"/api/runs/{run}/looks/?{views}").content)

    handed_on = stranger.share(forked, with_data=True)["token"]
    third = Visitor()
    assert third.post("/api/data/preview/", world.node, **{"X-Share-Token": handed_on}).status_code == 403
    assert visitor.delete(f"/api/data/{world.version.data_id}/").status_code == 204
    assert not OwnGrant.objects.exists()
    assert stranger.post("/api/data/preview/", world.node).status_code == 403


def test_a_fork_of_a_link_without_the_data_has_the_node_and_says_what_is_missing(
    world: World, stranger: Visitor
) -> None:
    forked = stranger.post("/api/projects/", {"fork": world.without}).json()["id"]
    drawn = stranger.get(f"/api/projects/{forked}/").json()["document"]
    params = drawn["blocks"]["main"]["nodes"]["data"]["params"]
    assert (params["data"], params["schema"]) == ("", world.version.schema)
    report = stranger.post("/api/check/", drawn).json()["report"]
    assert [each["code"] for each in report["problems"]] == ["no_own_data"]
    refused = stranger.post("/api/data/preview/", world.node).json()["error"]
    assert (refused["code"], bool(refused["hint"])) == ("data_not_shared", True)
    told = stranger.get(f"/api/runs/{world.run.pk}/probes/", **{"X-Share-Token": world.without}).json()["error"]
    assert told["code"] == "data_not_shared"
    shown = stranger.get("/api/shared/", **{"X-Share-Token": world.without}).json()
    assert [run["status"] for run in shown["runs"]], "curves and metrics are the run's own"
    assert stranger.get(f"/api/runs/{world.run.pk}/curves/", **{"X-Share-Token": world.without}).status_code == 200


def test_a_sweep_sets_no_data_that_its_owner_may_not_read(world: World, visitor: Visitor, stranger: Visitor) -> None:
    views = "&".join(f"view={view}" for view in views_of(visitor, world.run))
    mine = prepared(stranger)
    document = learner(mine, epochs=1)
    axes = [
        {"path": "data.data", "choices": [mine.pk, world.version.pk]},
        {"path": "data.schema", "choices": [mine.schema, world.version.schema]},
    ]
    plan = {"axes": axes, "judge": {"name": "loss"}, "search": "grid"}
    body = {"document": document.model_dump(mode="json"), "plan": plan}
    project = stranger.project(document)
    answer = stranger.post(f"/api/projects/{project.pk}/sweeps/", body)
    assert answer.json()["error"]["code"] == "bad_sweep", "each axis is tried alone, and the two belong together"
    sweep = Sweep.objects.create(project=project, **body)  # had it got by there
    going.go_on(sweep.pk)
    serve("cpu", boot="test")
    trials = Run.objects.filter(trial__sweep=sweep)
    assert sorted(trials.values_list("status", flat=True)) == ["failed"] * 3 + ["finished"]
    for run in trials:
        assert world.version.pk not in json.dumps(run.document)
        assert not canary_in(stranger.get(f"/api/runs/{run.pk}/looks/?{views}").content)


SOCKETS = {"rooms": "/ws/projects/{}/room/", "runs": "/ws/runs/{}/live/"}


def test_every_socket_is_walked() -> None:
    assert len(websocket_urlpatterns) == len(SOCKETS)


def heard(server: Server, who: Visitor, path: str, run: Run, views: list[str]) -> list[bytes]:
    """Whatever a socket says to somebody who watches every view while the run trains."""
    said: list[bytes] = []
    with server.connect(path, who) as socket:
        if "/live/" in path:
            for start in range(0, len(views), 64):
                socket.send(json.dumps({"watch": views[start : start + 64]}))
            socket.send("ping")
            while (message := socket.recv(timeout=60)) != "pong":  # then it is known what is watched
                said.append(_bytes(message))
            Run.objects.filter(pk=run.pk).update(status="queued", wish="run", ended_at=None)
        else:
            socket.send(bytes((0, 0, 1, 0)))  # all of the drawing, please
            said.append(_bytes(socket.recv(timeout=60)))
        serve("cpu", boot="test")
        socket.send("ping")
        while (message := socket.recv(timeout=60)) != "pong":
            said.append(_bytes(message))
        return said


def _bytes(message: str | bytes) -> bytes:
    return message.encode() if isinstance(message, str) else message


def started(visitor: Visitor, world: World) -> Run:
    """A run that has just been queued."""
    path = f"/api/projects/{world.project.pk}/runs/"
    document = learner(world.version, epochs=60).model_dump(mode="json")
    return Run.objects.get(pk=visitor.post(path, {"document": document}).json()["id"])


@pytest.mark.parametrize("caller", ["stranger", "without", "with_data", "owner"])
def test_no_socket_tells_anything_of_data_that_are_not_shared(
    server: Server, world: World, visitor: Visitor, stranger: Visitor, caller: str
) -> None:
    views, run = views_of(visitor, world.run), started(visitor, world)
    token = {"without": world.without, "with_data": world.with_data}.get(caller)
    share = f"?share={token}" if token else ""
    who = visitor if caller == "owner" else stranger
    stranger.project()
    room, live = SOCKETS["rooms"].format(world.project.pk) + share, SOCKETS["runs"].format(run.pk) + share
    if caller == "stranger":
        for path in (room, live):
            with server.connect(path, who) as socket:
                assert closed_with(socket) == 4404
        return
    assert not [found for message in heard(server, who, room, run, views) if (found := canary_in(message))]
    run = started(visitor, world)
    said = heard(server, who, SOCKETS["runs"].format(run.pk) + share, run, views)
    kinds = {msgpack.unpackb(message)["type"] for message in said}
    found = [canary for message in said for canary in canary_in(message)]
    assert "evaluated" in kinds or "snapshot" in kinds, "curves are told to all"
    assert ("look" in kinds) == (caller != "without")
    assert bool(found) == (caller != "without")
    until(lambda: Run.objects.get(pk=run.pk).status == "finished")
    assert UUID(str(run.pk))
