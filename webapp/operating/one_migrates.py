"""Of several processes that migrate one database at once, one does it and the others wait."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections

_NUMBER = 0x1A7E51
"""Names our advisory lock among those that a PostgreSQL may hold for others."""


@contextmanager
def one_migrates(database: str, say: Callable[[str], object]) -> Iterator[None]:
    """Hold the right to change the tables of a database. It is given back when this process ends, however that happens.

    PostgreSQL keeps it, for all machines; where SQLite is used, a file beside the data does.
    """
    hold = _advisory if connections[database].vendor == "postgresql" else _file
    with hold(database, say):
        yield


@contextmanager
def _advisory(database: str, say: Callable[[str], object]) -> Iterator[None]:
    holder = connections[database].copy()  # a connection of its own: migrations may close theirs
    try:
        with holder.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_NUMBER])
            if not cursor.fetchone()[0]:
                say(WAITS)
                cursor.execute("SELECT pg_advisory_lock(%s)", [_NUMBER])
        yield
    finally:
        holder.close()


@contextmanager
def _file(database: str, say: Callable[[str], object]) -> Iterator[None]:
    with (settings.CONFIG.data / "migrate.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(WAITS)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


WAITS = "Another process is migrating this database; waiting until it is done."
