"""Runs code that waits (the database, mostly) off the event loop."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar, cast

from channels.db import database_sync_to_async

P = ParamSpec("P")
R = TypeVar("R")

_others = ThreadPoolExecutor(4, "beside")


async def off_loop(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call ``function`` in a thread, with its database connections tidied up after."""
    return cast(R, await database_sync_to_async(function)(*args, **kwargs))


async def beside(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """As `off_loop`, but nobody who comes in has to wait for it: for what may hang while the database is away."""
    call = database_sync_to_async(function, thread_sensitive=False, executor=_others)
    return cast(R, await call(*args, **kwargs))
