"""How many sockets a web process holds for one visitor, and in one room. Never by address: a whole class has one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

from webapp.per_loop import PerLoop

MAX_OF_VISITOR = 200
"""Each tab has two, one for the drawing and one for the run."""
MAX_IN_ROOM = 1_000
"""Of one drawing, or one run: a lecture that watches."""


class Places:
    """The sockets that are open now, by whom and where."""

    def __init__(self) -> None:
        self._taken: Counter[Hashable] = Counter()
        self._of: dict[object, tuple[Hashable, ...]] = {}

    def take(self, socket: object, *, visitor: Hashable, room: Hashable) -> bool:
        """Whether there is a place. Somebody without a visitor of their own, as by a share link, counts in the room."""
        limits = {("room", room): MAX_IN_ROOM} | ({("visitor", visitor): MAX_OF_VISITOR} if visitor else {})
        if any(self._taken[name] >= limit for name, limit in limits.items()):
            return False
        self._of[socket] = tuple(limits)
        self._taken.update(self._of[socket])
        return True

    def leave(self, socket: object) -> None:
        """Give the place of a socket back, if it has one."""
        for name in self._of.pop(socket, ()):
            self._taken[name] -= 1
            if not self._taken[name]:
                del self._taken[name]


places: PerLoop[Places] = PerLoop(Places)
