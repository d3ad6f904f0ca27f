"""Runs a command that ends when its supervisor does, however that died (macOS has no PDEATHSIG).

``python leash.py <read end of the supervisor's pipe> <file descriptor to hold> command...`` A small
watcher forks off, and this process becomes the command. The watcher waits for the pipe to close. If
the command still runs then, the supervisor was killed: the watcher asks the command to end, and
kills its whole session when it does not. The held descriptor carries the data folder's lock, so the
folder stays locked until the last of its processes is gone.
"""

import os
import signal
import sys
import time

GRACE_S = 20.0


def main(pipe: int, held: int, command: list[str]) -> None:
    leader = os.getpid()
    if os.fork() == 0:
        watch(leader, pipe)
    os.close(pipe)
    os.close(held)
    os.execvp(command[0], command)  # noqa: S606  (the supervisor's own command line, no shell)


def watch(leader: int, pipe: int) -> None:
    """Wait until the supervisor lets go, then see to it that ``leader`` is gone. Never returns."""
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)  # the supervisor reads the command's output until it is closed
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.read(pipe, 1)
    if os.getppid() == leader:
        os.kill(leader, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_S
    while os.getppid() == leader and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(leader, signal.SIGKILL)  # its session: this watcher too


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
