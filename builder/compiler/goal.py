"""One Objective of a drawing, as its source has it."""

from __future__ import annotations

from dataclasses import dataclass

from builder.checker.wiring import Wire


@dataclass(frozen=True)
class Goal:
    """One Objective: the names of its functions, the wire of its loss, how often it takes a step."""

    id: str
    function: str
    optimizer: str
    schedule: str | None
    loss: Wire
    every: int

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its functions in the source."""
        return tuple(name for name in (self.function, self.optimizer, self.schedule) if name)
