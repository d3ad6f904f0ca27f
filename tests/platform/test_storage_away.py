"""The database or Redis away: a calm page and 503 wherever somebody goes, for a new visitor too; never a 500."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.services import postgresql, redis_server

PROGRAM = """
import json, sys
import django
django.setup()
from django.db import close_old_connections
from django.test import Client
import builder
from webapp.runs.redis_keys import connection

def visit(client, project, share):
    session = {"headers": {"X-CSRFToken": "x" * 32}}
    asked = {"/": client.get("/"), "/new/": client.get("/new/", follow=True)}
    for path in (f"/p/{project}/", f"/s/{share}/", "/api/projects/", f"/api/projects/{project}/", "/nothing/"):
        asked[path] = client.get(path)
    asked["POST project"] = client.post("/api/projects/", '{"starter": "xor"}', "application/json", **session)
    asked["POST run"] = client.post(
        f"/api/projects/{project}/runs/", json.dumps({"document": xor}), "application/json", **session
    )
    return {name: [answer.status_code, answer.content.decode()[-900:]] for name, answer in asked.items()}

def new():
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.cookies["csrftoken"] = "x" * 32
    return client

xor = builder.STARTERS["xor"].document.model_dump(mode="json")
known = new()
token = {"headers": {"X-CSRFToken": "x" * 32}}
project = known.post("/api/projects/", '{"starter": "xor"}', "application/json", **token).json()["id"]
share = known.post(f"/api/projects/{project}/shares/", "{}", "application/json", **token).json()["token"]
print(json.dumps({"known": visit(known, project, share)}), flush=True)
for line in sys.stdin:
    close_old_connections()  # as a server does before each request, and Django's client does not
    print(json.dumps({"known": visit(known, project, share), "new": visit(new(), project, share)}), flush=True)
"""


def test_every_page_is_calm_while_the_database_or_redis_is_away(tmp_path: Path) -> None:
    with postgresql() as database, redis_server() as queue:
        environ = {**os.environ, "LAYERLOOM_DATA": str(tmp_path), "DATABASE_URL": database.url, "REDIS_URL": queue.url}
        environ["DJANGO_SETTINGS_MODULE"] = "webapp.settings"
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], env=environ, check=True)
        command = [sys.executable, "-c", PROGRAM]
        with subprocess.Popen(command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as site:
            assert site.stdin
            assert site.stdout
            told = json.loads(site.stdout.readline())["known"]
            assert {status for status, _ in told.values()} == {200, 201, 404}
            database.stop("immediate")
            away = ask(site)
            assert all(status == 503 for name, (status, _) in away["known"].items() if name != "/nothing/"), away
            assert all(status in (200, 503, 404) for status, _ in away["new"].values()), away
            assert away["new"]["/"][0] == 200, "the gallery is the same for who was never here"
            assert away["new"]["/new/"][0] == 503, "calm for who was never here, too"
            page = next(words for name, (_, words) in away["known"].items() if name.startswith("/p/"))
            assert "busy, starting again, or out of room" in page
            database.start()
            queue.kill()
            without = ask(site)
            assert all(status < 500 or status == 503 for status, _ in without["known"].values()), without
            assert without["known"]["/"][0] == 200
            queue.start()
            back = ask(site)
            assert {status for status, _ in back["known"].values()} == {200, 201, 404}, back
            site.stdin.close()


def ask(site: subprocess.Popen[str]) -> dict[str, dict[str, tuple[int, str]]]:
    """What everybody is answered now."""
    assert site.stdin
    assert site.stdout
    site.stdin.write("go\n")
    site.stdin.flush()
    answered: dict[str, dict[str, tuple[int, str]]] = json.loads(site.stdout.readline())
    return answered
