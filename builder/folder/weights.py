"""Where files with weights lie: a drawing names what is in them, never where they are."""

from __future__ import annotations

import hashlib
import json
import os
from functools import lru_cache
from pathlib import Path

from builder.folder.place import VARIABLE

SUFFIX = ".safetensors"
MOST_HEADER = 100_000_000
"""The bytes that names and shapes may take, as safetensors itself has it."""


class WeightsAway(OSError):
    """The weights are not here: deleted, of somebody else, or in a folder that nobody named."""


def weights_file(digest: str) -> Path:
    """The file that holds these weights.

    Raises:
        WeightsAway: it is not here.
    """
    for known in filter(None, os.environ.get(VARIABLE, "").split(os.pathsep)):
        if (named := Path(known, digest + SUFFIX)).is_file():
            return named
        for file in sorted(Path(known).glob("*" + SUFFIX)):
            if not is_named(file) and digest_of(file) == digest:
                return file
    raise WeightsAway(f"the weights {digest[:8]}… are not here: they were deleted, or are somebody else's")


def is_named(file: Path) -> bool:
    """Whether a file is called after what is in it."""
    return len(file.stem) == 64 and set(file.stem) <= set("0123456789abcdef")


def digest_of(file: Path) -> str:
    """What names the weights in a file: the SHA-256 of its bytes."""
    told = file.stat()
    return _digest(file, told.st_mtime_ns, told.st_size)


@lru_cache(256)
def _digest(file: Path, changed_at: int, size: int) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def shapes_in(file: Path) -> dict[str, tuple[int, ...]]:
    """The names and shapes of the tensors in a safetensors file, from its first bytes alone.

    Raises:
        ValueError: it is no such file.
    """
    try:
        with file.open("rb") as opened:
            length = int.from_bytes(opened.read(8), "little")
            head = json.loads(opened.read(min(length, MOST_HEADER)))
        return {name: tuple(map(int, told["shape"])) for name, told in head.items() if name != "__metadata__"}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{file.name} is no safetensors file, or was cut off") from error


def name_beside(digest: str) -> str:
    """What the file is called that lies beside an exported script."""
    return f"weights-{digest[:8]}{SUFFIX}"
