"""Who uses a site while it is harmed: people who draw together, others who watch a run. They come back as pages do."""

from __future__ import annotations

import random
import threading
import time
from array import array
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgpack
import pycrdt
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from tests.tab import Tab
from trainer.run.events import ENDED, Curve, RunState, decode

GONE = (OSError, TimeoutError, WebSocketException)
AGAIN_AFTER_S = 0.3
PATIENT: dict[str, Any] = {"open_timeout": 10, "close_timeout": 1, "ping_interval": 5, "ping_timeout": 10}


class Person(threading.Thread):
    """Somebody who adds a node now and then, to a drawing that others draw on too."""

    def __init__(self, name: str, address: Callable[[], str], cookie: str, project: str, chance: random.Random) -> None:
        super().__init__(daemon=True, name=name)
        self.doc: pycrdt.Doc[Any] = pycrdt.Doc()
        self.drawn: list[str] = []
        self.failure: BaseException | None = None
        self._address, self._cookie, self._project, self._chance = address, cookie, project, chance
        self.is_stored, self._is_over = threading.Event(), threading.Event()
        self._wanted: set[str] | None = None

    def run(self) -> None:
        try:
            while not self._has_left():
                with (
                    suppress(*GONE),
                    _socket(self._address(), f"projects/{self._project}/room/", self._cookie) as socket,
                ):
                    self._draw(Tab(socket, self.doc))
                time.sleep(AGAIN_AFTER_S)
        except BaseException as error:
            self.failure = error

    def stop_drawing(self) -> None:
        """Draw no more; ``is_stored`` is set when all that was drawn is stored."""
        self._is_over.set()

    def leave(self, wanted: set[str]) -> None:
        """Go when these nodes are seen."""
        self._wanted = wanted

    def nodes(self) -> set[str]:
        """What is seen."""
        root = self.doc.get("document", type=pycrdt.Map)
        return set(root["blocks"]["main"]["nodes"]) if "blocks" in root else set()

    def drawing(self) -> Any:
        return self.doc.get("document", type=pycrdt.Map).to_py()

    def _has_left(self) -> bool:
        return self._wanted is not None and self._wanted <= self.nodes()

    def _draw(self, tab: Tab) -> None:
        """Until the socket breaks, or it is time to go."""
        tab.sync()
        tab.take_until(lambda: tab.stored)  # what it has beyond the room is stored, or there is nothing
        sent = 1
        while not self._is_over.is_set():
            _listen(tab, self._chance.uniform(0.05, 0.4))
            self.drawn.append(f"{self.name}{len(self.drawn)}")
            sent += 1
            tab.add(self.drawn[-1])
        tab.take_until(lambda: tab.stored >= sent)
        self.is_stored.set()
        while not self._has_left():
            _listen(tab, 0.2)


class Watcher(threading.Thread):
    """Somebody who watches a run to its end, and folds what is told."""

    def __init__(self, address: Callable[[], str], cookie: str, run: str) -> None:
        super().__init__(daemon=True, name=f"watches {run}")
        self.state = RunState()
        self.failure: BaseException | None = None
        self._address, self._cookie, self._run = address, cookie, run

    def run(self) -> None:
        try:
            while self.state.status not in ENDED:
                with suppress(*GONE), _socket(self._address(), self._place(), self._cookie) as socket:
                    self._follow(socket)
                time.sleep(AGAIN_AFTER_S)
        except BaseException as error:
            self.failure = error

    def _place(self) -> str:
        after = f"?after={self.state.attempt}-{self.state.seq}" if self.state.seq else ""
        return f"runs/{self._run}/live/{after}"

    def _follow(self, socket: ClientConnection) -> None:
        while self.state.status not in ENDED:
            frame = socket.recv(timeout=30)
            assert isinstance(frame, bytes)
            match msgpack.unpackb(frame):
                case {"type": "snapshot", "state": told}:
                    self.state = _state_of(told)
                case {"seq": seq} if seq > self.state.seq:
                    assert seq == self.state.seq + 1, f"a gap: {seq} came after {self.state.seq}"
                    self.state.apply(decode(frame))


def _listen(tab: Tab, for_s: float) -> None:
    until = time.monotonic() + for_s
    while (left := until - time.monotonic()) > 0:
        with suppress(TimeoutError):
            tab.take(left)


def _socket(address: str, path: str, cookie: str) -> ClientConnection:
    url = f"{address.replace('http', 'ws', 1)}/ws/{path}"
    return connect(url, additional_headers={"Cookie": cookie}, max_size=None, **PATIENT)


def _state_of(told: dict[str, Any]) -> RunState:
    """The state that a snapshot tells."""
    state = RunState()
    for name, value in told.items():
        setattr(state, name, value)
    state.curves = {}
    for name, columns in told["curves"].items():
        curve = state.curves[name] = Curve()
        curve.steps, curve.values = array("I", columns["steps"]), array("f", columns["values"])
    return state
