"""Everything of one person: found by whatever they can tell of themselves, exported, deleted."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import redis
from django.contrib.sessions.models import Session
from django.core import serializers
from django.db.models import Q

from webapp.accounts.models import Visitor
from webapp.own.models import OwnData
from webapp.own.removal import remove_data
from webapp.own.store import files_of
from webapp.own.versions import bring, folder_of
from webapp.projects.removal import remove_project
from webapp.runs.files import checkpoints
from webapp.runs.log.table import rows_of
from webapp.runs.models import Run
from webapp.runs.redis_keys import connection, served_key
from webapp.weights import files as weights_files
from webapp.weights.models import KeptWeights
from webapp.weights.store import remove as remove_weights

_ID = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
_TOKEN = re.compile(r"/s/([^/?\s]+)")


def find_person(told: str) -> Visitor | None:
    """The visitor of an id, or of the id or address of a network, a run or data of theirs, or of a share link."""
    if found := _ID.search(told):
        owns = Q(pk=found[0]) | Q(projects=found[0]) | Q(projects__runs=found[0]) | Q(own_data=found[0])
        return Visitor.objects.filter(owns).distinct().first()
    token = (_TOKEN.search(told) or ["", told.strip()])[1]
    return Visitor.objects.filter(projects__shares__token=token).distinct().first()


def export_person(visitor: Visitor, to: Path) -> None:
    """Write all that is kept of a visitor into a zip file: rows as JSON, drawings, curves, checkpoints,

    own data, weights that runs begin from.
    """
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("visitor.json", _json([visitor]))
        for project in visitor.projects.all():
            folder = f"networks/{project.pk}"
            archive.writestr(f"{folder}/network.json", _json([project]))
            archive.writestr(f"{folder}/drawing.json", json.dumps(project.document, indent=1))
            archive.writestr(f"{folder}/shares.json", _json(project.shares.all()))
            archive.writestr(f"{folder}/sweeps.json", _json(project.sweeps.all()))
            for run in project.runs.all():
                _export_run(archive, f"{folder}/runs/{run.pk}", run)
        for data in visitor.own_data.all():
            _export_data(archive, f"data/{data.pk}", data)
        archive.writestr("weights/weights.json", _json(visitor.weights.all()))
        for kept in visitor.weights.all():
            _export_weights(archive, kept)


def delete_person(visitor: Visitor) -> None:
    """Remove all that is kept of a visitor: networks, runs, data, weights, links, sessions. Open pages are told."""
    for project in visitor.projects.all():
        remove_project(project)
    for session in Session.objects.iterator():
        if session.get_decoded().get("visitor") == str(visitor.pk):
            session.delete()
    remove_visitor(visitor)


def remove_visitor(visitor: Visitor) -> None:
    """Remove a visitor who has no networks left, with data and weights; who comes back with their session is new."""
    for data in visitor.own_data.all():
        remove_data(data)
    for kept in visitor.weights.all():
        remove_weights(kept)
    with suppress(redis.RedisError):
        connection().zrem(served_key(), str(visitor.pk))
    if visitor.user:
        visitor.user.delete()
    Visitor.objects.filter(pk=visitor.pk).delete()


def _export_run(archive: zipfile.ZipFile, folder: str, run: Run) -> None:
    archive.writestr(f"{folder}/run.json", _json([run]))
    archive.writestr(f"{folder}/changes.json", _json(run.changes.all()))
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows_of(run))
    archive.writestr(f"{folder}/curves.csv", written.getvalue())
    for file in sorted(checkpoints(run.pk).glob("*.safetensors")):
        with suppress(FileNotFoundError):  # a worker saved a newer one
            archive.write(file, f"{folder}/{file.name}")


def _export_data(archive: zipfile.ZipFile, folder: str, data: OwnData) -> None:
    archive.writestr(f"{folder}/data.json", _json([data]))
    archive.writestr(f"{folder}/versions.json", _json(data.versions.all()))
    for name, file in files_of(data.pk).items():
        archive.write(file, f"{folder}/files/{name}")
    for version in data.versions.all():
        bring([version.pk])
        for file in sorted(folder_of(version.pk).iterdir()):
            archive.write(file, f"{folder}/versions/{version.number}/{file.name}")


def _export_weights(archive: zipfile.ZipFile, kept: KeptWeights) -> None:
    if weights_files.is_here(kept.digest):
        file = weights_files.file_of(kept.digest)
        archive.write(file, f"weights/{file.name}")


def _json(rows: Any) -> str:
    return str(serializers.serialize("json", rows, indent=1))
