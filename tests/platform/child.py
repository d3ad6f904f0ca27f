"""A small real process for the tests of the supervisor: it writes down what happens to it.

``child.py NAME JOURNAL [manner...]``: one line per event, ``NAME event pid``.
"""

import os
import signal
import subprocess
import sys
import types

name, journal, *manners = sys.argv[1:]


def note(event: str, pid: int) -> None:
    with open(journal, "a") as file:
        file.write(f"{name} {event} {pid}\n")


def end(*_: int | types.FrameType | None) -> None:
    note("stopped", os.getpid())
    sys.exit(0)


if "broken" in manners:
    print("what a pity")
    sys.exit(3)
if "once" in manners:
    note("ran", os.getpid())
    sys.exit(0)
signal.signal(signal.SIGTERM, signal.SIG_IGN if "stubborn" in manners else end)
if "parent" in manners:
    note("begot", subprocess.Popen(["sleep", "600"]).pid)
note("started", os.getpid())
if "loud" in manners:
    print("WARNING: here I am", flush=True)
while True:
    signal.pause()
