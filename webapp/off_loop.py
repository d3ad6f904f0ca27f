"""Runs code that waits (the database, mostly) off the event loop."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from channels.db import database_sync_to_async

P = ParamSpec("P")
R = TypeVar("R")


async def off_loop(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call ``function`` in a thread, with its database connections tidied up after."""
    return cast(R, await database_sync_to_async(function)(*args, **kwargs))
