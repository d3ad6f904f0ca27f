"""What fields are called: as their columns, made names that a port and Python can have."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Collection

LONGEST = 32
MOST_LETTERS = 200
FOLDER, LABEL = "folder", "label"
KEPT = frozenset({"part", "ids", "splits"})
"""What files and metadata beside the fields are called."""

BESIDE = ("", "_length", "_mask", "_next", "_class", "_classes", "_edges")
"""What may follow a field's name: ports and fields beside it."""


def plain(words: str, most: int = MOST_LETTERS) -> str:
    """What can be kept of words as a schema holds them: no NUL, no halves of letters, not endless."""
    return words.replace("\0", "").encode("utf-8", "replace").decode()[:most]


def port_name(column: str, taken: Collection[str] = ()) -> str:
    """A name like ``height_cm`` for a column like "Height (cm)"; the folder that pictures lie in tells their label."""
    plain = (
        unicodedata.normalize("NFKD", LABEL if column == FOLDER else column.replace("ß", "ss"))
        .encode("ascii", "ignore")
        .decode()
    )
    name = re.sub(r"[^a-zA-Z0-9]+", "_", plain).strip("_").lower()[:LONGEST] or "column"
    name = name if name[0].isalpha() else f"c_{name}"
    name = f"{name}_" if keyword.iskeyword(name) or name in KEPT else name
    number, wish = 1, name
    known = {f"{each}{beside}" for each in taken for beside in BESIDE}
    while any(f"{name}{beside}" in known for beside in BESIDE):
        number += 1
        name = f"{wish}_{number}"
    return name
