"""The connection between a process of a run and the worker that started it."""

from __future__ import annotations

import os
import threading
from multiprocessing.connection import Client
from queue import SimpleQueue

from trainer.distributed.messages import Answer, Hello, Job, Request, job_of, request_of


class Line:
    """A process's end of it. When the worker hangs up, or dies, the process ends at once, whatever it is doing."""

    def __init__(self, path: str, rank: int) -> None:
        self._connection = Client(path, family="AF_UNIX")
        self._heard: SimpleQueue[bytes] = SimpleQueue()
        self._connection.send_bytes(Hello(rank=rank, pid=os.getpid()).pack())
        self._listener = threading.Thread(target=self._listen, name="line", daemon=True)
        self._listener.start()

    def hear_job(self) -> Job:
        """What is to be trained: the first thing that the worker says."""
        return job_of(self._heard.get())

    def hear(self) -> Request:
        """What the worker asks for next."""
        return request_of(self._heard.get())

    def tell(self, answer: Answer) -> None:
        self._connection.send_bytes(answer.pack())

    def wait_for_the_end(self) -> None:
        """Until the worker hangs up. Does not return."""
        self._listener.join()

    def _listen(self) -> None:
        try:
            while True:
                self._heard.put(self._connection.recv_bytes())
        except (EOFError, OSError):
            os._exit(0)  # not by an exception: the main thread may wait for a process that is gone
