"""What each process counted, told to all over Redis: any web process can show the numbers of every other.

A worker has no address of its own to be asked at, and of several web processes behind one address only one is reached.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, cast

import redis

from webapp.telemetry.counted import Family, Sample

TELL_EVERY_S = 2.0
GONE_AFTER_S = 15.0
PROCESSES = "processes"
"""Hash in Redis: process -> what it told last."""

Role = Literal["web", "worker", "trainer"]
_telling: dict[int, threading.Thread] = {}


@dataclass(frozen=True)
class Told:
    """One process, as it told of itself. Units: ``at`` in seconds since 1970."""

    name: str
    role: str
    at: float
    samples: list[Sample]


def tell_of_myself(role: Role, connect: Callable[[], redis.Redis]) -> None:
    """Tell what this process counts, every other second, as long as it lives. A fork calls it anew."""
    if os.getpid() not in _telling:
        thread = threading.Thread(target=_go_on_telling, args=(role, connect), name="telling of myself", daemon=True)
        _telling.clear()
        _telling[os.getpid()] = thread
        thread.start()


def tell_once(role: Role, connect: Callable[[], redis.Redis]) -> None:
    """For a process that is forked from, which must have no thread: call it every few seconds."""
    told = of_myself(role)
    with suppress(redis.RedisError):
        connect().hset(PROCESSES, told.name, json.dumps({"role": role, "at": told.at, "samples": told.samples}))


def of_myself(role: Role) -> Told:
    """What this process has counted so far."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    return Told(name, role, time.time(), [each for family in list(Family.every.values()) for each in family.samples()])


def of_all(connection: redis.Redis) -> Iterator[Told]:
    """What every process told last, without those that fell silent. Raises: redis.RedisError."""
    found = cast(dict[bytes, bytes], connection.hgetall(PROCESSES))
    for name, packed in found.items():
        told = json.loads(packed)
        if time.time() - told["at"] > GONE_AFTER_S:
            connection.hdel(PROCESSES, name.decode())
            continue
        yield Told(name.decode(), told["role"], told["at"], [Sample(*each) for each in told["samples"]])


def _go_on_telling(role: Role, connect: Callable[[], redis.Redis]) -> None:
    while True:
        tell_once(role, connect)
        time.sleep(TELL_EVERY_S)
