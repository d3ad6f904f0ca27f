"""``/metrics``: the whole site as Prometheus reads it, every process by its name, closed to strangers."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from ipaddress import ip_address

import redis
from django.conf import settings
from django.db import Error
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from kombu.exceptions import OperationalError as BrokerAway

from webapp.accounts.models import Visitor
from webapp.projects.models import Project
from webapp.runs.devices import DEVICES, announced
from webapp.runs.models import STATUSES, Run
from webapp.runs.queue.wakeups import unread
from webapp.runs.redis_keys import connection
from webapp.telemetry.counted import Family, Sample
from webapp.telemetry.shared import Told, of_all, of_myself

FORWARDED = ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP")
"""What says that somebody else asked, and a proxy on this machine only passed it on."""
MEANINGS = {
    "layerloom_up": "Whether a part of the site answers.",
    "layerloom_queue": "Runs that are queued, train or are paused.",
    "layerloom_wakeups": "Wake-ups that no worker has taken yet.",
    "layerloom_workers": "Whether a worker on this device was heard of.",
    "layerloom_visitors": "Visitors that are known.",
    "layerloom_networks": "Networks that are kept.",
    "layerloom_runs": "Runs that are kept.",
    "layerloom_disk_free_bytes": "Room on the disk of the data folder.",
}


def metrics(request: HttpRequest) -> HttpResponse:
    """What the site and each of its processes counted; for strangers there is nothing here."""
    if not _is_allowed(request):
        return HttpResponse("There is nothing at /metrics.\n", status=404, content_type="text/plain")
    return HttpResponse(written(samples()), content_type="text/plain; version=0.0.4; charset=utf-8")


def _is_allowed(request: HttpRequest) -> bool:
    """Whoever has the token; without one, programs on this machine, but nobody that a proxy here speaks for."""
    if token := settings.CONFIG.metrics_token:
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def samples() -> Iterator[Sample]:
    """Everything there is to tell, as far as database and Redis can be asked."""
    told, has_redis = _processes()
    for process in told:
        about = {"process": process.name, "role": process.role}
        yield from (each._replace(labels={**each.labels, **about}) for each in process.samples)
    yield Sample("layerloom_up", {"part": "redis"}, has_redis)
    try:
        yield from list(_stored())
        yield Sample("layerloom_up", {"part": "database"}, 1)
    except Error:
        yield Sample("layerloom_up", {"part": "database"}, 0)
    present = announced()
    for device in DEVICES:
        yield Sample("layerloom_workers", {"device": device}, device in present)
        with suppress(redis.RedisError, BrokerAway, OSError):
            yield Sample("layerloom_wakeups", {"device": device}, unread(device))
    yield Sample("layerloom_disk_free_bytes", {}, shutil.disk_usage(settings.CONFIG.data).free)


def written(found: Iterable[Sample]) -> str:
    """Samples in Prometheus' text format: those of one family together, under its meaning."""
    families: defaultdict[str, list[Sample]] = defaultdict(list)
    for sample in found:
        families[_family(sample.name)].append(sample)
    return "".join(line for name, members in sorted(families.items()) for line in _lines(name, members))


def _processes() -> tuple[list[Told], bool]:
    """What every process told last; while Redis is away only we know our own numbers."""
    mine = of_myself("web")
    try:
        others = [told for told in of_all(connection()) if told.name != mine.name]
    except redis.RedisError:
        return [mine], False
    return [mine, *others], True


def _stored() -> Iterator[Sample]:
    by_status = dict(Run.objects.values_list("status").annotate(count=Count("pk")))
    for status in STATUSES[:3]:
        yield Sample("layerloom_queue", {"status": status}, by_status.get(status, 0))
    yield Sample("layerloom_runs", {}, sum(by_status.values()))
    yield Sample("layerloom_networks", {}, Project.objects.count())
    yield Sample("layerloom_visitors", {}, Visitor.objects.count())


def _family(name: str) -> str:
    """A histogram's samples bear their family's name and an ending."""
    whole = next((name.removesuffix(end) for end in ("_bucket", "_sum", "_count") if name.endswith(end)), name)
    return whole if whole in Family.every else name


def _lines(name: str, members: list[Sample]) -> Iterator[str]:
    family = Family.every.get(name)
    yield f"# HELP {name} {family.meaning if family else MEANINGS[name]}\n"
    yield f"# TYPE {name} {family.kind if family else 'gauge'}\n"
    for sample in members:
        labels = ",".join(f'{label}="{_quoted(value)}"' for label, value in sample.labels.items())
        yield f"{sample.name}{f'{{{labels}}}' if labels else ''} {float(sample.value):.17g}\n"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
