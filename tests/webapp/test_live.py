"""Watching a run over a real websocket: early, late, again, and through a share link."""

from __future__ import annotations

import json
import sys
from array import array
from typing import Any
from uuid import UUID

import msgpack
import pytest
import websockets
from websockets.sync.client import ClientConnection

from tests.drawings import moons
from tests.webapp.conftest import Server, Visitor, closed_with, until
from trainer.run.events import Curve, RunState, decode
from webapp.runs.live import feed as feeding
from webapp.runs.log.segments import stored_state
from webapp.runs.models import Run
from webapp.runs.queue import slices
from webapp.runs.redis_keys import connection, events_key, watch_key
from webapp.runs.worker.advance import advance


@pytest.fixture(autouse=True)
def _short_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 0.06)


def work(run_id: str, slices: int = 10_000) -> None:
    while slices and advance(UUID(run_id), boot="boot", waiting=lambda: 1):
        slices -= 1


class Watcher:
    """What the browser does: fold a snapshot and the events after it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.state = RunState()
        self.seqs: list[int] = []
        self.snapshots = 0
        self.others: list[dict[str, Any]] = []

    def take(self) -> str:
        frame = self.socket.recv(timeout=60)
        assert isinstance(frame, bytes)
        message = msgpack.unpackb(frame)
        match message["type"]:
            case "snapshot":
                self.snapshots += 1
                self.state = state_of(message["state"])
            case "place" | "look":
                self.others.append(message)
            case _:
                event = decode(frame)
                self.seqs.append(event.seq)
                self.state.apply(event)
        return str(message["type"])

    def take_until(self, kind: str) -> None:
        while self.take() != kind:
            pass

    @property
    def cursor(self) -> str:
        return f"{self.state.attempt}-{self.state.seq}"


def state_of(snapshot: dict[str, Any]) -> RunState:
    state = RunState()
    for name, value in snapshot.items():
        setattr(state, name, value)
    state.curves = {}
    for name, columns in snapshot["curves"].items():
        curve = Curve()
        assert sys.byteorder == "little"
        curve.steps, curve.values = array("I", columns["steps"]), array("f", columns["values"])
        state.curves[name] = curve
    return state


def live(run_id: str, query: str = "") -> str:
    return f"/ws/runs/{run_id}/live/{query}"


def test_a_watcher_from_the_start_sees_every_event_once_and_in_order(visitor: Visitor, server: Server) -> None:
    run_id = visitor.run(moons(epochs=60, batch_size=16))
    with server.connect(live(run_id), visitor) as socket:
        watcher = Watcher(socket)
        assert watcher.take() == "snapshot"
        work(run_id)
        watcher.take_until("finished")
    assert watcher.snapshots == 1
    assert watcher.seqs == list(range(2, watcher.state.seq + 1))
    assert watcher.state.snapshot() == stored_state(UUID(run_id)).snapshot()


def test_a_stale_snapshot_and_the_events_after_it_make_a_fresh_snapshot(visitor: Visitor, server: Server) -> None:
    run_id = visitor.run(moons(epochs=120, batch_size=16))
    work(run_id, slices=2)
    with server.connect(live(run_id), visitor) as early:
        stale = Watcher(early)
        assert stale.take() == "snapshot"
        assert 0 < stale.state.step < stale.state.total_steps
        work(run_id)
        stale.take_until("finished")
    with server.connect(live(run_id), visitor) as late:
        fresh = Watcher(late)
        fresh.take()
    assert fresh.state.status == "finished"
    assert fresh.state.snapshot() == stale.state.snapshot() == stored_state(UUID(run_id)).snapshot()


def test_a_watcher_that_comes_back_goes_on_after_the_last_event_it_saw(visitor: Visitor, server: Server) -> None:
    run_id = visitor.run(moons(epochs=60, batch_size=16))
    with server.connect(live(run_id), visitor) as socket:
        watcher = Watcher(socket)
        watcher.take()
        work(run_id, slices=1)
        watcher.take_until("steps_ended")
    work(run_id)
    with server.connect(live(run_id, f"?after={watcher.cursor}"), visitor) as socket:
        watcher.socket = socket
        watcher.take_until("finished")
    assert watcher.snapshots == 1
    assert watcher.seqs == list(range(2, watcher.state.seq + 1))


@pytest.mark.parametrize("after", ["0-1", "9-1", "0-999999", "nonsense", ""])
def test_a_cursor_that_can_not_be_followed_gets_a_snapshot(visitor: Visitor, server: Server, after: str) -> None:
    run_id = visitor.run()
    work(run_id)
    with server.connect(live(run_id, f"?after={after}"), visitor) as socket:
        watcher = Watcher(socket)
        assert watcher.take() == "snapshot"
    assert watcher.state.status == "finished"


def test_a_watcher_that_lags_behind_the_ring_gets_a_snapshot_not_a_gap(
    visitor: Visitor, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "RING_FRAMES", 3)
    run_id = visitor.run(moons(epochs=60, batch_size=16))
    with server.connect(live(run_id), visitor) as socket:
        first = Watcher(socket)
        first.take()
    work(run_id)
    with server.connect(live(run_id, f"?after={first.cursor}"), visitor) as socket:
        second = Watcher(socket)
        while second.state.status != "finished":
            second.take()
    assert second.snapshots >= 1
    assert second.state.snapshot() == stored_state(UUID(run_id)).snapshot()


def test_what_redis_forgot_comes_from_the_stored_log(visitor: Visitor, server: Server) -> None:
    run_id = visitor.run(moons(epochs=120, batch_size=16))
    with server.connect(live(run_id), visitor) as socket:
        watcher = Watcher(socket)
        watcher.take()
        work(run_id, slices=1)
        watcher.take_until("checkpoint_saved")
        connection().delete(events_key(UUID(run_id)))
        work(run_id)
        while watcher.state.status != "finished":
            watcher.take()
    assert watcher.state.snapshot() == stored_state(UUID(run_id)).snapshot()


def test_what_a_probe_sees_goes_only_to_who_looks(visitor: Visitor, server: Server) -> None:
    run_id = visitor.run(moons(epochs=120, batch_size=16))
    with server.connect(live(run_id), visitor) as one, server.connect(live(run_id), visitor) as two:
        looking, other = Watcher(one), Watcher(two)
        one.send(json.dumps({"watch": ["activation:fc1"]}))
        two.send(json.dumps({"watch": []}))
        until(lambda: connection().hkeys(watch_key(UUID(run_id))) == [b"activation:fc1"])
        work(run_id)
        for watcher in (looking, other):
            watcher.take_until("finished")
        looks = [each for each in looking.others if each["type"] == "look"]
        assert looks
        assert all(each["view"] == "activation:fc1" and len(each["picture"]["values"]["data"]) == 8 for each in looks)
        assert other.others == [each for each in other.others if each["type"] == "place"]
        one.send(json.dumps({"watch": []}))
        until(lambda: not connection().exists(watch_key(UUID(run_id))))


def test_nobody_looks_any_more_when_the_socket_is_gone(visitor: Visitor, server: Server) -> None:
    run_id = visitor.run()
    with server.connect(live(run_id), visitor) as socket:
        socket.send(json.dumps({"watch": ["activation:fc1"]}))
        until(lambda: connection().exists(watch_key(UUID(run_id))))
    until(lambda: not connection().exists(watch_key(UUID(run_id))))


def test_the_place_in_the_queue_is_told_as_it_changes(
    visitor: Visitor, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "PLACE_EVERY_S", 0.05)
    first, second = visitor.run(), visitor.run()
    with server.connect(live(second), visitor) as socket:
        watcher = Watcher(socket)
        watcher.take_until("place")
        for run_id, place in ((first, 1), (second, 0)):
            work(run_id)
            while watcher.others[-1]["place"] != place:
                watcher.take_until("place")
    told = [each["place"] for each in watcher.others]  # one of them twice, where how many share a worker changed
    assert list(dict.fromkeys(told)) == [2, 1, 0]
    assert told == sorted(told, reverse=True)


def test_a_stranger_sees_nothing(visitor: Visitor, stranger: Visitor, server: Server) -> None:
    run_id = visitor.run()
    missing = "00000000-0000-0000-0000-000000000000"
    for path in (live(run_id), live(run_id, "?share=forged"), live(missing)):
        with server.connect(path, stranger) as socket:
            assert closed_with(socket) == 4404


def test_a_page_of_another_site_can_not_open_a_socket(visitor: Visitor, server: Server) -> None:
    with (
        pytest.raises(websockets.InvalidStatus),
        server.connect(live(visitor.run()), visitor, origin="https://evil.example"),
    ):
        pass


def test_a_watcher_that_sends_nonsense_is_told_so(visitor: Visitor, server: Server) -> None:
    with server.connect(live(visitor.run()), visitor) as socket:
        socket.send("{oops")
        assert closed_with(socket) == 4400


def test_revoking_a_link_closes_who_looks_through_it_and_nobody_else(
    visitor: Visitor, stranger: Visitor, server: Server
) -> None:
    run_id = visitor.run()
    project = Run.objects.get(pk=run_id).project_id
    kept, revoked = visitor.share(project), visitor.share(project)
    room = f"/ws/projects/{project}/room/?share={revoked['token']}"
    with (
        server.connect(live(run_id, f"?share={revoked['token']}"), stranger) as viewer,
        server.connect(room, stranger) as reader,
        server.connect(live(run_id, f"?share={kept['token']}"), stranger) as other,
    ):
        for socket in (viewer, other):
            assert Watcher(socket).take() == "snapshot"
        reader.send(b"\x00\x00\x01\x00")
        reader.recv(timeout=60)
        assert visitor.delete(f"/api/shares/{revoked['id']}/").status_code == 204
        assert closed_with(viewer) == 4410
        assert closed_with(reader) == 4410
        other_watcher = Watcher(other)
        work(run_id)
        other_watcher.take_until("finished")
        with server.connect(live(run_id, f"?share={revoked['token']}"), stranger) as again:
            assert closed_with(again) == 4404
