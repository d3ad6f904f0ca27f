"""JSON that stays as it was written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import models


class WrittenJSONField(models.TextField):  # type: ignore[type-arg]  # it takes none when it runs
    """JSON with the order of its keys, on every database.

    The order of a drawing's nodes decides how its source reads; PostgreSQL's jsonb sorts the keys of what it keeps.
    Nothing asks the database what is inside.
    """

    if TYPE_CHECKING:  # what django-stubs takes as the types of the attribute
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, *_: object) -> Any:
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value)

    def value_to_string(self, obj: models.Model) -> str:
        """For a backup."""
        return json.dumps(self.value_from_object(obj))
