"""Names of files as strangers send them: they say where in their data a file is, and nothing else."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from webapp.errors import ApiError

MAX_LETTERS, MAX_NAME_BYTES, MAX_DEPTH = 1_000, 200, 16


def plain_path(told: str) -> PurePosixPath:
    """The path of a file in its data.

    Raises: ApiError ``bad_path``.
    """
    path = unicodedata.normalize("NFC", told)
    names = path.split("/")
    if len(path) > MAX_LETTERS or len(names) > MAX_DEPTH or not all(map(_is_name, names)):
        raise ApiError(
            422,
            "bad_path",
            f"{told[:80]!r} is no path of a file: expected names with / between, as in cats/1.png.",
            f"No .., no control characters, names of at most {MAX_NAME_BYTES} bytes, at most {MAX_DEPTH} of them.",
        )
    return PurePosixPath(path)


def _is_name(name: str) -> bool:
    is_one = bool(name.strip()) and name not in (".", "..") and "\\" not in name
    return is_one and len(name.encode("utf-8", "replace")) <= MAX_NAME_BYTES and _is_writable(name)


def _is_writable(name: str) -> bool:
    """Without control characters and halves of characters."""
    return not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name)
