"""Own data of a visitor, as they are once they are prepared, and drawings that learn from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from django.conf import settings

from builder.drawing.document import Document
from builder.folder.schema import FieldSchema
from builder.folder.told import Choices
from builder.folder.writing import Filled, write_folder
from tests.drawings import classifier
from tests.webapp.conftest import Visitor
from webapp.own import versions
from webapp.own.models import OwnData, OwnVersion

SIDE, SAMPLES = 6, 40


def pictures(many: int = SAMPLES, seed: int = 0) -> list[Filled]:
    """Bright and dark squares, and which is which."""
    chance = np.random.default_rng(seed)
    label = np.arange(many) % 2
    values = (chance.integers(0, 100, (many, 1, SIDE, SIDE)) + 120 * label[:, None, None, None]).astype(np.uint8)
    return [
        Filled(
            FieldSchema(
                name="picture", kind="image", shape=(1, SIDE, SIDE), stored="uint8", divisor=255, between=(0, 1)
            ),
            values,
        ),
        Filled(FieldSchema(name="label", kind="class", stored="int32", classes=("dark", "bright")), label),
    ]


def prepared(visitor: Visitor, fields: list[Filled] | None = None, data: OwnData | None = None) -> OwnVersion:
    """A version of data of the visitor's."""
    if data is None:
        data = OwnData.objects.get(pk=visitor.post("/api/data/", {"name": "Squares"}).json()["id"])
    fields = pictures() if fields is None else fields
    first = fields[0]
    many = len(first.values if first.lengths is None else first.lengths)
    made = Path(settings.OWN_DIR) / f"made-{data.pk}"
    part = np.array([0, 0, 0, 1, 2] * many)[:many]
    schema = write_folder(made, "Squares", fields, part, np.arange(many) + 1, key=data.key)
    size = sum(each.stat().st_size for each in made.iterdir())
    versions.keep(schema.digest, made)
    return OwnVersion.objects.create(
        version=schema.digest,
        data=data,
        number=data.versions.count() + 1,
        schema=schema.text,
        samples=list(schema.samples),
        bytes=size,
        choices=Choices(name="Squares").model_dump(mode="json"),
    )


def learner(version: OwnVersion, **training: int) -> Document:
    """A classifier of these pictures."""
    data = ("OwnData", {"data": version.pk, "schema": version.schema})
    layers = {"flatten": "Flatten", "fc": ("Linear", {"out_features": 2})}
    return classifier(layers, data=data, field="picture", **{"epochs": 2, "batch_size": 8, **training})
