"""What an owner changes of a run on its way: asked for here, made by the worker between two steps."""

from __future__ import annotations

from typing import Any

from builder.checker.changes import change_problems, changed, current_settings
from builder.drawing.document import MAX_EPOCHS, Change, Document, read_document
from builder.drawing.problems import Problem
from builder.kinds.objective import CHANGEABLE
from trainer.distributed.trainee import Progress
from trainer.run.checkpoint import forget_after
from trainer.run.events import Queued, TakenBack
from webapp.errors import ApiError
from webapp.projects.room import tell_runs_changed
from webapp.runs.files import checkpoints
from webapp.runs.log.segments import commit, open_log, send_stored, stored_state
from webapp.runs.models import AskedChange, Run
from webapp.runs.orders.creation import refuse_too_many
from webapp.runs.orders.presses import once
from webapp.runs.orders.wishes import grant, tell_worker
from webapp.runs.queue.lease import Lease, lease
from webapp.runs.queue.wakeups import wake

ASAP = 1
"""No change is made before the first step."""


def ask(run: Run, asked: Change, press: str | None = None) -> Run:
    """Have a run that goes on, or is paused, go on with other settings.

    Raises: ApiError ``run_ended``, ``bad_change``.
    """

    def store() -> Run:
        if run.ended_at:
            raise ApiError(409, "run_ended", f"This run is {run.status} already.", "Extend it, or train again.")
        _keep_if_possible(run, asked)
        return run

    told = once(press, store)
    tell_worker(told, "change")
    return told


def extend(run: Run, epochs: int, press: str | None = None) -> Run:
    """Have a run train for so many epochs more, also when it is over.

    Raises: ApiError ``not_to_extend``, ``bad_change``, ``busy``; TooMany.
    """
    if not run.ended_at:
        extended = once(press, lambda: _extended(run, epochs))
        tell_worker(extended, "change")
        return extended
    with lease(run.pk) as held:
        extended = once(press, lambda: _reopened(_extended(run, epochs), held))
    send_stored(extended)
    wake(extended)
    tell_runs_changed(extended.project_id)
    return extended


def _extended(run: Run, epochs: int) -> Run:
    """The run with the change asked for, which is stored with whatever else the transaction holds."""
    if run.status == "failed" or (run.ended_at and not run.step):
        raise ApiError(
            409, "not_to_extend", f"A run that {_ended_how(run)} can't be extended.", "Press Train to start a new one."
        )
    total = (run.epoch if run.ended_at else settings_of(run).training.epochs) + epochs
    if total > MAX_EPOCHS:
        hint = f"This would be {total:,}."
        problem = Problem(code="bad_change", message=f"A run has at most {MAX_EPOCHS:,} epochs.", hint=hint)
        raise ApiError(422, problem.code, problem.message, problem.hint, [problem])
    if run.ended_at:
        refuse_too_many(run.project)
    _keep_if_possible(run, Change(step=ASAP, epochs=total))
    return run


def take_back(run: Run, asked: Change, press: str | None = None) -> Run:
    """Have a run that failed go on from its last good state, with other settings.

    Raises: ApiError ``not_failed``, ``no_good_state``, ``bad_change``, ``busy``; TooMany.
    """

    def store() -> Run:
        if run.status != "failed":
            raise ApiError(409, "not_failed", f"This run is {run.status}; only one that failed is taken up again.")
        good = stored_state(run.pk).good_step
        if good is None:
            raise ApiError(
                409, "no_good_state", "Nothing was kept of this run.", "Change the drawing, and press Train."
            )
        refuse_too_many(run.project)
        run.changes.exclude(step__lte=good).delete()  # they were made after it, or never
        _keep_if_possible(run, asked.model_copy(update={"step": good}))
        run.changes.filter(step=None).update(step=good)
        return _taken_back(run, held, good)

    with lease(run.pk) as held:
        taken = once(press, store)
    forget_after(checkpoints(taken.pk), taken.step)
    send_stored(taken)
    wake(taken)
    tell_runs_changed(taken.project_id)
    return taken


def _taken_back(run: Run, held: Lease | None, good: int) -> Run:
    """A run that failed, queued again at its last good step. Raises: ApiError ``busy``."""
    if held is None:
        raise ApiError(409, "busy", "A worker is just storing this run.", "Try again in a moment.")
    run.refresh_from_db()
    Run.objects.filter(pk=run.pk).update(wish="run", until_step=None, uncommitted=0)
    log = open_log(run)
    log.note(TakenBack(step=good))
    log.note(Queued(reason=f"Going back to step {good:,}, and on from there. Waiting for a worker."))
    commit(run, log)
    return run


