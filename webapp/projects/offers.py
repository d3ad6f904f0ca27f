"""What can be drawn: node types and shipped blocks. The same for everybody, and sent to a browser once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition

import builder
from webapp.api import Answer, endpoint


@cache
def catalog() -> bytes:
    """Every node type: palette, sockets and forms are drawn from this. Mostly torch's documentation."""
    types = [each.model_dump(mode="json") for each in builder.catalog()]
    return json.dumps({"types": types, "basics": sorted(builder.BASICS)}).encode()


@cache
def library() -> bytes:
    """Every shipped block, with all that must be copied to use it."""
    facts = ("name", "title", "category", "summary", "reference", "use")
    blocks = [
        {fact: getattr(shipped, fact) for fact in facts}
        | {"blocks": {name: block.model_dump(mode="json") for name, block in shipped.blocks.items()}}
        for shipped in builder.BLOCKS.values()
    ]
    return json.dumps({"blocks": blocks}).encode()


def told(make: Callable[[], bytes]) -> Callable[..., HttpResponseBase]:
    """The endpoint that answers with this JSON: compressed, and not sent again to a browser that has it."""

    def tag(request: HttpRequest, **_: Any) -> str:
        return f'"{hashlib.sha256(make()).hexdigest()[:16]}"'

    def answer(request: HttpRequest) -> Answer:
        return HttpResponse(make(), content_type="application/json", headers={"Cache-Control": "no-cache"})

    return gzip_page(condition(etag_func=tag)(endpoint(GET=answer)))
