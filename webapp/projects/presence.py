"""Who is where on a drawing: the newest word of each client, whatever way it came."""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import dataclass

from webapp.projects.yjs import Word, words_in, words_message

MAX_WORD_BYTES = 65_536
"""Of what one client says: a name, a colour, a place, and what is selected."""
MAX_CLIENTS_OF_SEAT, MAX_CLIENTS = 8, 2_000
SILENT_S = 30.0
"""Who says nothing for so long is gone: y-protocols has each client say something every fifteen seconds."""

GONE = "null"


@dataclass(frozen=True)
class _Heard:
    word: Word
    of: Hashable
    at: float


class Presence:
    """What is passed on is what is new. Tabs send back what they hear, and nobody needs to hear that again."""

    def __init__(self) -> None:
        self._heard: dict[int, _Heard] = {}

    def hear(self, message: bytes, of: Hashable) -> dict[int, bytes]:
        """What is new in a message: for each client a message of its own. A word that is too long is not heard.

        Raises: BadMessage.
        """
        if len(message) > MAX_WORD_BYTES:
            return {}
        fresh = {client: word for client, word in words_in(message).items() if self._is_news(client, word, of)}
        for client, word in fresh.items():
            self._heard.pop(client, None)  # the newest last
            self._heard[client] = _Heard(word, of, time.monotonic())
        while len(self._heard) > MAX_CLIENTS:
            del self._heard[next(iter(self._heard))]
        return {client: words_message({client: word}) for client, word in fresh.items()}

    def leave(self, of: Hashable) -> dict[int, bytes]:
        """The farewells of all who spoke through ``of``."""
        theirs = {client: heard.word for client, heard in self._heard.items() if heard.of == of}
        gone = {client: Word(word.clock + 1, GONE) for client, word in theirs.items()}
        for client, word in gone.items():
            self._heard[client] = _Heard(word, None, time.monotonic())
        return {client: words_message({client: word}) for client, word in gone.items()}

    def everybody(self) -> dict[int, bytes]:
        """The last words, for somebody who comes, also of who left just now: an older word may be under way."""
        since = time.monotonic() - SILENT_S
        last = {client: heard.word for client, heard in self._heard.items() if heard.at > since}
        return {client: words_message({client: word}) for client, word in last.items()}

    def _is_news(self, client: int, word: Word, of: Hashable) -> bool:
        before = self._heard.get(client)
        if before is None:
            return sum(heard.of == of for heard in self._heard.values()) < MAX_CLIENTS_OF_SEAT or of is None
        is_farewell = word.state == GONE != before.word.state
        return word.clock > before.word.clock or (word.clock == before.word.clock and is_farewell)
