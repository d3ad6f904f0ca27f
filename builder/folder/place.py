"""Where folders of own data lie: a drawing names what is in them, never where they are."""

from __future__ import annotations

import os
from pathlib import Path

from builder.folder.schema import SCHEMA, Schema, read_schema

VARIABLE = "LAYERLOOM_OWN_DATA"


class DataAway(OSError):
    """The data are not here: deleted, of somebody else, or in a folder that nobody named."""


def look_in(*folders: Path) -> None:
    """Have this process, and those that it starts, find data in these folders, or in folders of theirs."""
    before = [known for known in os.environ.get(VARIABLE, "").split(os.pathsep) if known]
    wanted = [str(folder.resolve()) for folder in folders]
    os.environ[VARIABLE] = os.pathsep.join([*wanted, *(known for known in before if known not in wanted)])


def folder_of(version: str) -> Path:
    """The folder that holds a version of data.

    Raises:
        DataAway: it is not here.
    """
    for known in os.environ.get(VARIABLE, "").split(os.pathsep):
        if not known:
            continue
        if (inside := Path(known, version)).is_dir():
            return inside
        if (Path(known) / SCHEMA).is_file() and schema_in(Path(known)).digest == version:
            return Path(known)
    raise DataAway(f"data {version[:8]}… are not here: they were deleted, or are somebody else's")


def schema_in(folder: Path) -> Schema:
    """The schema of a folder. Raises: DataAway, ValueError."""
    try:
        return read_schema((folder / SCHEMA).read_bytes())
    except OSError as error:
        raise DataAway(f"{folder / SCHEMA} can't be read: {error.strerror}") from error