def take_steps(run: Run, steps: int, press: str | None = None) -> Run:
    """Have a paused run take so many steps and pause again.

    Raises: ApiError ``not_paused``.
    """

    def store() -> Run:
        if run.status != "paused":
            message = f"This run is {run.status}; only a paused one is taken step by step."
            raise ApiError(409, "not_paused", message, PAUSE)
        Run.objects.filter(pk=run.pk).update(wish="run", until_step=run.step + steps, waits_for_room=False)
        return run

    told = once(press, store)
    grant(told, "run")
    return told


PAUSE = "Press Pause first."


def settings_of(run: Run, step: int | None = None) -> Document:
    """The drawing as it is trained once all that was asked for is made, after a step: the last that is stored."""
    drawn, last = read_document(run.document), run.step if step is None else step
    made = [(change.step, change) for change in drawn.training.changes if change.step <= last]
    for each in run.changes.all():
        made.append((last if each.step is None else each.step, Change.model_validate(each.change)))
    return changed(drawn, [change for _, change in sorted(made, key=lambda at: at[0])])


def settings_told(run: Run) -> dict[str, Any]:
    """What can be changed now, and what it is set to."""
    settings = settings_of(run)
    goals = {goal: _changeable(values) for goal, values in current_settings(settings).items()}
    return {"epochs": settings.training.epochs, "batch_size": settings.training.batch_size, "goals": goals}


def document_of(run: Run) -> Document:
    """The drawing with every change that was made on its way: trained anew it gives the run's numbers."""
    drawn = read_document(run.document)
    made = [
        Change.model_validate(each.change).model_copy(update={"step": each.step})
        for each in run.changes.exclude(step=None)
    ]
    changes = tuple(sorted([*drawn.training.changes, *made], key=lambda change: change.step))
    return drawn.model_copy(update={"training": drawn.training.model_copy(update={"changes": changes})})


def waiting_changes(run: Run, progress: Progress) -> list[Change]:
    """What a worker has still to make: at the step where it was made before, or as soon as it can."""
    rows = run.changes.all()[len(progress.granted) :]
    return [
        Change.model_validate(row.change).model_copy(update={"step": ASAP if row.step is None else row.step})
        for row in rows
    ]


def note_made(run: Run, progress: Progress) -> None:
    """Write down after which step each change was made."""
    for row, step in zip(run.changes.all(), progress.granted, strict=False):
        if row.step is None:
            AskedChange.objects.filter(pk=row.pk).update(step=step)


def keep(run: Run, asked: Change) -> None:
    """Write down what is to be changed; the worker makes it as soon as it can."""
    run.changes.create(change=asked.model_dump(mode="json"))


def _keep_if_possible(run: Run, asked: Change) -> None:
    ended_in = run.epoch if run.ended_at else None
    problems = change_problems(settings_of(run), asked, ended_in=ended_in) or _team_problems(run, asked)
    if problems:
        first = problems[0]
        raise ApiError(422, first.code, first.message, first.hint, problems)
    keep(run, asked)


def _team_problems(run: Run, asked: Change) -> list[Problem]:
    """What stands in the way of sharing out a batch of the new size."""
    if asked.batch_size is None or asked.batch_size >= run.processes:
        return []
    message = f"{run.processes} processes share each batch, so a batch of {asked.batch_size} has no row for each."
    hint = f"Choose a batch size of {run.processes} or more."
    return [Problem(code="batch_too_small", message=message, hint=hint)]


def _reopened(run: Run, held: Lease | None) -> Run:
    """A run that is over, queued again. Raises: ApiError ``busy``."""
    if held is None:
        raise ApiError(409, "busy", "A worker is just storing this run.", "Try again in a moment.")
    run.refresh_from_db()
    Run.objects.filter(pk=run.pk).update(wish="run", until_step=None)
    log = open_log(run)
    log.note(Queued(reason=f"Extended to {settings_of(run).training.epochs} epochs. Waiting for a worker."))
    commit(run, log)
    return run


def _changeable(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in CHANGEABLE}


def _ended_how(run: Run) -> str:
    return "failed" if run.status == "failed" else "never began"
