"""The metadata of a folder say all that Croissant 1.1 asks for, of every kind of field, and point to what is there."""

import json
from datetime import date

import pytest

from builder.folder.croissant import CROISSANT, croissant
from builder.folder.told import Choices
from builder.folder.writing import checksum
from builder.intake.prepare import prepare
from tests.builder.intake.made import laid
from tests.builder.intake.test_media_prepared import FILES

REQUIRED = {"@context", "@type", "conformsTo", "description", "license", "name", "url", "creator", "datePublished"}
"""What the specification calls required, but for distribution and recordSet."""
OF_FILES = {"@type", "@id", "name", "contentUrl", "encodingFormat", "sha256"}
OF_FIELDS = {"@type", "@id", "name", "dataType"}


@pytest.fixture(params=FILES)
def folder(request, tmp_path):
    prepared = prepare(laid(tmp_path, FILES[request.param][0]), Choices(name="Mine"), tmp_path / "out")
    told = croissant(prepared.schema_, published=date(2026, 11, 30), creator="Ada")
    (tmp_path / "out" / CROISSANT).write_text(json.dumps(told), "utf-8")
    return tmp_path / "out", told, prepared.schema_


def test_what_is_required_is_there_and_each_file_has_its_checksum(folder):
    out, told, schema = folder
    assert told.keys() >= REQUIRED | {"distribution", "recordSet"}
    assert told["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert (told["datePublished"], told["creator"]["name"], told["name"]) == ("2026-11-30", "Ada", "Mine")
    assert {each["contentUrl"] for each in told["distribution"]} == {"schema.json", *schema.files}
    for each in told["distribution"]:
        assert each.keys() >= OF_FILES
        assert each["sha256"] == checksum(out / each["contentUrl"])


def test_every_name_stands_for_one_thing_and_every_reference_leads_to_one(folder):
    _, told, schema = folder
    fields = [field for records in told["recordSet"] for field in records["field"]]
    assert all(field.keys() >= OF_FIELDS for field in fields)
    ids = [each["@id"] for each in (*told["distribution"], *told["recordSet"], *fields)]
    assert len(set(ids)) == len(ids)
    for field in fields:
        assert field["source"]["fileObject"]["@id"] in ids if "source" in field else True
        assert field["references"]["field"]["@id"] in ids if "references" in field else True
    assert {f"{field.name}/value" for field in schema.fields} <= set(ids)
    assert {each["source"]["fileObject"]["@id"] for each in fields if "source" in each} | {"ids.npy"} >= {*schema.files}


def test_parts_are_splits_and_classes_enumerations(folder):
    _, told, schema = folder
    by_id = {records["@id"]: records for records in told["recordSet"]}
    assert by_id["splits"]["dataType"] == "cr:Split"
    assert [each["splits/url"] for each in by_id["splits"]["data"]] == [
        "cr:TrainingSplit",
        "cr:ValidationSplit",
        "cr:TestSplit",
    ]
    for field in schema.fields:
        if field.classes:
            names = [each[f"{field.name}_classes/name"] for each in by_id[f"{field.name}_classes"]["data"]]
            assert names == list(field.classes)


def test_croissants_own_library_finds_no_fault(folder):
    """Runs where `mlcroissant` is installed; it is not worth its 300 MB otherwise."""
    mlcroissant = pytest.importorskip("mlcroissant")
    out, _, _ = folder
    dataset = mlcroissant.Dataset(out / CROISSANT)
    assert not dataset.metadata.issues.errors
    assert [record["splits/name"] for record in dataset.records("splits")] == [b"training", b"validation", b"test"]
