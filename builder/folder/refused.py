"""A file that is not taken, in words."""

from __future__ import annotations

from builder.drawing.problems import Problem


class Refused(Exception):
    """Where, what was expected, what came, and what to try; nothing of it is kept.

    Args:
        code: stable, such as ``too_many_rows``.
        where: the file, the row or the entry.
        hint: what to try.
    """

    def __init__(self, code: str, where: str, words: str, hint: str) -> None:
        super().__init__(f"{where}: {words}" if where else words)
        self.problem = Problem(code=code, message=f"{self}", hint=hint)
