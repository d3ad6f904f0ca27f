"""An experiment: everything that decides a run's numbers, frozen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from builder.document import Document


class Experiment(BaseModel):
    """A document with its data, settings and seed. Two equal experiments give equal numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: Document

    @property
    def digest(self) -> str:
        """The same for equal experiments, whatever the order of their JSON."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


@dataclass(frozen=True)
class Limits:
    """What one run may take. Units: bytes of memory by estimate, steps in all."""

    memory_bytes: int = 4 * 2**30
    steps: int = 5_000_000
