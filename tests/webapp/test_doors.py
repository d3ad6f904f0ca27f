"""Small locks on the door: caches, browsers' features, sessions, proxies, bombs, slow clients, costly views, clocks."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from websockets.exceptions import ConnectionClosed

from tests.webapp.conftest import Server, Visitor, closed_with
from tests.webapp.test_export import trained
from webapp import doors
from webapp.runs.doors import looks
from webapp.supervisor.__main__ import services


def test_what_is_somebodys_own_is_kept_by_no_cache(visitor: Visitor) -> None:
    project = visitor.project()
    token = visitor.share(project.pk)["token"]
    private = ("/", f"/p/{project.pk}/", f"/s/{token}/", "/api/projects/", f"/api/projects/{project.pk}/", "/nothing/")
    assert {visitor.get(path).headers["Cache-Control"] for path in private} == {"no-store"}
    assert visitor.get("/api/catalog/").headers["Cache-Control"] == "no-cache"
    assert "max-age" in visitor.get(f"/s/{token}/preview.png").headers["Cache-Control"]


def test_our_pages_alone_may_ask_for_camera_and_microphone_and_none_for_the_like(visitor: Visitor) -> None:
    policy = visitor.get("/nothing/").headers["Permissions-Policy"].split(", ")
    assert {"camera=(self)", "microphone=(self)", "geolocation=()", "usb=()"} <= set(policy)


@pytest.mark.parametrize(
    "path", ["/p/%00/", "/s/a%00b/", "/api/blocks/%00/", "/nothing%00/", "/?x=%00", "/api/shared/?share=%00"]
)
def test_nul_in_an_address_is_refused_before_anything_looks_at_it(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 400
    assert b"NUL" in answer.content


def test_nul_in_names_and_notes_is_taken_out_at_the_door(visitor: Visitor) -> None:
    project = visitor.project()
    assert visitor.patch(f"/api/projects/{project.pk}/", {"name": "a\0b"}).json()["name"] == "ab"
    document = {**project.document, "main": "main"}
    document["blocks"]["main"]["nodes"]["fc1"]["note"] = "c\0d"
    made = visitor.post("/api/projects/", {"document": document, "name": "e\0f"}).json()
    drawn = visitor.get(f"/api/projects/{made['id']}/").json()
    assert (drawn["name"], drawn["document"]["blocks"]["main"]["nodes"]["fc1"]["note"]) == ("ef", "cd")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_without_end_are_refused_in_settings_plans_and_questions(visitor: Visitor, number: str) -> None:
    run = visitor.run()
    bodies = {
        f"/api/runs/{run}/settings/": f'{{"goals": {{"objective": {{"lr": {number}}}}}}}',
        f"/api/runs/{run}/predict/": f'{{"values": [{number}, 0]}}',
        f"/api/runs/{run}/extend/": f'{{"epochs": {number}}}',
    }
    for path, body in bodies.items():
        assert visitor.post(path, body.encode()).status_code == 400, path


def session_of(visitor: Visitor) -> Session:
    return Session.objects.get(pk=visitor.client.cookies["sessionid"].value)


def test_a_visit_a_day_renews_the_session(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor.project()
    visitor.get("/api/projects/")
    before, now = session_of(visitor).expire_date, timezone.now()
    assert "sessionid" not in visitor.get("/api/projects/").cookies, "once a day is enough"
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=200))
    answer = visitor.get("/api/projects/")
    assert answer.cookies["sessionid"]["max-age"] == django.SESSION_COOKIE_AGE
    assert session_of(visitor).expire_date > before + timedelta(days=199)


@pytest.mark.parametrize("days", [-400, 30])
def test_a_clock_that_jumps_loses_nobody_anything(visitor: Visitor, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    project = visitor.project()
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=days))
    assert visitor.get(f"/p/{project.pk}/").status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert visitor.get(f"/p/{project.pk}/").status_code == 200
    assert visitor.post("/api/projects/", {"starter": "xor"}).status_code == 201


def test_a_session_that_somebody_planted_becomes_nobodys(db: None) -> None:
    vandal, victim = Visitor(), Visitor()
    vandal.get("/")
    victim.client.cookies["sessionid"] = "0" * 32
    made = victim.post("/api/projects/", {"starter": "xor"}).json()["id"]
    vandal.client.cookies["sessionid"] = "0" * 32
    assert vandal.get(f"/api/projects/{made}/").status_code == 404


@pytest.fixture
def behind_https(settings) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 3600
    settings.CONFIG = replace(settings.CONFIG, origins=("https://loom.example.org",))


def test_behind_https_everybody_is_sent_there_and_kept_there(db: None, behind_https: None) -> None:
    client = Client(SERVER_NAME="localhost")
    answer = client.get("/nothing/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://localhost/nothing/")
    assert client.get("/nothing/", secure=True).headers["Strict-Transport-Security"] == "max-age=3600"
    assert client.get("/healthz").status_code == 200, "a proxy asks without"


def asked(server: Server, lines: str) -> bytes:
    with socket.create_connection(("localhost", server.port), 10) as line:
        line.sendall(lines.encode())
        return line.recv(65_536)


@pytest.mark.parametrize(("proxy", "scheme"), [("127.0.0.0/8, ::1", b"https"), ("10.9.8.7", b"http")])
def test_only_a_named_proxy_says_that_a_visitor_came_by_https(
    transactional_db: None, start_server: Callable[..., Server], visitor: Visitor, proxy: str, scheme: bytes
) -> None:
    token = visitor.share(visitor.project().pk)["token"]
    server = start_server(forwarded_allow_ips=proxy)
    page = asked(server, f"GET /s/{token}/ HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n\r\n")
    assert b'content="%b://localhost/s/' % scheme in page


def test_the_web_server_is_told_which_proxies_are_named(tmp_path: Path) -> None:
    named = replace(django.CONFIG, data=tmp_path, trusted_proxies=("10.0.0.0/8",))
    web = next(each for each in services(named, 3) if each.name == "web")
    assert web.command[-2:] == ("--forwarded-allow-ips", "10.0.0.0/8")


def test_clients_that_never_end_their_request_hold_nobody_up(server: Server, visitor: Visitor) -> None:
    with ExitStack() as open_lines:
        for number in range(150):
            line = open_lines.enter_context(socket.create_connection(("localhost", server.port), 10))
            head = f"POST /api/check/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {10 + number}\r\n"
            line.sendall((head + ("\r\n{" if number % 2 else "X-Slow: 1")).encode())
        answer = asked(server, "GET /api/starters/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert answer.split()[1] == b"200"


def test_a_message_that_is_too_large_closes_the_socket_before_it_is_read(
    start_server: Callable[..., Server], transactional_db: None, visitor: Visitor
) -> None:
    server = start_server(ws_max_size=4_194_304)
    with server.connect(f"/ws/projects/{visitor.project().pk}/room/", visitor) as socket:
        with suppress(ConnectionClosed):
            socket.send(b"\0" * 5_000_000)
        assert closed_with(socket) == 1009


@pytest.mark.parametrize("bomb", [b"[" * 100_000, b'{"a":' * 100_000, b'{"name": "' + b"x" * 1_900_000 + b'"}'])
@pytest.mark.parametrize("path", ["/api/check/", "/api/projects/"])
def test_a_bomb_of_json_is_refused_in_words(visitor: Visitor, path: str, bomb: bytes) -> None:
    answer = visitor.post(path, bomb)
    assert answer.status_code in (400, 422)
    assert len(answer.content) < 100_000


def test_sixty_four_costly_views_end_with_the_time_that_looking_may_take(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = trained(visitor)
    views = "&".join(f"view=activation:fc1&view=weights:fc{number}" for number in range(64))
    monkeypatch.setattr(looks, "LOOK_S", 0.0)
    one = visitor.get(f"/api/runs/{run}/looks/?{views}")
    monkeypatch.setattr(looks, "LOOK_S", 60.0)
    all_of_them = visitor.get(f"/api/runs/{run}/looks/?{views}")
    assert 0 < len(one.content) < len(all_of_them.content)


def test_no_more_than_one_at_a_time_looks_into_networks(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    run = trained(visitor)
    monkeypatch.setattr(looks, "WAIT_S", 0.01)
    with looks._one_at_a_time:
        assert visitor.get(f"/api/runs/{run}/looks/?view=activation:fc1").status_code == 429
    assert visitor.get(f"/api/runs/{run}/looks/?view=activation:fc1").status_code == 200


def test_the_day_of_a_renewal_is_what_the_session_holds(visitor: Visitor) -> None:
    visitor.project()
    visitor.get("/api/projects/")
    assert isinstance(visitor.client.session[doors.RENEWED], int)
