"""What is the same for everybody: node types, shipped blocks, starters, export formats. Sent to a browser once."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition

import builder
from builder.kinds.starter import Starter
from webapp.api import Answer, endpoint
from webapp.errors import NotFound
from webapp.gallery import KEPT, card, chapters
from webapp.projects.lessons import lesson_of

_COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, quality=11),
    "gzip": lambda content: gzip.compress(content, 9, mtime=0),
}


def _written(told: object) -> bytes:
    """As JSON without spaces, which would cost half a kilobyte in the first look at the page."""
    return json.dumps(told, separators=(",", ":")).encode()


@cache
def catalog() -> bytes:
    """Every node type: palette, sockets and forms are drawn from this. Documentation and help are told on their own."""
    types = [each.model_dump(mode="json") for each in builder.catalog()]
    for part in (part for each in types for kind in HELPED for part in each[kind]):
        part["help"] = ""
    return _written({"types": types, "basics": sorted(builder.BASICS)})


HELPED = ("inputs", "outputs", "params")


@cache
def node_help() -> bytes:
    """What inputs, outputs and parameters of each node type are for, in their order."""
    told = {each.type: [[part.help for part in getattr(each, kind)] for kind in HELPED] for each in builder.catalog()}
    return _written({"help": told})


@cache
def library() -> bytes:
    """Every shipped block, as the palette shows it. What must be copied to use one is told on its own."""
    facts = ("name", "title", "category", "summary", "reference", "use")
    told = [{fact: getattr(shipped, fact) for fact in facts} for shipped in builder.BLOCKS.values()]
    return _written({"blocks": told})


def block(name: str) -> bytes:
    """A shipped block, and those that it is made of."""
    if name not in builder.BLOCKS:
        raise NotFound("block")
    parts = builder.BLOCKS[name].blocks
    return _written({"blocks": {part: block.model_dump(mode="json") for part, block in parts.items()}})


@cache
def starters() -> bytes:
    """Networks to begin with, as the cards of the gallery, and its chapters."""
    return _written({"starters": [card(each) for each in builder.STARTERS.values()], "chapters": chapters()})


@cache
def lesson(key: str) -> bytes:
    """What a starter teaches, what there is to try with it, and what it came to."""
    return _written(lesson_of(_starter(key)))


@cache
def drawing(key: str) -> bytes:
    """How a starter is drawn, for who compares a fork with it."""
    return _written({"document": _starter(key).document.model_dump(mode="json")})


def _starter(key: str) -> Starter:
    if key not in builder.STARTERS:
        raise NotFound("starter")
    return builder.STARTERS[key]


@cache
def exporters() -> bytes:
    """Every format that a drawing, or what a run has learned, can be saved in."""
    fields = ("key", "title", "summary", "file_name", "media_type", "needs_weights")
    told = [{field: getattr(each, field) for field in fields} for each in builder.EXPORTERS.values()]
    return _written({"exporters": told})


def node_docs(type: str) -> bytes:
    """The whole documentation of one node type: most of what there is to tell, and seldom read."""
    if type not in builder.CATALOG:
        raise NotFound("kind of node")
    return _written({"docs": builder.CATALOG[type].spec.docs})


@cache
def version() -> str:
    """Names all of it. Pages ask for addresses that hold it, so that a browser keeps what they answer for good."""
    docs = _written([[type, layer.spec.docs] for type, layer in builder.CATALOG.items()])
    whole = (
        catalog(),
        node_help(),
        library(),
        *map(block, builder.BLOCKS),
        starters(),
        *map(lesson, builder.STARTERS),
        *map(drawing, builder.STARTERS),
        exporters(),
        docs,
    )
    return _tag(b"".join(whole))


def told(make: Callable[..., bytes]) -> Callable[..., HttpResponseBase]:
    """The endpoint that answers with this JSON: compressed, and not sent again to a browser that has it."""

    def tag(request: HttpRequest, **captured: Any) -> str | None:
        try:
            return f'"{_tag(make(**captured))}"'
        except NotFound:
            return None

    def answer(request: HttpRequest, **captured: Any) -> Answer:
        encoding, content = _encoded(make(**captured), request.headers.get("Accept-Encoding", ""))
        response = HttpResponse(content, content_type="application/json")
        response.headers["Cache-Control"] = KEPT if request.GET.get("v") == version() else "no-cache"
        if encoding:
            response.headers["Content-Encoding"] = encoding
        patch_vary_headers(response, ("Accept-Encoding",))
        return response

    return condition(etag_func=tag)(endpoint(GET=answer))


def _encoded(content: bytes, accepted: str) -> tuple[str | None, bytes]:
    """The smallest form that the browser takes, and its name."""
    for name in _COMPRESS:
        if name in accepted:
            return name, _compressed(name, content)
    return None, content


@cache
def _compressed(name: str, content: bytes) -> bytes:
    return _COMPRESS[name](content)


@cache
def _tag(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
