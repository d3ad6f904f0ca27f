"""The API by which an owner changes a run on its way."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field

from builder.drawing.document import MAX_EPOCHS, BatchSize, Change, Value
from webapp.accounts.caller import Caller
from webapp.api import Answer, Body, press_of, read_body
from webapp.runs.access import run_for
from webapp.runs.doors.views import summary
from webapp.runs.orders.changes import ASAP, ask, extend, take_back, take_steps


class NewSettings(Body):
    """What is to be set anew; what is left out stays."""

    batch_size: BatchSize | None = None
    goals: dict[str, dict[str, Value]] = Field(default_factory=dict)


class MoreEpochs(Body):
    epochs: Annotated[int, Field(ge=1, le=MAX_EPOCHS)]


class MoreSteps(Body):
    steps: Annotated[int, Field(ge=1, le=10_000)] = 1


def change_settings(request: HttpRequest, run_id: UUID) -> Answer:
    """Go on with another learning rate, batch size, or other settings of an optimizer."""
    run = run_for(Caller.of_request(request), run_id, to_write=True)
    wanted = read_body(request, NewSettings)
    change = Change(step=ASAP, batch_size=wanted.batch_size, goals=wanted.goals)
    return summary(ask(run, change, press_of(request)))


def take_back_run(request: HttpRequest, run_id: UUID) -> Answer:
    """Go on with a run that failed, from its last good state and with other settings."""
    run = run_for(Caller.of_request(request), run_id, to_write=True)
    wanted = read_body(request, NewSettings)
    change = Change(step=ASAP, batch_size=wanted.batch_size, goals=wanted.goals)
    return summary(take_back(run, change, press_of(request)))


def extend_run(request: HttpRequest, run_id: UUID) -> Answer:
    """Train for more epochs."""
    run = run_for(Caller.of_request(request), run_id, to_write=True)
    return summary(extend(run, read_body(request, MoreEpochs).epochs, press_of(request)))


def step_run(request: HttpRequest, run_id: UUID) -> Answer:
    """Take a step, or several, and pause again."""
    run = run_for(Caller.of_request(request), run_id, to_write=True)
    return summary(take_steps(run, read_body(request, MoreSteps).steps, press_of(request)))
