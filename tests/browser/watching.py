"""Reads a run's log as a browser does: over its websocket, through a share link."""

from __future__ import annotations

from array import array
from typing import Any

import msgpack
from websockets.sync.client import connect


def snapshot(url: str, run: str, token: str) -> dict[str, Any]:
    """The first frame that a watcher gets: the state so far."""
    address = url.replace("http", "ws", 1) + f"/ws/runs/{run}/live/?share={token}"
    with connect(address, origin=url, max_size=None) as socket:  # type: ignore[arg-type]
        while (frame := msgpack.unpackb(socket.recv(timeout=10)))["type"] != "snapshot":
            pass
    state: dict[str, Any] = frame["state"]
    return state


def losses(state: dict[str, Any], name: str = "train/loss") -> list[float]:
    """A curve's values, in step order, with every step present."""
    steps, values = array("I", state["curves"][name]["steps"]), array("f", state["curves"][name]["values"])
    assert list(steps) == list(range(1, len(steps) + 1)), "the curve has a gap or a step twice"
    return list(values)
