"""Requests to every address of the product that no page of ours would send."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

from django.urls import URLPattern, get_resolver

import builder
from tests.fuzz.documents import document, torn
from tests.fuzz.values import disturb, odd

METHODS = ("GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "TRACE", "BREW")
NOBODY = "00000000-0000-0000-0000-000000000000"
QUERIES = (
    "path",
    "label",
    "from",
    "many",
    "version",
    "share",
    "view",
    "run",
    "weights",
    "name",
    "origin",
    "v",
    "after",
    "whole",
)
HEADERS = ("X-Share-Token", "Accept", "Accept-Encoding", "If-None-Match", "Range", "Origin", "Cookie", "Host")
KINDS = (*("application/json",) * 6, "text/plain", "multipart/form-data", "", "a/b; c=\xff")
NAMES = ("a.json", "a\x00.json", "../../etc/passwd", "a.onnx", "a.pt2", ".json", "x" * 5_000 + ".json", "a\\b.json")


_PROJECT, _RUN, _DATA = "api/projects/<uuid:project_id>/", "api/runs/<uuid:run_id>/", "api/data/<uuid:data_id>/"
_SENT = ("settings/", "extend/", "step/", "predict/")
WRITTEN = ("api/projects/", _PROJECT + "runs/", _PROJECT + "sweeps/", *(_RUN + what for what in _SENT))
WRITTEN += (_RUN + "weights/", "api/weights/<str:digest>/fit/")
WRITTEN += ("api/data/", _DATA + "survey/", _DATA + "prepare/")


@dataclass(frozen=True)
class World:
    """What there is to ask for: by the name that a path gives it."""

    ids: Mapping[str, tuple[str, ...]]


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path[:200]} {self.headers} {self.body[:300]!r}"


def addresses() -> list[tuple[str, URLPattern]]:
    """Every path of the product, as Django writes it, but the one that stands for all others."""
    known = [each for each in get_resolver().url_patterns if isinstance(each, URLPattern)]
    return [(str(each.pattern), each) for each in known if not str(each.pattern).startswith("^")]


def request(random: Random, world: World) -> Asked:
    """A request with something odd about its address, method, headers or body."""
    pattern, _ = random.choice(addresses())
    path = "/" + _filled(pattern, random, world)
    method = random.choice(METHODS) if random.random() < 0.1 else random.choice(_methods(pattern))
    if random.random() < 0.4:
        path += "?" + "&".join(_query(random, world) for _ in range(random.choice((1, 1, 2, 70))))
    asked = Asked(method, path)
    if method in ("POST", "PATCH", "PUT", "DELETE"):
        asked.body = _body(pattern, random, world)
        asked.content_type = random.choice(KINDS)
    if random.random() < 0.15:
        name = random.choice(HEADERS)
        asked.headers[name] = _letters(odd(random)) or "x"
    return asked


def _methods(pattern: str) -> tuple[str, ...]:
    """Those that an address is most likely to take; a few delete what there is."""
    if pattern.startswith("api/export/") or pattern.endswith(("check/", "import/", "pause/", "resume/", "stop/")):
        return ("POST",)
    if pattern == "api/runs/<uuid:run_id>/":
        return (*("GET",) * 9, *("PATCH",) * 10, "DELETE")
    if pattern == "api/projects/<uuid:project_id>/":
        return (*("GET",) * 9, *("PATCH",) * 10, "DELETE")
    if pattern == _DATA + "files/":
        return ("PUT", "PUT", "DELETE")
    if pattern == _DATA:
        return (*("GET",) * 9, "PATCH", "DELETE")
    if pattern in ("api/shares/<uuid:share_id>/", "api/projects/<uuid:project_id>/shares/"):
        return (*("GET",) * 8, "POST", "DELETE")
    return ("POST", "POST", "POST", "GET") if pattern in WRITTEN else ("GET",)


def _filled(pattern: str, random: Random, world: World) -> str:
    """A path with its places filled: mostly with what there is, else with anything."""
    parts = []
    for part in pattern.split("/"):
        if part.startswith("<"):
            name = part.strip("<>").split(":")[-1].split(">")[0]
            known = world.ids.get(name, ())
            taken = random.choice(known) if known and random.random() < 0.85 else random.choice((NOBODY, _text(random)))
            parts.append(quote(taken, safe="") + part.partition(">")[2])
        else:
            parts.append(part)
    return "/".join(parts)


def _query(random: Random, world: World) -> str:
    known = [each for ids in world.ids.values() for each in ids]
    value = random.choice((*NAMES, *known, _text(random), "best", "last", "activation:fc1", "weights:fc1"))
    return f"{random.choice(QUERIES)}={quote(value, safe='')}" if random.random() < 0.95 else _letters(odd(random))


def _text(random: Random) -> str:
    return str(odd(random))[:300].encode("utf-8", "replace").decode() or "x"


def _letters(value: Any) -> str:
    """What a header or a query may hold on the wire."""
    return "".join(letter for letter in str(value)[:200] if " " < letter <= "~" and letter not in "#?")


def _body(pattern: str, random: Random, world: World) -> bytes:
    """A body that fits the address, disturbed; or something else altogether."""
    if random.random() < 0.07:
        return random.choice((b"", b"null", b"[]", b"\xff\xfe", b"{", b"NaN", b'"\\ud800"', b"1e999", b"[" * 5_000))
    drawn = document(random)
    if pattern in ("api/check/", "api/import/") or pattern.startswith("api/export/"):
        return drawn if isinstance(drawn, bytes) else drawn.encode() if isinstance(drawn, str) else _json(drawn)
    bodies = _meant(drawn if isinstance(drawn, dict) else _small(), world)
    body = copy.deepcopy(random.choice(bodies.get(pattern) or bodies["api/projects/"]))
    for _ in range(random.choice((0, 1, 1, 2))):
        body = disturb(body, random) if isinstance(body, dict) else odd(random)
    text = _json(body)
    return torn(text, random) if random.random() < 0.05 else text


def _small() -> dict[str, Any]:
    return next(iter(builder.STARTERS.values())).document.model_dump(mode="json")


def _meant(drawn: dict[str, Any], world: World) -> dict[str, list[dict[str, Any]]]:
    """What pages send, by address."""
    project, run = _PROJECT, _RUN
    plan = {"axes": [{"path": "objective.lr", "values": [0.1, 0.01]}], "search": "grid", "monitor": "loss", "trials": 2}
    return {
        "api/projects/": [{"starter": "xor"}, {"document": drawn, "name": "A"}, {"fork": world.ids["token"][0]}],
        "api/data/preview/": [{"type": "TwoMoons", "params": {"noise": 0.5}, "part": "test", "is_small": True}],
        "api/data/": [{"name": "Mine"}],
        _DATA: [{"name": "Another"}],
        _DATA + "prepare/": [{"choices": {"side": 16, "columns": {"a": {"kind": "number", "role": "input"}}}}],
        project: [{"name": "Another"}],
        project + "runs/": [{"document": drawn}, {"document": _small(), "device": "cpu", "processes": 2}],
        project + "sweeps/": [{"document": _small(), "plan": plan}, {"document": drawn, "plan": plan}],
        run: [{"name": "mine"}],
        run + "settings/": [{"batch_size": 3}, {"goals": {"objective": {"lr": 0.1}}}],
        run + "extend/": [{"epochs": 1}],
        run + "step/": [{"steps": 2}],
        run + "predict/": [
            {"values": [0.5, 0.5]},
            {"drawing": "AAAA", "width": 2, "height": 2},
            {"fields": {"point": [0.5, 0.5]}, "seed": 1},
        ],
    }


def _json(body: Any) -> bytes:
    try:
        return json.dumps(body).encode()
    except RecursionError:
        return b"{}"
