"""A wire between a browser and the product that can be cut as wires are: nothing arrives, and nobody is told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.product import free_port


class Wire:
    """Forwards a port of its own to another one. While it is cut, bytes wait here and sockets stay open."""

    def __init__(self, to: int) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._to = to
        self._loop = asyncio.new_event_loop()
        self._is_whole = asyncio.Event()  # of the sockets that are opened from now on
        self._is_whole.set()
        self._carried: set[asyncio.Task[None]] = set()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)

    def cut(self) -> None:
        """From now on nothing gets through, in either direction."""
        self._loop.call_soon_threadsafe(self._is_whole.clear)

    def mend(self) -> None:
        """What waited arrives, as lost packets are sent again."""
        self._loop.call_soon_threadsafe(self._is_whole.set)

    def mend_for_newcomers(self) -> None:
        """New sockets get through; the old ones stay dead and say nothing: the router forgot them."""

        def forget() -> None:
            self._is_whole = asyncio.Event()
            self._is_whole.set()

        self._loop.call_soon_threadsafe(forget)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", self.port)

    async def _end(self) -> None:
        self._server.close()
        for task in self._carried:
            task.cancel()
        await asyncio.gather(*self._carried, return_exceptions=True)

    def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._join(reader, writer, self._is_whole))
        self._carried.add(task)
        task.add_done_callback(self._carried.discard)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, is_whole: asyncio.Event) -> None:
        writers = [writer]
        try:
            await is_whole.wait()
            there, to_there = await asyncio.open_connection("127.0.0.1", self._to)
            writers.append(to_there)
            await asyncio.gather(_carry(reader, to_there, is_whole.wait), _carry(there, writer, is_whole.wait))
        except OSError:
            return  # the other end is closed below
        finally:
            for each in writers:
                each.transport.abort()


async def _carry(source: asyncio.StreamReader, to: asyncio.StreamWriter, whole: Callable[[], object]) -> None:
    """Until the source closes, which the other end hears as soon as the wire is whole."""
    data = b"..."
    while data:
        data = await source.read(65_536)
        await whole()  # type: ignore[misc]
        to.write(data)
        with suppress(ConnectionError):
            await to.drain()
    if to.can_write_eof():
        to.write_eof()


@contextmanager
def wire(to: int) -> Iterator[Wire]:
    """A wire that is whole, and taken away at the end."""
    made = Wire(to)
    try:
        yield made
    finally:
        made.close()
