"""A room: everybody who has one drawing open in this process, the drawing, and its storage.

Several processes may each have a room for the same drawing. They tell each other of updates, ask each other for what
they lack when they come and when Redis was away, and each appends its own to the log in the database. What a room heard
of another, which may have died before it did so, it looks for there, and appends where it is missing.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from webapp.groups import news, tell
from webapp.off_loop import beside
from webapp.projects.log import Mark, Stored, append, lacking, read
from webapp.projects.presence import Presence
from webapp.projects.unsaved import forget, keep, room_of
from webapp.projects.yjs import (
    RUNS_CHANGED,
    BadMessage,
    YDocument,
    behind_message,
    edit_message,
    merged,
    stored_message,
    update_in,
)
from webapp.telemetry.numbers import ROOM_SAVE_S, ROOM_SAVES

log = logging.getLogger(__name__)

SAVE_AFTER_S, RETRY_S, HEARD_S = 0.4, 1.0, 2.0
MAX_STATE_BYTES = 16_000_000
DELETED = b""
"""What rooms tell each other, and no client, when their drawing is deleted."""


@dataclass(eq=False)
class Seat:
    """One socket in a room. ``send`` hands bytes over and never waits; ``end`` closes it, as the drawing is gone.

    Of messages that are ``latest_of`` somebody only the last one counts. ``updates`` are those that came from the
    socket, ``stored`` those of them that it was told are stored.
    """

    send: Callable[..., None]
    end: Callable[[], None]
    is_reader: bool = False
    updates: int = 0
    stored: int = 0


class Room:
    """One drawing while somebody has it open, or something of it is not stored."""

    def __init__(self, project_id: UUID, on_rest: Callable[[Room], None]) -> None:
        self.project_id = project_id
        self.id = uuid.uuid4().hex
        self.seats: set[Seat] = set()
        self.coming = 0
        self.seen = Mark()
        self.is_gone = False
        self._group = room_of(project_id)
        self._on_rest = on_rest
        self._drawing = YDocument()
        self._presence = Presence()
        self._opening = asyncio.Lock()
        self._is_open = False
        self._size = 0
        self._unsaved: list[bytes] = []
        self._heard: list[bytes] = []
        self._settling: asyncio.Task[None] | None = None
        self._is_behind = False
        self._kept: tuple[Path, bytes] | None = None
        self._keeping = asyncio.Lock()
        self._saving: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()

    @property
    def is_needed(self) -> bool:
        """Somebody is here or about to come, or not all is stored."""
        return bool(self.seats or self.coming or not self.is_stored)

    @property
    def is_stored(self) -> bool:
        return not (self._unsaved or self._heard) and (self._saving is None or self._saving.done())

    async def open(self) -> None:
        """Listen first, then load: what happens in between arrives twice, which does no harm.

        Raises: DatabaseError.
        """
        async with self._opening:
            if self._is_open:
                return
            await news().listen(self._group, self._hear)
            await self.look()
            self._is_open = True
            self.ask_others()

    async def close(self) -> None:
        await news().unlisten(self._group, self._hear)

    def enter(self, seat: Seat) -> None:
        """Take a seat: the newcomer is asked what it has, and told who else is here."""
        if not seat.is_reader:
            seat.send(self._drawing.question())
            if self._is_behind:
                seat.send(behind_message(is_behind=True))
        for client, word in self._presence.everybody().items():
            seat.send(word, latest_of=client)
        self.seats.add(seat)
        if self.is_gone:
            seat.end()

    def leave(self, seat: Seat) -> None:
        """Give the seat up; the others see the cursor go, and with the last one all is saved at once."""
        self.seats.discard(seat)
        self._pass_on(self._presence.leave(seat), but=seat)
        if not self.seats:
            self._hurry.set()

    def answer(self, message: bytes) -> bytes:
        """What a client that asks is lacking.

        Raises: BadMessage.
        """
        return self._drawing.answer(message)

    def edit(self, message: bytes, seat: Seat) -> None:
        """Apply a client's edit, pass the same bytes on, and save soon.

        Raises: BadMessage.
        """
        if self._size + len(message) > MAX_STATE_BYTES:
            raise BadMessage("this drawing is too large")
        update = update_in(message)
        self._drawing.apply(update)
        self._size += len(update)
        self._unsaved.append(update)
        seat.updates += 1
        self._show(message, but=seat)
        news().say(self._group, {"room": self.id, "message": message})
        self._save_soon()

    def note(self, seat: Seat) -> None:
        """A client had nothing that we lack. As soon as what it sent before is stored, all of it is."""
        seat.updates += 1
        self._store_heard()  # it may be who drew that: its process died, and it came to us
        if self.is_stored:
            _tell_stored(seat, seat.updates)

    def greet(self, message: bytes, seat: Seat) -> None:
        """Pass on where somebody's cursor is.

        Raises: BadMessage.
        """
        self._pass_on(self._presence.hear(message, seat), but=seat)

    def tell_runs_changed(self) -> None:
        """Have the pages here look at the list of runs."""
        self._show(RUNS_CHANGED)

    def end(self) -> None:
        """The drawing is gone: what is drawn here could not be kept any more."""
        self.is_gone = True
        self._unsaved.clear()
        self._heard = []
        self._forget_kept()
        for seat in tuple(self.seats):
            seat.end()

    async def look(self) -> None:
        """Learn what others have stored.

        Raises: DatabaseError.
        """
        stored = await beside(read, self.project_id, self.seen)
        if stored is None:
            self.end()
        else:
            self._learn(stored)

    def ask_others(self, *, of: str = "", is_reply: bool = False) -> None:
        """Have the rooms of other processes say what they have and we lack, and ask us for what they lack."""
        question = {"room": self.id, "to": of, "ask": self._drawing.question(), "is_reply": is_reply}
        news().say(self._group, question)
        for client, word in self._presence.everybody().items():
            news().say(self._group, {"room": self.id, "message": word}, latest_of=client)

    async def hand_over(self) -> None:
        """Write what is not stored into a file, and try to store it at once."""
        self._store_heard()
        await self._keep()
        self._hurry.set()
        if self._saving:
            await asyncio.wait([self._saving])

    def _hear(self, message: dict[str, Any]) -> None:
        """News of another process. It saves its own edits; we show them, and see to it that it did."""
        if message["room"] == self.id or message.get("to", self.id) not in ("", self.id):
            return
        if "ask" in message:
            answer = update_in(self._drawing.answer(message["ask"]))
            told = {"room": self.id, "to": message["room"], "message": edit_message(answer)}
            news().say(self._group, told)
            if not message["is_reply"]:
                self.ask_others(of=message["room"], is_reply=True)
            return
        match message["message"]:
            case b"":
                self.end()
            case edit if edit[0] == 0:
                if learnt := self._show_learnt(update_in(edit)):
                    self._heard.append(learnt)
                    self._settle_soon()
            case word if word[0] == 1:
                self._show_words(self._presence.hear(word, None))
            case other:
                self._show(other)

    def _learn(self, stored: Stored) -> None:
        self.seen, self._size = stored.seen, stored.size + sum(map(len, self._unsaved))
        if stored.news:
            self._show_learnt(stored.news)

    def _show_learnt(self, update: bytes) -> bytes:
        if learnt := self._drawing.learn(update):
            self._show(edit_message(learnt))
        return learnt

    def _show(self, message: bytes, but: Seat | None = None) -> None:
        for seat in self.seats - {but}:
            seat.send(message)

    def _show_words(self, words: dict[int, bytes], but: Seat | None = None) -> None:
        for client, word in words.items():
            for seat in self.seats - {but}:
                seat.send(word, latest_of=client)

    def _pass_on(self, words: dict[int, bytes], but: Seat) -> None:
        self._show_words(words, but)
        for client, word in words.items():
            news().say(self._group, {"room": self.id, "message": word}, latest_of=client)

    def _save_soon(self) -> None:
        if self._saving is None or self._saving.done():
            self._hurry.clear()
            self._saving = asyncio.create_task(self._save_all())

    def _settle_soon(self) -> None:
        if self._settling is None or self._settling.done():
            self._settling = asyncio.create_task(self._settle())

    async def _settle(self) -> None:
        """Until all that was heard is stored, by whom it came from or else by us."""
        while self._heard:
            await asyncio.sleep(HEARD_S)  # its process stores it sooner, where all is well
            heard, many = self._heard, len(self._heard)
            try:
                missing = await beside(lacking, self.project_id, merged(heard[:many]))
            except Exception as error:
                log.warning("What of project %s is stored can't be read (%s); trying again", self.project_id, error)
                continue
            if heard is not self._heard:
                continue  # meanwhile it was left to nobody else, or the drawing is gone
            del heard[:many]
            if missing:
                self._unsaved.append(missing)
        if self._unsaved:
            self._save_soon()
        elif self.is_stored:
            self._on_rest(self)

    def _store_heard(self) -> None:
        """Do not wait for whom it came from. What is stored twice does no harm."""
        if self._heard:
            self._unsaved += self._heard
            self._heard = []
            self._save_soon()

    async def _save_all(self) -> None:
        """Until nothing is left to store, whatever goes wrong meanwhile."""
        pause_s = SAVE_AFTER_S
        while self._unsaved:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), pause_s)
            try:
                await self._save()
                pause_s = SAVE_AFTER_S
            except Exception as error:
                ROOM_SAVES.add(result="failed")
                log.warning("Project %s can't be stored (%s); trying again", self.project_id, error)
                self._hurry.clear()
                self._fall_behind(is_behind=True)
                await self._keep()
                pause_s = RETRY_S
        self._saving = None
        self._on_rest(self)

    async def _save(self) -> None:
        updates = {seat: seat.updates for seat in self.seats}
        self._unsaved = [merged(self._unsaved)]
        with ROOM_SAVE_S.timed():
            stored = await beside(append, self.project_id, self._unsaved[0], self.seen)
        ROOM_SAVES.add(result="stored")
        if stored is None:
            self.end()
            return
        del self._unsaved[:1]
        self._learn(stored)
        if not self._unsaved:
            self._forget_kept()
        self._fall_behind(is_behind=False)
        for seat in self.seats:
            _tell_stored(seat, updates.get(seat, 0) if self._unsaved else seat.updates)

    def _fall_behind(self, *, is_behind: bool) -> None:
        if is_behind == self._is_behind:
            return
        self._is_behind = is_behind
        for seat in self.seats:
            if not seat.is_reader:
                seat.send(behind_message(is_behind=is_behind))

    async def _keep(self) -> None:
        """Also in a file, which outlives this process. It may be on the very disk that is full."""
        async with self._keeping:
            unsaved, before = merged(self._unsaved), self._kept
            if not unsaved or (before and before[1] == unsaved):
                return
            try:
                self._kept = await asyncio.to_thread(keep, self.project_id, unsaved), unsaved
            except OSError as error:
                log.warning("What is not stored of project %s can't be kept in a file (%s)", self.project_id, error)
                return
            if before:
                forget(before[0])
            if not self._unsaved:
                self._forget_kept()  # it was stored while the file was written

    def _forget_kept(self) -> None:
        if self._kept:
            forget(self._kept[0])
            self._kept = None


def _tell_stored(seat: Seat, updates: int) -> None:
    if updates > seat.stored:
        seat.stored = updates
        seat.send(stored_message(updates))


def tell_runs_changed(project_id: UUID) -> None:
    """Have every page with this network open look at its list of runs, at once."""
    tell(room_of(project_id), {"room": "", "message": RUNS_CHANGED})


def tell_deleted(project_id: UUID) -> None:
    """Close every socket in this network's rooms: what is drawn there could no longer be kept."""
    tell(room_of(project_id), {"room": "", "message": DELETED})
