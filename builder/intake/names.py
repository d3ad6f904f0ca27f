"""What fields are called: as their columns, made names that a port and Python can have."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Collection

LONGEST = 32
FOLDER, LABEL = "folder", "label"


def port_name(column: str, taken: Collection[str] = ()) -> str:
    """A name like ``height_cm`` for a column like "Height (cm)"; the folder that pictures lie in tells their label."""
    plain = unicodedata.normalize("NFKD", LABEL if column == FOLDER else column).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-zA-Z0-9]+", "_", plain).strip("_").lower()[:LONGEST] or "column"
    name = name if name[0].isalpha() else f"c_{name}"
    name = f"{name}_" if keyword.iskeyword(name) else name
    number, wish = 1, name
    while name in taken:
        number += 1
        name = f"{wish}_{number}"
    return name
