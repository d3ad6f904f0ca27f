"""The processes of a run, from outside: started by torchrun's elastic launch, and gone when whoever started them is."""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
import threading
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe, wait

from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
from torch.distributed.launcher.api import elastic_launch

from trainer.distributed.launch import launch_config
from trainer.distributed.messages import Answer, Job, Request, answer_of, hello_of
from trainer.problems import ProcessDied

GRACE_S = 20.0
"""A process that was let go ends at once, unless it is in the middle of something that can't be interrupted. So does
the leader when another one is gone, or it says why."""


class Processes:
    """So many processes that train one run together. The first one, the leader, answers for all."""

    def __init__(self, count: int, job: Job) -> None:
        """Start them and give them the job, to which `hear` tells the answer.

        Raises: ProcessDied; RuntimeError: one of them failed, and has said why.
        """
        self._lines: dict[int, Connection] = {}
        self._pids: list[int] = []
        self._failed: list[int] = []
        self._agent_lives, self._agent_tells = Pipe(duplex=False)
        with tempfile.TemporaryDirectory(prefix="layerloom-") as folder, socket.socket(socket.AF_UNIX) as door:
            path = os.path.join(folder, "door")
            door.bind(path)
            door.listen(count)
            self._agent = threading.Thread(target=self._launch, args=(count, path), name="elastic agent", daemon=True)
            self._agent.start()
            try:
                while len(self._lines) < count:
                    self._let_in(door)
                for line in self._lines.values():
                    line.send_bytes(job.pack())
            except (EOFError, OSError):
                raise self._ended() from None

    def ask(self, request: Request) -> Answer:
        """What the leader answers. Raises: ProcessDied; RuntimeError: one of them failed, and has said why."""
        try:
            self._lines[0].send_bytes(request.pack())
        except OSError:
            raise self._ended() from None
        return self.hear()

    def hear(self) -> Answer:
        """What the leader says next. Raises: ProcessDied; RuntimeError: one of them failed, and has said why."""
        try:
            wait(list(self._lines.values()))  # only the leader speaks; of the others, nothing but their end is heard
            if wait([self._lines[0]], GRACE_S):
                return answer_of(self._lines[0].recv_bytes())
        except (EOFError, OSError):
            pass
        raise self._ended()

    def close(self) -> None:
        """Let them go, and see to it that they are gone."""
        for line in self._lines.values():
            line.close()
        self._agent.join(GRACE_S)
        if self._agent.is_alive():
            for pid in self._pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._agent.join()

    def _launch(self, count: int, path: str) -> None:
        """Be the agent: start the processes, wait until they end; when one of them fails, end the others."""
        try:
            elastic_launch(launch_config(count), sys.executable)("-m", "trainer.distributed.member", path)
        except ChildFailedError as error:
            self._failed = [failure.exitcode for failure in error.failures.values()]
        finally:
            self._agent_tells.close()

    def _let_in(self, door: socket.socket) -> None:
        """Wait for the next process. Raises: EOFError, when one ends instead."""
        if self._agent_lives in wait([door, self._agent_lives]):
            raise EOFError
        accepted, _ = door.accept()
        line = Connection(accepted.detach())
        hello = hello_of(line.recv_bytes())
        self._lines[hello.rank] = line
        self._pids.append(hello.pid)

    def _ended(self) -> Exception:
        """Let the rest go, and find out how it came that one of them ended."""
        self.close()
        for status in self._failed:
            if status < 0:
                return ProcessDied(f"A process was ended by {signal.Signals(-status).name}.")
        return RuntimeError(f"A process failed, with exit status {self._failed}.")
