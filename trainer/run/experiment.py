"""An experiment: everything that decides a run's numbers, frozen."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from builder.drawing.document import Document, Training


class Experiment(BaseModel):
    """A document with its data, settings and seed. Two equal experiments give equal numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: Document

    @property
    def digest(self) -> str:
        """The same for equal experiments, whatever the order of their JSON.

        A setting that documents have had since later counts once it is set, so older checkpoints stay readable.
        Changes do not count: checkpoints hold those that were made.
        """
        training = self.document.training
        since_later = set(Training.model_fields) - FIRST_SETTINGS
        unset = {name for name in since_later if getattr(training, name) == Training.model_fields[name].default}
        text = self.model_dump_json(exclude={"document": {"training": unset | {"changes"}}})
        return hashlib.sha256(text.encode()).hexdigest()


FIRST_SETTINGS = {"epochs", "batch_size", "seed"}
"""What the training of every document has always said."""


@dataclass(frozen=True)
class Limits:
    """What one run may take, and whether it may look at the test part once it is finished.

    Units: bytes of memory, steps in all, seconds of training.
    """

    memory_bytes: int = 4 * 2**30
    steps: int = 5_000_000
    seconds: float = math.inf
    opens_test: bool = True
