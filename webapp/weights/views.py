"""The API of weights that runs begin from."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path, PurePath
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from pydantic import Field

from builder.drawing.document import Text, read_document
from builder.folder.weights import SUFFIX, name_beside
from webapp.accounts.caller import Caller, visitor_of
from webapp.api import Answer, Body, created, read_body
from webapp.errors import NotFound
from webapp.runs.access import run_for
from webapp.weights import files, store
from webapp.weights.access import own_weights, readable_weights
from webapp.weights.fits import asked_fit
from webapp.weights.models import KeptWeights
from webapp.weights.of_runs import keep_of_run, moments_of

CHUNK = 1 << 20


class OfRun(Body):
    """Which of the weights that a run keeps: ``last``, ``best``, or another of its moments."""

    moment: Text = Field(default="last", max_length=40)


class AskedFit(Body):
    """A drawing, and which of its nodes take their weights from which there; none: all, by their own names."""

    document: dict[str, Any]
    nodes: dict[Text, Text] = Field(default_factory=dict)


def list_weights(request: HttpRequest) -> Answer:
    """The weights that the visitor keeps, newest first. Asking makes no visitor."""
    owner = Caller.of_request(request).visitor_id
    rows = KeptWeights.objects.filter(owner=owner).select_related("run__project", "run__trial") if owner else []
    return {"weights": [summary(kept) for kept in rows], "max_bytes": store.MAX_BYTES}


def bring_weights(request: HttpRequest) -> Answer:
    """Keep the safetensors file that is the request's body; ``?name=`` says how it is called."""
    name = PurePath(request.GET.get("name", "").replace("\\", "/")).name
    kept = store.take(visitor_of(request), name.removesuffix(SUFFIX)[:200] or "Weights", request.read)
    return created(summary(kept))


def list_moments(request: HttpRequest, run_id: UUID) -> Answer:
    """Which weights a run keeps: the last, the best where it monitors something, and others."""
    run = run_for(Caller.of_request(request), run_id)
    return {"moments": [{"moment": each.name, "step": each.step} for each in moments_of(run)]}


def weights_of_run(request: HttpRequest, run_id: UUID) -> Answer:
    """Keep the weights of a moment of a run, for whoever may see it."""
    run = run_for(Caller.of_request(request), run_id)
    moment = read_body(request, OfRun).moment if request.body else OfRun().moment
    return created(summary(keep_of_run(visitor_of(request), run, moment)))


def delete_weights(request: HttpRequest, digest: str) -> Answer:
    """Let go of weights. Runs that began from them go on; none begins from them any more."""
    store.remove(own_weights(Caller.of_request(request), digest))
    return None


def fit(request: HttpRequest, digest: str) -> Answer:
    """What of some weights a drawing takes, by node: ``?tab=`` as of checks."""
    asked = read_body(request, AskedFit)
    document = read_document(asked.document).model_dump_json().encode()
    caller, tab = Caller.of_request(request), request.GET.get("tab", "")[:64]
    return HttpResponse(asked_fit(caller, digest, document, asked.nodes, tab), content_type="application/json")


def download(request: HttpRequest, digest: str) -> StreamingHttpResponse:
    """The file, called as an exported script looks for it beside itself."""
    kept = readable_weights(Caller.of_request(request), digest)
    if not files.is_here(kept.digest):
        raise NotFound("file of weights")
    file = files.file_of(kept.digest)
    headers = {
        "Content-Disposition": f'attachment; filename="{name_beside(kept.digest)}"',
        "Content-Length": str(file.stat().st_size),
    }
    return StreamingHttpResponse(_parts(file), content_type="application/octet-stream", headers=headers)


async def _parts(file: Path) -> AsyncIterator[bytes]:
    """What is read from a disk, without holding up whoever else is served."""
    with file.open("rb") as opened:
        while part := await asyncio.to_thread(opened.read, CHUNK):
            yield part


def summary(kept: KeptWeights) -> dict[str, Any]:
    """Weights as the API tells them."""
    return {
        "weights": kept.digest,
        "name": kept.name,
        "origin": kept.origin,
        "bytes": kept.bytes,
        "tensors": kept.tensors,
        "run": kept.run and {"id": str(kept.run_id), "project": str(kept.run.project_id), "number": kept.run.number},
        "moment": kept.moment,
        "step": kept.step,
        "file": name_beside(kept.digest),
        "created_at": kept.created_at.isoformat(),
    }
