"""The JSON schema of what crosses from Python to the browser, from which its TypeScript is written.

`python -m trainer.schema` prints it; `script/types` turns it into `static/src/types/generated.ts`.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from builder.checker.report import Report
from builder.compiler.weights_fit import WeightsFit
from builder.drawing.document import UNSET, Document
from builder.drawing.problems import Problem
from builder.folder.told import Choices, Difference, Survey, Twins
from builder.kinds.spec import NodeType
from builder.samples.preview import Preview
from builder.samples.sheet import Sheet
from trainer.asking.ask import Answered
from trainer.asking.asks import Asks, HeldOut
from trainer.asking.latent import Codes, Unfolded
from trainer.asking.registry import FIELDS
from trainer.baselines.told import Baselines
from trainer.look.looks import PROBES, Offer
from trainer.look.probe import Picture
from trainer.run.events import Event
from trainer.sweeps.plan import SweepPlan

SENT = (
    *("Document", "Report", "Problem", "NodeType", "RunEvent", "Offer", "Pictures", "SweepPlan", "Preview"),
    *("Survey", "Choices", "Twins", "Difference", "Sheet", "Asks", "Given", "HeldOut", "Answered", "Codes", "Unfolded"),
    *("WeightsFit", "Baselines"),
)


def contract_schema() -> dict[str, Any]:
    """One schema that refers to every type that the server sends."""
    pictures = {probe.key: probe.picture for probe in PROBES.values()}
    told = (
        *(Document, Report, Problem, NodeType, Offer, SweepPlan, Preview),
        *(Survey, Choices, Twins, Difference, Sheet, Asks, HeldOut, Answered, Codes, Unfolded, WeightsFit, Baselines),
    )
    models_sent: list[type[BaseModel]] = [*told, *pictures.values()]
    _, models = models_json_schema(
        [(model, "serialization") for model in models_sent],
        ref_template="#/$defs/{model}",
    )
    event = TypeAdapter(Event).json_schema(mode="serialization", ref_template="#/$defs/{model}")
    given, parts = _given()
    unions = {"RunEvent": {**event, "title": "RunEvent"}, "Pictures": _pictures(pictures), "Given": given}
    definitions = {**models["$defs"], **event.pop("$defs"), **parts, **unions}
    return {
        "title": "Contract",
        "description": "Everything that the server sends, by name.",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {"$ref": f"#/$defs/{name}"} for name in SENT},
        "required": list(SENT),
        "$defs": {name: _for_typescript(schema) for name, schema in definitions.items()},
    }


def _pictures(pictures: dict[str, type[Picture]]) -> dict[str, Any]:
    return {
        "title": "Pictures",
        "description": "What each probe shows, by its key.",
        "type": "object",
        "additionalProperties": False,
        "properties": {key: {"$ref": f"#/$defs/{picture.__name__}"} for key, picture in pictures.items()},
    }


def _given() -> tuple[dict[str, Any], dict[str, Any]]:
    """What a field of each kind is given, by its key, and the types that it is made of."""
    schemas = {
        key: TypeAdapter(kind.given).json_schema(mode="serialization", ref_template="#/$defs/{model}")
        for key, kind in FIELDS.items()
    }
    parts = {name: part for schema in schemas.values() for name, part in schema.pop("$defs", {}).items()}
    facts = {"type": "object", "additionalProperties": False, "properties": schemas}
    return {"title": "Given", "description": "What a field of each kind is given, by its key.", **facts}, parts


def _for_typescript(schema: Any, *, is_property: bool = False) -> Any:
    """The schema as json-schema-to-typescript reads it best.

    A property's title would become a type of its own, so it goes. A field with a default is always
    sent, so every field is required that isn't left out where it is unset. Bytes arrive as `Uint8Array`.
    Tuples of a fixed length are written as drafts before 2020-12 had them; other arrays are arrays, however many they
    may hold.
    """
    if isinstance(schema, list):
        return [_for_typescript(item, is_property=True) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "binary":
        return {"tsType": "Uint8Array"}
    cleaned = {
        key: {name: _for_typescript(value, is_property=True) for name, value in entry.items()}
        if key == "properties"
        else _for_typescript(entry, is_property=True)
        for key, entry in schema.items()
        if not (is_property and key == "title") and key not in ("default", "discriminator", *UNSET)
    }
    if "properties" in cleaned:
        cleaned["required"] = [name for name, each in schema["properties"].items() if not UNSET.items() <= each.items()]
    if "prefixItems" in cleaned:
        cleaned["items"] = cleaned.pop("prefixItems")
    else:
        cleaned = {key: value for key, value in cleaned.items() if key not in ("minItems", "maxItems")}
    if "const" in cleaned and cleaned.get("type") in ("string", "integer"):
        cleaned["enum"] = [cleaned.pop("const")]
    return cleaned


if __name__ == "__main__":
    print(json.dumps(contract_schema(), indent=2, sort_keys=True))
