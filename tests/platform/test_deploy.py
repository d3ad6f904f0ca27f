"""A new version is put in place of the old one while people work: all end when told, nobody is disturbed."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.guest import Guest
from tests.platform.test_faults import assert_as_if_undisturbed, wait_for_step
from tests.product import running
from tests.undisturbed import drawing, undisturbed

VISITORS = 3


class Load:
    """Visitors who ask, one after the other, without a pause; what they were answered."""

    def __init__(self, url: str) -> None:
        self._url, self._is_over = url, threading.Event()
        self.answered, self.failed = 0, list[str]()

    def ask(self) -> None:
        while not self._is_over.is_set():
            try:
                with urllib.request.urlopen(f"{self._url}/api/starters/", timeout=60) as answer:
                    answer.read()
                self.answered += 1
            except OSError as error:
                self.failed.append(repr(error))

    def end(self) -> None:
        self._is_over.set()


@contextmanager
def visitors(url: str) -> Iterator[Load]:
    load = Load(url)
    threads = [threading.Thread(target=load.ask) for _ in range(VISITORS)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load.end()
        for thread in threads:
            thread.join()


def test_a_deploy_under_load_disturbs_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    undisturbed()
    monkeypatch.setenv("LOG_FORMAT", "json")
    with running(tmp_path) as product, visitors(product.url) as load:
        guest = Guest(product.url)
        run = guest.press_train(drawing())
        wait_for_step(guest, run, 0.1)
        web, worker = (product.processes()[name] for name in ("web", "worker"))
        with (
            connect(f"{product.url.replace('http', 'ws', 1)}/ws/projects/{run}/room/") as stranger,
            socket.create_connection(("127.0.0.1", product.port)) as slow,
        ):
            assert closed_with(stranger) == 4404  # sockets are served
            slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: local")
            watching = guest.watch(run)
            next(watching)
            for pid in (web, worker):
                os.kill(pid, signal.SIGTERM)
            slow.settimeout(30)
            slow.sendall(b"host\r\nConnection: close\r\n\r\n")
            assert slow.recv(100).startswith(b"HTTP/1.1 200 OK"), "who had begun to ask is answered"
            assert code_at_the_end(watching) == 1012, "pages come back by themselves"
        back = {product.until_said(" is back").split()[0] for _ in range(2)}
        assert back == {"web", "worker"}
        before = load.answered
        assert_as_if_undisturbed(guest, run, attempts=2)
        assert load.answered > before
        assert load.failed == []
    said = "\n".join(product.said)
    assert "worker ended unasked (exit status 0)" in said
    assert "SIGKILL" not in said
    told = [line for name in ("web", "worker") for line in structured(tmp_path / f"logs/{name}.log")]
    assert "GET /api/starters/ 200" in {line["message"] for line in told}
    assert not [line for line in told if "127.0.0.1" in line["message"]], "addresses of visitors are nobody's business"


OF_CELERY = re.compile(
    r"^\S+ SecurityWarning: You're running the worker with superuser.*?(?=^\{)"
    r"|^\s*worker: Warm shutdown \(MainProcess\)$",
    re.MULTILINE | re.DOTALL,
)
"""What it writes past every log: to root at the start, and in a signal handler."""


def structured(log: Path) -> list[dict[str, str]]:
    """Every line of ours."""
    return [json.loads(line) for line in OF_CELERY.sub("", log.read_text()).splitlines() if line]


def closed_with(stranger: object) -> int | None:
    try:
        while True:
            stranger.recv(timeout=60)  # type: ignore[attr-defined]
    except ConnectionClosed:
        return stranger.close_code  # type: ignore[attr-defined]


def code_at_the_end(watching: Iterator[object]) -> int | None:
    try:
        for _ in watching:
            pass
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None
    return None
