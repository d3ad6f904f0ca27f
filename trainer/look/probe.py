"""What a probe is: one way of looking at a network while it learns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from builder.checker.analysis import Analysis
from builder.compiler.program import Program
from trainer.look.scene import Path, Scene


class Picture(BaseModel):
    """What a probe shows; its fields travel to the browser as they are."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Probe:
    """One way of looking. ``order`` places it in the panel; ``summary`` is one sentence for a learner.

    Units: ``every_s`` in seconds: it looks at most so often, and less often where looking is dear.
    """

    key: str
    order: int
    title: str
    summary: str
    every_s: float
    picture: type[Picture]


@dataclass(frozen=True)
class NodeProbe(Probe):
    """Looks at one node. ``supports`` says of a node whether there can be anything to see; so does a look, by None."""

    supports: Callable[[Analysis, str], bool]
    look: Callable[[Scene, Path], Picture | None]


@dataclass(frozen=True)
class NetworkProbe(Probe):
    """Looks at the network as a whole. ``supports`` says whether this drawing has anything of the kind to see."""

    supports: Callable[[Program], bool]
    look: Callable[[Scene], Picture | None]
