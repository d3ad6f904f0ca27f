"""What was not read, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from builder.folder.refused import Refused

MOST_NAMED = 5


def told_unread(unread: Mapping[int, Refused], rows: int) -> tuple[str, ...]:
    """Which rows were passed over, and why, in a sentence.

    Raises:
        Refused: as the first of them was, where all of them were.
    """
    if not unread:
        return ()
    refusals = list(unread.values())
    if len(refusals) == rows:
        raise refusals[0]
    told = " ".join(each.problem.message for each in refusals[:MOST_NAMED])
    return (f"{_files(len(refusals))} passed over: {told}{' ...' if len(refusals) > MOST_NAMED else ''}",)


def passed_over(names: Sequence[str], why: str) -> tuple[str, ...]:
    """Which files were not read, in a sentence, if there are any."""
    if not names:
        return ()
    first = ", ".join(names[:MOST_NAMED]) + (", ..." if len(names) > MOST_NAMED else "")
    return (f"{_files(len(names))} passed over ({why}): {first}",)


def _files(many: int) -> str:
    return "1 file was" if many == 1 else f"{many:,} files were"
