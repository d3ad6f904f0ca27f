"""Text that every database can hold.

PostgreSQL refuses NUL, and no UTF-8 holds half of a surrogate pair. Neither is a letter that anybody types, so both
are taken out where text comes in, whichever database is behind: a drawing means the same on each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_REFUSED = re.compile("[\0\ud800-\udfff]")


def storable(value: Any) -> Any:
    """The same text, or the same JSON value, without what a database refuses: in keys too, at any depth.

    A key whose clean name another one has already makes way for it.
    """
    match value:
        case str():
            return _REFUSED.sub("", value)
        case Mapping():
            named = [(storable(key), key) for key in value]
            return {name: storable(value[key]) for name, key in named if name == key or name not in value}
        case list() | tuple():
            return [storable(each) for each in value]
        case _:
            return value
