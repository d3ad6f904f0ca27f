"""What is done with somebody's files: they are surveyed, and prepared by their owner's choices.

A process apart does it. Whoever follows that process writes into the row how far it is, every second at least: for a
small amount the request itself and then a thread of the web process, for a large one a worker's task. What is asked
last is what counts: the row's ``work_id`` is that of it, and who follows anything else ends it.
"""

from __future__ import annotations

import logging
import math
import shutil
import threading
import time
import uuid
from pathlib import Path
from typing import Literal
from uuid import UUID

from django.db import connections
from django.utils import timezone

from builder.folder.told import Choices
from webapp.celery import app
from webapp.errors import ApiError, TooMany
from webapp.own import outcome, store
from webapp.own.apart import Apart
from webapp.own.models import OwnData
from webapp.runs.devices import announced, worker_for
from webapp.runs.redis_keys import connection, others_key
from webapp.storage import unless_away

log = logging.getLogger(__name__)

What = Literal["survey", "prepare"]
SMALL_BYTES, SMALL_FILES = 8 * 10**6, 2_000
"""So much is done by the web process; it takes about a second."""
AT_ONCE, TURN_S = 2, 20.0
WAIT_S, EVERY_S = 1.0, 0.25
TIME_S = 300.0
SILENT_S, UNSERVED_S = 15.0, 120.0

_places = threading.BoundedSemaphore(AT_ONCE)


def begin(data: OwnData, what: What, choices: Choices | None = None) -> OwnData:
    """Have files surveyed or prepared. What is done in a second is done when this returns; nobody waits for longer.

    Raises: ApiError ``no_files``; TooMany ``busy_with_data``.
    """
    if not data.files:
        raise ApiError(409, "no_files", "There are no files yet.", "Bring a table, pictures, sounds or texts first.")
    is_small = data.bytes <= SMALL_BYTES and data.files <= SMALL_FILES
    if is_small and not _places.acquire(timeout=TURN_S):
        raise TooMany("busy_with_data", "Other data are being read.", "Try again in a moment.")
    try:
        work_id = _ask(data, what, choices)
        if is_small:
            if not (at_work := _begun(data.pk, work_id)) or at_work.follow(WAIT_S):
                _places.release()
            else:
                threading.Thread(target=_go_on, args=(at_work,), daemon=True, name="own data").start()
    except BaseException:
        if is_small:
            _places.release()
        raise
    if not is_small:
        _send(data.pk, work_id)
        _wait(data)
    data.refresh_from_db()
    return data


def work_on(data_id: UUID, work_id: UUID) -> None:
    """Do what was asked, from its beginning to its end, unless somebody does it, or did."""
    if at_work := _begun(data_id, work_id):
        at_work.follow()


def looked_at(data: OwnData) -> OwnData:
    """The data as they are: work whose process died is told so, and one that nobody took up is sent again."""
    if not data.work or data.heard_at is None or data.asked_at is None:
        return data
    silent_s = (timezone.now() - data.heard_at).total_seconds()
    if silent_s <= SILENT_S:
        return data
    waited_s = (timezone.now() - data.asked_at).total_seconds()
    if data.is_begun or (waited_s > UNSERVED_S and not announced()):
        shutil.rmtree(_scratch(data.pk, data.work_id), ignore_errors=True)
        outcome.fail(data, data.work_id, outcome.WENT_AWAY if data.is_begun else outcome.NOBODY)
    else:
        OwnData.objects.filter(pk=data.pk, work_id=data.work_id).update(heard_at=timezone.now())
        _send(data.pk, data.work_id)
    data.refresh_from_db()
    return data


def _scratch(data_id: UUID, work_id: UUID | None) -> Path:
    return store.folder_of(data_id) / f"work-{work_id}"


def _ask(data: OwnData, what: What, choices: Choices | None) -> UUID:
    work_id, now = uuid.uuid4(), timezone.now()
    asked = choices and choices.model_dump(mode="json")
    said = {"work": what, "work_id": work_id, "asked": asked, "problem": None, "is_begun": False, "done": 0.0}
    OwnData.objects.filter(pk=data.pk).update(**said, asked_at=now, heard_at=now)
    return work_id


def _send(data_id: UUID, work_id: UUID | None) -> None:
    """Have a worker do it; one that trains gives way after its slice."""
    with unless_away(f"Data {data_id} wait for a worker; it is sent word again"):
        queue = worker_for("cpu", announced())
        app.send_task("work_on_data", args=[str(data_id), str(work_id)], queue=queue, retry=False)
        connection().set(others_key(), 1, ex=int(SILENT_S))


def _wait(data: OwnData) -> None:
    until = time.monotonic() + WAIT_S
    while data.work and time.monotonic() < until:
        time.sleep(0.05)
        data.refresh_from_db(fields=["work"])


def _begun(data_id: UUID, work_id: UUID) -> AtWork | None:
    """The work, unless somebody else has begun it, or it is not wanted any more."""
    ours = OwnData.objects.filter(pk=data_id, work_id=work_id, is_begun=False).exclude(work="")
    if not ours.update(is_begun=True, heard_at=timezone.now()):
        return None
    return AtWork(OwnData.objects.get(pk=data_id), work_id)


def _go_on(at_work: AtWork) -> None:
    try:
        at_work.follow()
    finally:
        _places.release()
        connections.close_all()


class AtWork:
    """Work that goes on in a process apart, until it is over or its outcome is not wanted any more."""

    def __init__(self, data: OwnData, work_id: UUID) -> None:
        self._data, self._work_id = data, work_id
        self._until = time.monotonic() + TIME_S
        self._scratch = _scratch(data.pk, work_id)
        self._scratch.mkdir(mode=0o700, parents=True)
        try:
            self._process = Apart(outcome.question_of(data, self._scratch), self._scratch)
        except BaseException:
            shutil.rmtree(self._scratch, ignore_errors=True)
            raise

    def follow(self, for_s: float = math.inf) -> bool:
        """Follow it for so long; whether it is over. Then nothing is left but what came of it."""
        until = time.monotonic() + for_s
        try:
            while (told := self._told()) is None:
                if time.monotonic() > until:
                    return False
            outcome.settle(self._data, self._work_id, told, self._scratch)
        except BaseException:
            self._end()
            raise
        self._end()
        return True

    def _told(self) -> outcome.Told | None:
        """How it ended, if it did."""
        if time.monotonic() > self._until:
            return {"problem": outcome.too_long(TIME_S)}
        try:
            told = self._process.news(EVERY_S)
        except EOFError:
            return {"problem": outcome.DIED}
        if told is not None and "done" not in told:
            return told
        more = {} if told is None else {"done": told["done"]}
        wanted = OwnData.objects.filter(pk=self._data.pk, work_id=self._work_id).exclude(work="")
        return None if wanted.update(heard_at=timezone.now(), **more) else {}

    def _end(self) -> None:
        self._process.end()
        shutil.rmtree(self._scratch, ignore_errors=True)
