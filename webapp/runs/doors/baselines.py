"""The API of baselines: what the task of a run comes to without its network."""

from __future__ import annotations

import json
from functools import lru_cache
from uuid import UUID

from django.http import HttpRequest

from builder.compiler.program import Program
from builder.drawing.document import Document, Training, read_document
from builder.drawing.problems import Problem
from builder.kinds.lesson import Baseline as Taught
from trainer.baselines.compare import Compared, OfferedMethod, offered
from trainer.baselines.lesson import lesson_baselines
from trainer.baselines.told import Baseline, Baselines, NoBaseline, lines_of
from trainer.problems import TrainingProblem
from trainer.run.prepared import program_of
from webapp.accounts.caller import Caller
from webapp.checking.aside import aside
from webapp.checking.child import COMPARE
from webapp.errors import ApiError
from webapp.own.access import refuse_unreadable
from webapp.own.bringing import bring_for
from webapp.runs.access import run_for
from webapp.runs.models import Run

KEPT = 64


def baselines(request: HttpRequest, run_id: UUID) -> Baselines:
    """The lines of a run's lesson or, with ``methods=all``, of every classical method that makes sense for its drawing.

    What is not known yet is being computed: whoever asks again is told more.
    """
    caller = Caller.of_request(request)
    run = run_for(caller, run_id)
    document = read_document(run.document)
    refuse_unreadable(caller, document)
    match request.GET.get("methods", "lesson"):
        case "lesson" | "all" as which:
            return _of(run, document, is_all=which == "all")
    raise ApiError(400, "invalid_request", "methods is lesson or all.", "Leave it out for those of the lesson.")


def _of(run: Run, document: Document, *, is_all: bool) -> Baselines:
    taught, methods = _facts(run.pk, run.project.starter)
    lines: list[Baseline] = []
    pending: list[str] = []
    missing: list[NoBaseline] = []
    known = {each.method for each in methods}
    wanted = [(each.method, each.name, each.measure) for each in taught if each.method in known]
    if is_all:
        named = {method for method, _, _ in wanted}
        wanted += [(each.method, each.title, "") for each in methods if each.method not in named]
    if wanted:
        _bring(document)
    for method, name, measure in wanted:
        match aside.answer(_question(document, method, looks_at_test=run.tested is not None)):
            case None:
                pending.append(name)
            case Problem() as problem:
                missing.append(NoBaseline(name=name, why=problem.message))
            case answer:
                compared = Compared.model_validate_json(answer)
                own = lines_of(compared, name, "" if is_all else measure)
                lines += own
                if not own:
                    missing.append(NoBaseline(name=name, why=compared.why_not))
    lines += [_told(each) for each in taught if not each.method]
    return Baselines(lines=tuple(lines), pending=tuple(pending), missing=tuple(missing), offered=methods)


def _bring(document: Document) -> None:
    """Raises: ApiError ``no_data``: own data were deleted."""
    try:
        bring_for(document)
    except TrainingProblem as error:
        raise ApiError(409, error.problem.code, error.problem.message, error.problem.hint) from error


def _told(taught: Taught) -> Baseline:
    return Baseline(
        name=taught.name,
        measure=taught.measure,
        drawn=taught.drawn,
        value=taught.value,
        test=taught.value,
        how=taught.why,
    )


@lru_cache(KEPT)
def _facts(run_id: UUID, starter: str) -> tuple[tuple[Taught, ...], tuple[OfferedMethod, ...]]:
    """What the lesson has, and what makes sense; a run's drawing never changes."""
    program: Program = program_of(read_document(Run.objects.get(pk=run_id).document))
    return lesson_baselines(program, starter), offered(program)


def _question(document: Document, method: str, *, looks_at_test: bool) -> bytes:
    """The same for all drawings that differ in nothing that a method sees as easily: places, notes, epochs."""
    plain = {
        name: block.model_copy(
            update={
                "nodes": {
                    id: node.model_copy(update={"position": (0, 0), "note": ""}) for id, node in block.nodes.items()
                }
            }
        )
        for name, block in document.blocks.items()
    }
    usual = Training()
    same_for_all = {"epochs": usual.epochs, "batch_size": usual.batch_size, "begins_from": ()}
    training = document.training.model_copy(update=same_for_all)
    same = document.model_copy(update={"blocks": plain, "training": training})
    asked = {"document": same.model_dump(mode="json"), "method": method, "looks_at_test": looks_at_test}
    return COMPARE + json.dumps(asked).encode()
