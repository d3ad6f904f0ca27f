"""uvicorn that goes without turning anybody away: ``python -m webapp.draining_uvicorn``, with uvicorn's own arguments.

Asked to end, uvicorn closes at once every connection on which no request has arrived whole. Whoever had just
connected would see an error, on each deploy. So first it only stops to listen (whoever comes now waits in the
supervisor's socket for the next process), lets those who are in ask, and then ends as ever: requests are finished,
websockets close with 1012, which pages take as "come back".
"""

from __future__ import annotations

import asyncio
import importlib
import socket
from typing import Any

import uvicorn

ASKS_WITHIN_S = 2.0
"""How long somebody who connected may take to ask. A browser that connects ahead of need may never ask."""
LOOK_EVERY_S = 0.02


class DrainingServer(uvicorn.Server):
    """Lets those ask who are in already."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        clock = asyncio.get_running_loop().time
        until = clock() + ASKS_WITHIN_S
        await asyncio.sleep(LOOK_EVERY_S)  # what was accepted just now becomes a connection
        while clock() < until and any(map(_is_about_to_ask, self.server_state.connections)):
            await asyncio.sleep(LOOK_EVERY_S)
        await super().shutdown(sockets)


def _is_about_to_ask(connection: Any) -> bool:
    """Whether it speaks HTTP and no request came over it yet; websockets have no cycle."""
    return getattr(connection, "cycle", connection) is None


if __name__ == "__main__":
    command_line: Any = importlib.import_module("uvicorn.main")  # the package has a function of that name
    command_line.Server = DrainingServer
    command_line.main()
