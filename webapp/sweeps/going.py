"""How a sweep begins, goes on whenever one of its runs is over, and ends.

Its runs are ordinary ones: they take turns like any others, after the single runs of their owner.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from builder.checker.checker import check
from builder.drawing.document import Document, read_document
from trainer.sweeps.arms import drawings, drawn
from trainer.sweeps.check import checked
from trainer.sweeps.plan import SweepPlan
from trainer.sweeps.pruning import is_hopeless
from trainer.sweeps.registry import SEARCHES
from trainer.sweeps.search import Trial as Tried
from trainer.sweeps.search import ask
from webapp.accounts.caller import Caller
from webapp.celery import app
from webapp.errors import ApiError, TooMany
from webapp.operating.budget import refuse_beyond_budget
from webapp.own.access import granted
from webapp.projects.models import Project
from webapp.projects.room import tell_runs_changed
from webapp.runs.devices import Device, DeviceWish
from webapp.runs.models import Run
from webapp.runs.orders.creation import Means, new_run, refuse_absent, tell_queued
from webapp.runs.orders.wishes import grant
from webapp.runs.redis_keys import connection, sweep_sent_key
from webapp.storage import unless_away
from webapp.sweeps.judging import course_of, judge, plan_of, tried
from webapp.sweeps.models import Sweep, Trial
from webapp.weights.access import refuse_unkept
from webapp.weights.fits import refuse_misfits

MAX_GOING = 2
MAX_A_MINUTE = 6
PRIORITY = -1
SENT_S = 60


def start_sweep(
    project: Project, document: Document, plan: SweepPlan, *, device: DeviceWish = "best", press: str | None = None
) -> Sweep:
    """Train a drawing many times over, as planned. Once its row is stored it goes on, whatever else is away then.

    Raises:
        InvalidDocument: with what stands in the way of training.
        InvalidPlan: with what is wrong with the plan.
        ApiError: ``no_gpu``, ``no_weights``, ``weights_do_not_fit``.
        TooMany: the owner has enough sweeps under way.
    """
    document = granted(document, Caller(project.owner_id))
    plan = checked(document, plan)
    refuse_unkept(project.owner_id, document)
    for each in drawings(document, plan).values():
        refuse_misfits(each)
    if press and (made := Sweep.objects.filter(pressed_as=press).first()):
        return made
    refuse_absent(device)
    _refuse_too_many(project)
    refuse_beyond_budget(project.owner, "runs", more=SEARCHES[plan.search].count(plan))
    try:
        with transaction.atomic():
            sweep = Sweep.objects.create(
                project=project,
                document=document.model_dump(mode="json"),
                plan=plan.model_dump(mode="json"),
                device=device,
                pressed_as=press or "",
            )
    except IntegrityError:  # the same press, sent twice at the same time
        return Sweep.objects.get(pressed_as=press)
    with unless_away(f"Sweep {sweep.pk} is stored; the reaper has it begun"):
        go_on(sweep.pk)
        sweep.refresh_from_db()
    return sweep


def go_on(sweep_id: UUID) -> None:
    """Judge the trials that are over, and start as many new ones as may run at the same time.

    Several processes may do so at once, and once too often does no harm: a trial's number can be given only once.
    """
    while sweep := Sweep.objects.filter(pk=sweep_id, status="running").select_related("project").first():
        plan = plan_of(sweep)
        trials = _judged(sweep, plan)
        under_way = sum(trial.course is None for trial in trials)
        asked = ask(SEARCHES[plan.search], plan, tried(trials)) if under_way < plan.parallel else None
        if asked is None:
            if not under_way:
                _end(sweep.pk, "finished", _result(trials))
            break
        if run := _start(sweep, asked):
            tell_queued(run)
    if sweep:
        tell_runs_changed(sweep.project_id)


def stop_sweep(sweep: Sweep) -> Sweep:
    """Start no more trials, and stop those that wait or train. What finished stays.

    Raises: ApiError ``sweep_ended``.
    """
    with transaction.atomic():
        if not _end(sweep.pk, "stopped", "You stopped it."):
            sweep.refresh_from_db()
            raise ApiError(409, "sweep_ended", f"This sweep is {sweep.status} already.", "Start a new one.")
        sweep.refresh_from_db()
        going = Run.objects.filter(trial__sweep=sweep, trial__course__isnull=True, ended_at=None)
        stopped = list(going)
        going.update(wish="stop", until_step=None, waits_for_room=False)
    for run in stopped:
        grant(run, "stop")
    tell_runs_changed(sweep.project_id)
    return sweep


def on_run_stored(run: Run, **_: Any) -> None:
    """A run of a sweep moved: go on when it is over, and end it when it is hopeless."""
    trial = Trial.objects.filter(run=run.pk).select_related("sweep", "run").first()
    if trial is None or trial.course is not None:
        return
    if not run.ended_at:
        _prune(trial)
    elif trial.sweep.status == "running":
        go_on(trial.sweep_id)
    else:  # it was stopped with its sweep
        judge(trial, plan_of(trial.sweep))


def wake_idle_sweeps(device: Device) -> None:
    """Have a worker take up the sweeps that go on while none of their runs does, or one that is over is not judged:

    a process died in between, or the database went away.
    """
    unjudged = Trial.objects.filter(course__isnull=True)
    going = unjudged.filter(run__ended_at=None).values("sweep")
    over = unjudged.exclude(run__ended_at=None).values("sweep")
    idle = Sweep.objects.filter(~Q(pk__in=going) | Q(pk__in=over), status="running")
    for sweep_id in idle.values_list("pk", flat=True):
        if connection().set(sweep_sent_key(sweep_id), 1, nx=True, ex=SENT_S):
            app.send_task("go_on_with_sweep", args=[str(sweep_id)], queue=device, retry=False)


def take_up(sweep_id: UUID) -> None:
    """What a worker does with the wake-up of a sweep."""
    connection().delete(sweep_sent_key(sweep_id))
    go_on(sweep_id)


def _judged(sweep: Sweep, plan: SweepPlan) -> list[Trial]:
    """The trials of a sweep, those that are over judged."""
    trials = list(sweep.trials.select_related("run").defer("run__document"))
    for trial in trials:
        if trial.course is None and trial.run.ended_at:
            judge(trial, plan)
    return trials


def _start(sweep: Sweep, asked: Tried) -> Run | None:
    """The run of a trial, unless somebody else just started that trial or stopped the sweep."""
    document = drawn(read_document(sweep.document), plan_of(sweep), asked.values)
    parameters = check(document).parameters
    try:
        with transaction.atomic():
            if Sweep.objects.select_for_update().only("pk").filter(pk=sweep.pk, status="running").first() is None:
                return None
            run = new_run(sweep.project, document, Means(cast(DeviceWish, sweep.device)), priority=PRIORITY)
            Trial.objects.create(run=run, sweep=sweep, number=asked.number, values=asked.values, parameters=parameters)
    except IntegrityError:
        return None
    return run


def _end(sweep_id: UUID, status: str, reason: str) -> bool:
    """Whether the sweep was under way until now."""
    going = Sweep.objects.filter(pk=sweep_id, status="running")
    return bool(going.update(status=status, reason=reason, ended_at=timezone.now()))


def _result(trials: list[Trial]) -> str:
    well = sum(trial.score is not None for trial in trials)
    if well == len(trials):
        return f"All {well} trials are done." if well > 1 else "The trial is done."
    return f"{well} of {len(trials)} trials came to a result; the others failed."


def _prune(trial: Trial) -> None:
    plan = plan_of(trial.sweep)
    if not plan.prune:
        return
    others = tried(trial.sweep.trials.exclude(pk=trial.pk))
    if is_hopeless(plan, others, dict(course_of(trial.run_id, plan))):
        Run.objects.filter(pk=trial.run_id, wish="run").update(wish="prune")


def _refuse_too_many(project: Project) -> None:
    owned = Sweep.objects.filter(project__owner=project.owner_id)
    going = owned.filter(status="running").count()
    if going >= MAX_GOING:
        raise TooMany(
            "too_many_sweeps",
            f"You have {going} sweeps under way; {MAX_GOING} at a time are allowed.",
            "Stop one of them first.",
        )
    recent = owned.filter(created_at__gte=timezone.now() - timedelta(minutes=1)).count()
    if recent >= MAX_A_MINUTE:
        raise TooMany(
            "too_many_sweeps", f"You started {recent} sweeps in the last minute.", "Wait a minute, then try again."
        )
