"""The API of what lies in a version: the sample sheet, and all of it as a file."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO
from uuid import UUID

import msgpack
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from builder.folder.place import DataAway
from builder.folder.schema import read_schema
from builder.samples.sheet import MOST, sheet
from webapp.accounts.caller import Caller
from webapp.api import Answer
from webapp.errors import ApiError, NotFound
from webapp.own import versions
from webapp.own.access import own_data_for, readable
from webapp.own.models import OwnVersion

CHUNK = 1 << 20


def samples(request: HttpRequest, data_id: UUID) -> Answer:
    """Some samples of a version, the newest where none is named: ``?version=&label=&from=&many=``."""
    data = own_data_for(Caller.of_request(request), data_id)
    named = request.GET.get("version")
    version = data.versions.filter(pk=named).first() if named else data.versions.first()
    if version is None:
        raise NotFound("version")
    first, many = _number(request, "from", 0), _number(request, "many", MOST)
    told = sheet(_here(version.pk), label=request.GET.get("label"), first=first, many=many)
    return HttpResponse(msgpack.packb(told.model_dump()), content_type="application/vnd.msgpack")


def download(request: HttpRequest, version: str) -> StreamingHttpResponse:
    """A version as a zip: the folder that a script reads."""
    row = OwnVersion.objects.filter(pk__in=readable(Caller.of_request(request), [version])).first()
    if row is None:
        raise NotFound("version")
    slug, folder = read_schema(row.schema).slug, _here(row.pk)
    packed = tempfile.TemporaryFile(dir=folder.parent)  # noqa: SIM115  (closed by whoever reads it last)
    versions.pack(folder, packed, slug)
    size = packed.tell()
    packed.seek(0)
    headers = {"Content-Disposition": f'attachment; filename="{slug}.zip"', "Content-Length": str(size)}
    return StreamingHttpResponse(_parts(packed), content_type="application/zip", headers=headers)


async def _parts(packed: IO[bytes]) -> AsyncIterator[bytes]:
    """What is read from a disk, without holding up whoever else is served."""
    with packed:
        while part := await asyncio.to_thread(packed.read, CHUNK):
            yield part


def _here(version: str) -> Path:
    try:
        versions.bring([version])
    except DataAway as error:
        raise NotFound("version") from error
    return versions.folder_of(version)


def _number(request: HttpRequest, name: str, default: int) -> int:
    text = request.GET.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ApiError(400, "invalid_request", f"{name} is a whole number from 0 on.", "Leave it out to begin at 0.")
    return int(text)
