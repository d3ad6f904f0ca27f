"""Tells others what is in a folder of data: Croissant metadata, which data set searches and loaders read.

Reference: Benjelloun et al., "Croissant Format Specification 1.1", 2025.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from builder.folder.schema import LABELS, PART, SCHEMA, FieldSchema, Schema
from builder.folder.writing import LENGTHS

CROISSANT = "croissant.json"
CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
ARRAY = "https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html"
MOST_CLASSES = 1_000
"""Of more, as of words, the names stand in schema.json alone."""

Json = dict[str, Any]

_OWN = (
    *("annotation", "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "excludes", "extract"),
    *("field", "fileProperty", "fileObject", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath"),
    *("key", "md5", "parentField", "path", "readLines", "recordSet", "references", "regex", "repeated", "replace"),
    *("samplingRate", "sdVersion", "separator", "source", "subField", "transform", "unArchive", "value"),
)
CONTEXT: Json = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
} | {name: f"cr:{name}" for name in _OWN}

_SPLITS = (("training", "cr:TrainingSplit"), ("validation", "cr:ValidationSplit"), ("test", "cr:TestSplit"))


def croissant(
    schema: Schema,
    *,
    published: date | None = None,
    creator: str = "Whoever made these data",
    license: str = "Not stated: ask whoever made these data",
    url: str | None = None,
) -> Json:
    """The metadata of a folder, beside whose files it lies."""
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": schema.name,
        "description": _description(schema),
        "license": license,
        "url": url or f"urn:sha256:{schema.digest}",
        "creator": {"@type": "sc:Person", "name": creator},
        "datePublished": (published or datetime.now(UTC).date()).isoformat(),
        "version": f"1.0.0+{schema.digest[:12]}",
        "distribution": list(_files(schema)),
        "recordSet": [_splits(), *_enumerations(schema), _parts(), *(each for f in schema.fields for each in _rows(f))],
    }


def _description(schema: Schema) -> str:
    what = "steps that follow each other in time" if schema.form == "steps" else "samples"
    many = zip(schema.samples, (name for name, _ in _SPLITS), strict=True)
    told = ", ".join(f"{count:,} for {name}" for count, name in many)
    names = ", ".join(field.name for field in schema.fields)
    return f"{what.capitalize()} of {names}: {told}. Row n of each record set is of the same one."


def _files(schema: Schema) -> Iterator[Json]:
    """Each file with its checksum; that of schema.json is what the data are called by."""
    yield _file(SCHEMA, "application/json", schema.digest)
    for name, checksum in schema.files.items():
        yield _file(name, ARRAY, checksum)


def _file(name: str, format: str, checksum: str) -> Json:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "encodingFormat": format,
        "sha256": checksum,
    }


def _splits() -> Json:
    data = [
        {"splits/number": number, "splits/name": name, "splits/url": url} for number, (name, url) in enumerate(_SPLITS)
    ]
    fields = [_field("splits/number", "sc:Integer"), _field("splits/name", "sc:Text"), _field("splits/url", "sc:URL")]
    return _record_set("splits", fields, dataType="cr:Split", key={"@id": "splits/number"}, data=data)


def _enumerations(schema: Schema) -> Iterator[Json]:
    """What the whole numbers of a label mean."""
    for field in schema.fields:
        if 0 < len(field.classes) <= MOST_CLASSES:
            id = f"{field.name}_classes"
            data = [{f"{id}/number": number, f"{id}/name": name} for number, name in enumerate(field.classes)]
            fields = [_field(f"{id}/number", "sc:Integer"), _field(f"{id}/name", "sc:Text")]
            yield _record_set(id, fields, dataType="sc:Enumeration", key={"@id": f"{id}/number"}, data=data)


def _parts() -> Json:
    about = "0 for training, 1 for validation, 2 for the test."
    part = _field("part/number", "sc:Integer", about, PART) | {"references": {"field": {"@id": "splits/number"}}}
    return _record_set("part", [part])


def _rows(field: FieldSchema) -> Iterator[Json]:
    """A record set for each file: Croissant has no way to say that rows of two arrays belong together."""
    types = ["sc:Float" if field.stored == "float32" else "sc:Integer"]
    types += ["cr:Label"] if field.kind in LABELS else []
    types += ["cr:BoundingBox"] if field.kind == "boxes" else []
    types += ["cr:SegmentationMask"] if field.kind == "mask" else []
    told = _field(f"{field.name}/value", types, _about(field), f"{field.name}.npy")
    if field.shape:
        shape = (-1, *field.shape[1:]) if field.is_ragged else field.shape
        told |= {"isArray": True, "arrayShape": ",".join(map(str, shape))}
    if 0 < len(field.classes) <= MOST_CLASSES:
        told |= {"references": {"field": {"@id": f"{field.name}_classes/number"}}}
    yield _record_set(field.name, [told])
    if field.is_ragged:
        about = f"How long {field.name} is: its samples stand one after the other."
        name = f"{field.name}_length"
        yield _record_set(name, [_field(f"{name}/value", "sc:Integer", about, f"{field.name}{LENGTHS}")])


def _about(field: FieldSchema) -> str:
    words = [field.help or f"Of kind {field.kind}."]
    words += [f"A value is what is stored, divided by {field.divisor:g}."] if field.divisor != 1 else []
    words += [f"{field.rate:,} steps a second."] if field.rate else []
    words += [f"Columns: {', '.join(field.columns)}."] if field.columns else []
    return " ".join(words)


def _field(id: str, type: str | list[str], about: str = "", file: str = "") -> Json:
    told: Json = {"@type": "cr:Field", "@id": id, "name": id.rpartition("/")[2], "dataType": type}
    told |= {"description": about} if about else {}
    return told | ({"source": {"fileObject": {"@id": file}, "extract": {"fileProperty": "content"}}} if file else {})


def _record_set(id: str, fields: list[Json], **more: Any) -> Json:
    return {"@type": "cr:RecordSet", "@id": id, "name": id, "field": fields, **more}
