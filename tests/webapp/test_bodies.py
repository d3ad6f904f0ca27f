"""A body that is too large is refused while it comes in, by the real server: nobody waits for its end."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.webapp.conftest import Server, Visitor
from tests.webapp.test_health import setting
from webapp import bodies
from webapp.own import store, views

CHUNK = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (bodies, store, views):
        monkeypatch.setattr(module, "LIMITS", replace(store.LIMITS, file_bytes=1_000_000))


@contextmanager
def sending(server: Server, who: Visitor, method: str, path: str, *headers: str) -> Iterator[socket.socket]:
    """A request whose head is sent; what follows is up to the test."""
    lines = (
        f"{method} {path} HTTP/1.1",
        "Host: localhost",
        f"Cookie: {who.cookie}; csrftoken={'x' * 32}",
        f"X-CSRFToken: {'x' * 32}",
        *headers,
    )
    with socket.create_connection(("localhost", server.port), 10) as line:
        line.sendall("\r\n".join((*lines, "", "")).encode())
        yield line


def answer(line: socket.socket) -> tuple[int, dict[str, Any]]:
    told = b""
    while b"\r\n\r\n" not in told or not told.rstrip().endswith(b"}"):
        part = line.recv(65_536)
        assert part, told
        told += part
    head, _, body = told.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def refused(line: socket.socket) -> tuple[int, str]:
    status, told = answer(line)
    return status, told["error"]["code"]


def kept(path: str) -> list[Path]:
    folder = Path(settings.OWN_DIR) / path.split("/")[3]
    return [each for each in folder.rglob("*") if each.is_file()]


@pytest.fixture
def path(visitor: Visitor, server: Server) -> str:
    return f"/api/data/{visitor.post('/api/data/').json()['id']}/files/?path=a"


def test_a_file_whose_length_is_too_large_is_refused_before_it_is_sent(
    server: Server, visitor: Visitor, path: str
) -> None:
    with sending(server, visitor, "PUT", path, "Content-Length: 1000001") as line:
        assert refused(line) == (413, "file_too_large")
    assert kept(path) == []


def test_a_stream_is_refused_as_soon_as_it_is_too_long(server: Server, visitor: Visitor, path: str) -> None:
    with sending(server, visitor, "PUT", path, "Transfer-Encoding: chunked") as line:
        for _ in range(16):  # 1,048,576 bytes, and it goes on
            line.sendall(CHUNK)
        assert refused(line) == (413, "file_too_large")
    assert kept(path) == []


def test_a_stream_within_the_limit_is_kept(server: Server, visitor: Visitor, path: str) -> None:
    with sending(server, visitor, "PUT", path, "Transfer-Encoding: chunked") as line:
        for _ in range(15):
            line.sendall(CHUNK)
        line.sendall(b"0\r\n\r\n")
        assert answer(line) == (200, {"count": 1, "bytes": 15 * 0x10000})
    assert [each.stat().st_size for each in kept(path)] == [15 * 0x10000]


def test_a_stream_beyond_the_budget_is_refused_in_the_moment(server: Server, visitor: Visitor, path: str) -> None:
    with setting(owner_mib=0), sending(server, visitor, "PUT", path, "Transfer-Encoding: chunked") as line:
        line.sendall(CHUNK)
        assert refused(line) == (429, "budget_spent")
    assert kept(path) == []


def test_a_stranger_sends_no_large_file(server: Server, visitor: Visitor, stranger: Visitor, path: str) -> None:
    with sending(server, stranger, "PUT", path, "Content-Length: 500000") as line:
        assert refused(line) == (404, "not_found")


@pytest.mark.parametrize("address", ["/api/check/", "/api/projects/", "/api/nothing/", "/"])
def test_no_other_address_takes_a_body_without_end(server: Server, visitor: Visitor, address: str) -> None:
    with sending(server, visitor, "POST", address, "Content-Length: 10000000") as line:
        assert refused(line) == (413, "document_too_large")
    with sending(server, visitor, "POST", "/api/import/?name=a.json", f"Content-Length: {2**28}") as line:
        assert refused(line) == (413, "file_too_large")
