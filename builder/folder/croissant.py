"""What a folder of data holds, as other programs read it.

Reference: MLCommons, "Croissant Format Specification", version 1.0 (2024), https://docs.mlcommons.org/croissant/
"""

from __future__ import annotations

import json
from typing import Any

from builder.folder.schema import FieldSchema, Schema

CROISSANT = "croissant.json"
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "isArray": "cr:isArray",
    "arrayShape": "cr:arrayShape",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "sc": "https://schema.org/",
    "source": "cr:source",
}
_TYPES = {"float32": "cr:Float32", "uint8": "cr:UInt8", "int16": "cr:Int16", "int32": "cr:Int32", "int64": "cr:Int64"}


def croissant(schema: Schema) -> str:
    """The metadata of a folder: its files with their checksums, and what a sample is made of."""
    told = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": schema.name,
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "version": f"0.0.0+{schema.digest[:12]}",
        "description": f"{sum(schema.samples):,} samples: {', '.join(f'{n:,}' for n in schema.samples)} for training,"
        " validation and test (part.npy holds 0, 1 or 2 for each).",
        "distribution": [_file(name, digest) for name, digest in schema.files.items()],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": "samples",
                "name": "samples",
                "field": [_field(field) for field in schema.fields],
            },
            *(_classes(field) for field in schema.fields if field.classes),
        ],
    }
    return json.dumps(told, indent=1, ensure_ascii=False)


def _file(name: str, digest: str) -> dict[str, Any]:
    kind = "application/x-npy"
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "encodingFormat": kind,
        "sha256": digest,
    }


def _field(field: FieldSchema) -> dict[str, Any]:
    source = {"fileObject": {"@id": f"{field.name}.npy"}, "extract": {"fileProperty": "content"}}
    told: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"samples/{field.name}",
        "name": field.name,
        "description": field.help or f"Of kind {field.kind}.",
        "dataType": _TYPES[field.stored],
        "source": source,
    }
    if field.shape:
        told |= {
            "isArray": True,
            "arrayShape": ",".join(map(str, (-1, *field.shape[1:]) if field.is_ragged else field.shape)),
        }
    if field.classes:
        told["references"] = {"field": {"@id": f"{field.name}-classes/number"}}
    return told


def _classes(field: FieldSchema) -> dict[str, Any]:
    """What the numbers of a field mean."""
    at = f"{field.name}-classes"
    facts = (("number", "sc:Integer"), ("name", "sc:Text"))
    return {
        "@type": "cr:RecordSet",
        "@id": at,
        "name": at,
        "field": [{"@type": "cr:Field", "@id": f"{at}/{name}", "name": name, "dataType": kind} for name, kind in facts],
        "data": [{f"{at}/number": number, f"{at}/name": name} for number, name in enumerate(field.classes)],
    }
