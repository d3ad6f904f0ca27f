"""A visitor of the real product, over the wire: cookies, CSRF token, a live socket."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from copy import copy
from http.cookiejar import CookieJar
from typing import Any

import msgpack
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from builder.drawing.document import Document
from trainer.run.events import ENDED


class Guest:
    """Somebody with a browser of their own, and what they ask the product at ``url``."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        self._opener.open(f"{url}/").read()

    def at(self, url: str) -> Guest:
        """The same person at another web process of the site."""
        there = copy(self)
        there._url = url
        return there

    @property
    def cookie(self) -> str:
        """What a socket's handshake has to carry."""
        return f"sessionid={self._cookie('sessionid')}"

    def ask(self, path: str, body: object = None) -> Any:
        """GET, or POST of a body. Raises: urllib.error.HTTPError."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._cookie("csrftoken")}
        data = None if body is None else json.dumps(body).encode()
        return json.load(self._opener.open(urllib.request.Request(self._url + path, data, headers), timeout=60))

    def press_train(self, document: Document, **means: object) -> str:
        """A new network of this drawing, and its run. ``means``: what it is to be computed by."""
        drawn = document.model_dump(mode="json")
        project = self.ask("/api/projects/", {"document": drawn})["id"]
        return str(self.ask(f"/api/projects/{project}/runs/", {"document": drawn, **means})["id"])

    def watch(self, run: str) -> Iterator[dict[str, Any]]:
        """What the product tells of a run, from now on; the state so far comes first."""
        headers = {"Cookie": self.cookie}
        url = f"{self._url.replace('http', 'ws', 1)}/ws/runs/{run}/live/"
        patient: dict[str, Any] = {"open_timeout": 90, "close_timeout": 1, "ping_interval": None, "max_size": None}
        with connect(url, additional_headers=headers, **patient) as socket:
            while True:
                frame = socket.recv(timeout=90)
                assert isinstance(frame, bytes)
                yield msgpack.unpackb(frame)

    def state_of(self, run: str) -> dict[str, Any]:
        """The run as somebody sees it who opens its page now."""
        first = next(self.watch(run))
        assert first["type"] == "snapshot"
        state: dict[str, Any] = first["state"]
        return state

    def wait_for_end(self, run: str) -> dict[str, Any]:
        """The run's row once it is over. As a browser does, it connects again when the server goes away."""
        has_ended = False
        while not has_ended:
            with suppress(ConnectionClosed):
                has_ended = any(_status(frame) in ENDED for frame in self.watch(run))
        row: dict[str, Any] = {"ended_at": None}
        while row["ended_at"] is None:  # watchers are told first, then it is stored
            row = self.ask(f"/api/runs/{run}/")
        return row

    def _cookie(self, name: str) -> str:
        return next(cookie.value or "" for cookie in self._cookies if cookie.name == name)


def _status(frame: dict[str, Any]) -> str:
    return str(frame["state"]["status"] if frame["type"] == "snapshot" else frame["type"])
