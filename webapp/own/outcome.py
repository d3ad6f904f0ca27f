"""What a process apart is asked, and what becomes of its answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from builder.drawing.problems import Problem
from builder.folder.schema import SCHEMA, Schema, read_schema
from builder.folder.told import Choices
from webapp.errors import ApiError
from webapp.operating.budget import refuse_beyond_budget
from webapp.own import versions
from webapp.own.models import OwnData, OwnVersion
from webapp.own.store import counted, folder_of

Told = dict[str, Any]
"""``survey`` and ``choices``, ``prepared``, or ``problem``; nothing, where nobody wants to know any more."""

DIED = Problem(
    code="could_not_be_read",
    message="The process that read these files ended: they need more memory than one visitor may take here,"
    " or hold what it can't read.",
    hint="Leave out what was added last, or bring fewer rows, smaller pictures, shorter sounds.",
)
WENT_AWAY = Problem(
    code="work_died",
    message="Whoever read these files went away: the server was started anew.",
    hint="Press again; the files are still here.",
)
NOBODY = Problem(
    code="no_worker",
    message="No worker is here to read so many files.",
    hint="Whoever operates this site has to start one; a few megabytes are read without.",
)


def too_long(seconds: float) -> Problem:
    """Of work that was ended."""
    message = f"These files can't be read in {seconds:.0f} seconds."
    return Problem(code="too_long_to_read", message=message, hint="Bring fewer rows, pictures or sounds.")


def question_of(data: OwnData, scratch: Path) -> dict[str, Any]:
    """What the process is asked."""
    question = {"what": data.work, "folder": str(folder_of(data.pk) / "files")}
    if data.work == "survey":
        return question
    newest = data.versions.first()
    if newest:
        versions.bring([newest.pk])
    return {
        **question,
        "choices": data.asked,
        "key": data.key,
        "out": str(scratch / "made"),
        "before": str(versions.folder_of(newest.pk)) if newest else None,
    }


def settle(data: OwnData, work_id: UUID, told: Told, scratch: Path) -> None:
    """Write down what came of it, if that is still what is wanted."""
    if "survey" in told:
        _survey(data, work_id, told)
    elif "prepared" in told:
        try:
            _keep(data, work_id, told["prepared"], scratch / "made")
        except ApiError as error:
            fail(data, work_id, Problem(code=error.code, message=error.message, hint=error.hint))
    elif "problem" in told:
        fail(data, work_id, Problem.model_validate(told["problem"]) if told["problem"] else DIED)


def fail(data: OwnData, work_id: UUID | None, problem: Problem) -> None:
    """Say why nothing came of it."""
    OwnData.objects.filter(pk=data.pk, work_id=work_id).update(work="", problem=problem.model_dump(mode="json"))


def merged(before: Choices | None, fresh: Choices) -> Choices:
    """What was chosen stays; columns that nobody chose are guessed anew."""
    if before is None:
        return fresh
    chosen = {name: each for name, each in before.columns.items() if each.is_chosen and name in fresh.columns}
    return before.model_copy(update={"columns": {**fresh.columns, **chosen}, "form": before.form or fresh.form})


def _survey(data: OwnData, work_id: UUID, told: Told) -> None:
    before = data.choices and Choices.model_validate(data.choices)
    choices = merged(before or None, Choices.model_validate(told["choices"]))
    OwnData.objects.filter(pk=data.pk, work_id=work_id).update(
        work="", done=1.0, problem=None, survey=told["survey"], choices=choices.model_dump(mode="json")
    )
    counted(data)  # pictures became smaller as they were cleaned


def _keep(data: OwnData, work_id: UUID, prepared: dict[str, Any], made: Path) -> None:
    """The row of a version, and its folder: first that, so that no row is without.

    Raises: TooMany ``budget_spent``.
    """
    schema = read_schema((made / SCHEMA).read_bytes())
    size = sum(each.stat().st_size for each in made.iterdir())
    refuse_beyond_budget(data.owner, "bytes", more=size)
    versions.keep(schema.digest, made)
    with transaction.atomic():
        ours = OwnData.objects.select_for_update().filter(pk=data.pk, work_id=work_id)
        if not ours.update(work="", done=1.0, problem=None, choices=prepared["choices"]):
            is_known = OwnVersion.objects.filter(pk=schema.digest).exists()
        else:
            is_known = bool(_row(data, schema, size, prepared))
    if not is_known:
        versions.forget(schema.digest)


def _row(data: OwnData, schema: Schema, size: int, prepared: dict[str, Any]) -> OwnVersion:
    latest = data.versions.aggregate(latest=Max("number"))["latest"] or 0
    facts = {
        "data": data,
        "number": latest + 1,
        "schema": schema.text,
        "samples": list(schema.samples),
        "bytes": size,
        **{name: prepared[name] for name in ("difference", "twins", "notes", "choices")},
    }
    return OwnVersion.objects.get_or_create(pk=schema.digest, defaults=facts)[0]
