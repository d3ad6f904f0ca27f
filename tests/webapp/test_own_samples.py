"""What lies in a version: its samples on a sheet, and all of it as a file that scripts read."""

from __future__ import annotations

import hashlib
import io
import json
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
import pytest

from builder.folder.schema import FieldSchema, read_schema
from builder.folder.writing import Filled
from builder.kinds.own_data import own_data
from tests.webapp.conftest import Server, Visitor
from tests.webapp.own import SAMPLES, SIDE, pictures, prepared
from tests.webapp.test_errors import error_of
from webapp.own.versions import folder_of


def sheet(visitor: Visitor, data: object, query: str = "") -> dict[str, Any]:
    answer = visitor.get(f"/api/data/{data}/samples/?{query}")
    assert answer.headers["Content-Type"] == "application/vnd.msgpack"
    told: dict[str, Any] = msgpack.unpackb(answer.content)
    return told


def test_a_sheet_shows_samples_with_id_part_and_class(visitor: Visitor) -> None:
    version = prepared(visitor)
    told = sheet(visitor, version.data_id, "from=2&many=3")
    assert told["total"] == SAMPLES
    assert told["samples"] == [
        {"id": f"{3:016x}", "part": "training", "label": "dark"},
        {"id": f"{4:016x}", "part": "validation", "label": "bright"},
        {"id": f"{5:016x}", "part": "test", "label": "dark"},
    ]
    picture, label = told["shown"]["columns"]
    assert picture["values"]["shape"] == [3, 1, SIDE, SIDE]
    assert label["words"] == ["dark", "bright", "dark"]


def test_a_sheet_of_one_class_holds_no_other(visitor: Visitor) -> None:
    version = prepared(visitor)
    told = sheet(visitor, version.data_id, f"label=bright&version={version.pk}")
    assert (told["total"], {each["label"] for each in told["samples"]}) == (SAMPLES // 2, {"bright"})
    assert sheet(visitor, version.data_id, "label=green")["total"] == 0
    assert sheet(visitor, version.data_id, "from=1000")["samples"] == []


def test_texts_of_different_lengths_are_read_where_they_lie(visitor: Visitor) -> None:
    words = ("?", *"abc")
    texts, lengths = np.array([1, 2, 3, 3, 2, 1, 1, 1]), np.array([3, 1, 2, 2])
    field = FieldSchema(name="text", kind="text", shape=(3,), stored="int32", classes=words, is_ragged=True)
    version = prepared(visitor, [Filled(field, texts, lengths)], None)
    told = sheet(visitor, version.data_id)
    assert [each["label"] for each in told["samples"]] == [None] * 4
    assert [word[:length] for word, length in zip(told["shown"]["columns"][0]["words"], lengths, strict=True)] == [
        "abc",
        "c",
        "ba",
        "aa",
    ]


@pytest.mark.parametrize("query", ["from=-1", "many=x", "from=²"])
def test_a_number_that_is_none_is_refused(visitor: Visitor, query: str) -> None:
    version = prepared(visitor)
    assert error_of(visitor.get(f"/api/data/{version.data_id}/samples/?{query}"), 400)["code"] == "invalid_request"


def test_without_a_version_there_is_no_sheet(visitor: Visitor) -> None:
    data = visitor.post("/api/data/").json()["id"]
    assert error_of(visitor.get(f"/api/data/{data}/samples/"), 404)
    assert error_of(visitor.get(f"/api/data/{data}/samples/?version={'0' * 64}"), 404)


def test_a_download_is_the_folder_that_a_script_reads(server: Server, visitor: Visitor, tmp_path: Path) -> None:
    version = prepared(visitor)
    answer = visitor.get(f"/api/data/versions/{version.pk}/download/")
    content = b"".join(answer)
    assert len(content) == int(answer.headers["Content-Length"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    slug = read_schema(version.schema).slug
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{slug}.zip"'
    folder = tmp_path / slug
    assert [len(part["label"]) for part in own_data(str(folder))] == version.samples
    for each in folder_of(version.pk).iterdir():
        assert (folder / each.name).read_bytes() == each.read_bytes()
    told = json.loads((folder / "croissant.json").read_text("utf-8"))
    for file in told["distribution"]:
        assert file["sha256"] == hashlib.sha256((folder / file["contentUrl"]).read_bytes()).hexdigest()
    records = {each["@id"]: each for each in told["recordSet"]}
    assert records.keys() == {"splits", "label_classes", "part", "picture", "label"}
    assert [row["label_classes/name"] for row in records["label_classes"]["data"]] == ["dark", "bright"]


def test_a_download_goes_through_the_real_server_whole(server: Server, visitor: Visitor) -> None:
    version = prepared(visitor, pictures(2_000))
    request = urllib.request.Request(
        f"http://localhost:{server.port}/api/data/versions/{version.pk}/download/", headers={"Cookie": visitor.cookie}
    )
    with urllib.request.urlopen(request, timeout=20) as answer, zipfile.ZipFile(io.BytesIO(answer.read())) as archive:
        assert archive.testzip() is None
