"""What workers compute on, as far as they have said so; and which of them a run's wish leads to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, cast, get_args

import redis

from webapp.runs.redis_keys import connection, device_key

Device = Literal["cpu", "gpu"]
DeviceWish = Literal["best", "cpu", "gpu"]
DEVICES: tuple[Device, ...] = get_args(Device)
ANNOUNCED_S = 15
"""How long a worker counts after it was heard of last: a restart takes a few seconds."""
SILENT_S = 6
"""It says that it is here every other second; after so many it is taken to be away."""


def announce(device: Device) -> None:
    """Say that a worker is here that computes on ``device``."""
    connection().set(device_key(device), 1, ex=ANNOUNCED_S)


def announced() -> frozenset[Device]:
    """The devices that some worker computes on now; none while Redis is away."""
    try:
        answers = cast(list[bytes | None], connection().mget([device_key(device) for device in DEVICES]))
    except redis.RedisError:
        return frozenset()
    return frozenset(device for device, answer in zip(DEVICES, answers, strict=True) if answer)


def is_there(device: Device) -> bool:
    """Whether a worker computes on this device now. Raises: redis.RedisError, as nobody knows while Redis is away."""
    return bool(connection().exists(device_key(device)))


def is_served(wish: str) -> bool:
    """Whether the kind of worker that a run goes to was heard of just now; yes while Redis is away and nobody knows."""
    try:
        left_ms = connection().pttl(device_key(worker_for(wish, announced())))
    except redis.RedisError:
        return True
    return left_ms > (ANNOUNCED_S - SILENT_S) * 1000


def worker_for(wish: str, present: Iterable[Device]) -> Device:
    """The kind of worker that a run goes to; where all have a GPU, one of them computes on its CPU if asked to."""
    has_gpu = "gpu" in present
    if wish == "cpu":
        return "gpu" if has_gpu and "cpu" not in present else "cpu"
    return "gpu" if has_gpu or wish == "gpu" else "cpu"


def served_by(device: Device, present: Iterable[Device]) -> list[str]:
    """The wishes that a worker of this kind grants."""
    here = {*present, device}
    return [wish for wish in get_args(DeviceWish) if worker_for(wish, here) == device]
