"""The API of exports: a run, or a drawing as it stands, as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from builder.drawing.document import Beginning, Document, read_document
from builder.exporters.parts.begun import begun_weights
from builder.kinds.exporter import Exporter, ExportProblem, Weights
from builder.registry.exporters import format_called
from webapp.accounts.caller import Caller
from webapp.api import Answer
from webapp.errors import ApiError
from webapp.own.access import granted
from webapp.runs.access import run_for
from webapp.runs.doors.latest import WhichWeights, latest_weights, which_weights
from webapp.runs.models import Run
from webapp.runs.orders.changes import document_of
from webapp.weights import files
from webapp.weights.access import readable_weights

STATUS = {"unknown_format": 404, "no_weights": 409}


def export_document(request: HttpRequest, key: str) -> Answer:
    """A drawing as it stands; formats that need weights take those that it begins from."""
    caller = Caller.of_request(request)
    document = granted(read_document(request.body), caller)
    return _file(key, lambda exporter: exporter.export(document, _begun(exporter, document, caller)))


def _begun(exporter: Exporter, document: Document, caller: Caller) -> Weights | None:
    """The weights that a drawing begins from, as far as the caller may read them."""

    def file_of(beginning: Beginning) -> Path:
        kept = readable_weights(caller, beginning.weights)
        files.is_here(kept.digest)
        return files.file_of(kept.digest)

    return begun_weights(document, file_of) if exporter.needs_weights else None


def export_run(request: HttpRequest, run_id: UUID, key: str) -> Answer:
    """What a run trains, with what it has learned by its last commit where the format needs that."""
    run = run_for(Caller.of_request(request), run_id)
    document, which = document_of(run), which_weights(request)
    return _file(key, lambda exporter: exporter.export(document, _weights(exporter, run, which)))


def _weights(exporter: Exporter, run: Run, which: WhichWeights | None) -> Weights | None:
    return latest_weights(run, which) if exporter.needs_weights else None


def _file(key: str, export: Callable[[Exporter], bytes]) -> HttpResponse:
    try:
        exporter = format_called(key)
        content = export(exporter)
    except ExportProblem as error:
        problem = error.problem
        status = STATUS.get(problem.code, 422)
        raise ApiError(status, problem.code, problem.message, problem.hint, [problem]) from error
    disposition = f'attachment; filename="{exporter.file_name}"'
    return HttpResponse(content, content_type=exporter.media_type, headers={"Content-Disposition": disposition})
