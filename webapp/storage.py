"""What it means that storage is away, and how one waits for it: the one place that knows.

Away is what passes by itself or by an operator's hand: a database that restarts, fails over, is locked, full or out of
connections; a Redis that is gone, loading or out of memory. A mistake of ours, such as an unknown column, is not.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Literal, TypeVar

import kombu.exceptions
import redis
from django.db import DatabaseError, InterfaceError, OperationalError, connections

log = logging.getLogger(__name__)

LONGEST_PAUSE_S = 1.0
"""Whoever waits looks so often at least: it goes on that soon after storage is back."""

T = TypeVar("T")
Trouble = Literal["away", "full"]

_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)
_NO_FILE = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOMEM)
_SQLITE = (*_LOCKED, *_NO_FILE, sqlite3.SQLITE_FULL)
_POSTGRESQL = ("08", "53", "57", "58")
"""Classes of SQLSTATE: the connection, resources, an operator's intervention, the system below."""
_READ_ONLY, _IDLE_IN_TRANSACTION, _LOCK = ("25006",), ("25P03",), ("40001", "40P01", "55P03")
_DISK_FULL = "53100"


def is_away(error: BaseException) -> bool:
    """Whether an error says that the database or Redis can't serve us now, but will again."""
    match error:
        case redis.RedisError() | kombu.exceptions.OperationalError() | InterfaceError():
            return True
        case DatabaseError():
            return _database_is_away(error)
        case _:
            return is_full(error)


def is_full(error: BaseException) -> bool:
    """Whether an error says that there is no room left to write to."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return _sqlite_code(error) == sqlite3.SQLITE_FULL or _sqlstate(error) == _DISK_FULL


def trouble_of(error: BaseException) -> Trouble:
    """What to call it."""
    return "full" if is_full(error) else "away"


def patiently(
    do: Callable[[], T], *, still: Callable[[], None] = lambda: None, say: Callable[[Exception], None] | None = None
) -> T:
    """Do it; while storage is away do it again, each time on a connection that is opened anew.

    What is done must bear being done twice: the answer to it may be what got lost. Between two tries ``still`` may
    raise, to end the wait; ``say`` hears each error.
    """
    for tries in count():
        try:
            return do()
        except Exception as error:
            if not is_away(error):
                raise
            (say or _say)(error)
        let_go_of_connections()
        time.sleep(min(LONGEST_PAUSE_S, 0.05 * 2 ** min(tries, 10)))
        still()
    raise AssertionError("it is tried for ever")


class unless_away(AbstractContextManager[None, bool]):
    """Leave the rest undone while storage is away, with a line in the log: for what somebody does again later."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None or not is_away(error):
            return False
        log.warning("%s (%s)", self._what, error)
        let_go_of_connections()
        return True


def has_room(folder: Path, size: int) -> bool:
    """Whether so many bytes can be kept in a folder. They are asked for: what is free says nothing of quotas."""
    there = next(each for each in (folder, *folder.parents) if each.is_dir())
    try:
        if shutil.disk_usage(there).free < size:
            return False
        with tempfile.TemporaryFile(dir=there) as probe:
            if hasattr(os, "posix_fallocate"):  # Linux; what is free has to do elsewhere
                os.posix_fallocate(probe.fileno(), 0, size)
    except OSError:
        return False
    return True


def let_go_of_connections() -> None:
    """Close this thread's connections, as one that broke stays so. Inside of a transaction its end does that."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def _database_is_away(error: DatabaseError) -> bool:
    if (code := _sqlite_code(error)) is not None:
        return code in _SQLITE
    if state := _sqlstate(error):
        return state.startswith(_POSTGRESQL) or state in (*_READ_ONLY, *_IDLE_IN_TRANSACTION, *_LOCK)
    return isinstance(error, OperationalError)  # the connection could not be made, or broke


def _sqlite_code(error: BaseException) -> int | None:
    """The primary code, where it is one of SQLite."""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF


def _sqlstate(error: BaseException) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)


def _say(error: Exception) -> None:
    log.warning("Storage is away (%s); trying again", error)
