"""Which request or run a process is at work on: every line of its log says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
run_id: ContextVar[str] = ContextVar("run_id", default="")


@contextmanager
def at_work_on(run: object) -> Iterator[None]:
    """While a run has its turn."""
    token = run_id.set(str(run))
    try:
        yield
    finally:
        run_id.reset(token)
