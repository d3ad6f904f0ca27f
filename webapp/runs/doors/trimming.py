"""Gives memory back to the machine once it is free: the C library keeps what it had, in case."""

from __future__ import annotations

import ctypes
import sys
import threading
import weakref

AFTER_S = 1.0


def trim_after(asked: object) -> None:
    """Give back what ``asked`` held, a moment after the last who looks at it has let it go."""
    weakref.finalize(asked, _soon)


def _soon() -> None:
    timer = threading.Timer(AFTER_S, _trim)
    timer.daemon = True
    timer.start()


def _trim() -> None:
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # the GNU library's own
        if trim:
            trim(0)
