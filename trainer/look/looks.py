"""Every probe, found by walking ``trainer/probes``, and what they see of a run."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal

import msgpack
from pydantic import BaseModel, ConfigDict, SerializeAsAny

from builder.compiler.program import Program
from builder.registry.walk import every, keyed
from trainer.look.looking import looking
from trainer.look.probe import NetworkProbe, NodeProbe, Picture, Probe
from trainer.look.scene import NoSuchPlace, Path, Scene, out_of_sight
from trainer.run.state import State

log = logging.getLogger(__name__)


PROBES: Mapping[str, Probe] = keyed(
    sorted(every("trainer.probes", "PROBE", NodeProbe, NetworkProbe), key=lambda each: each.order),
    lambda each: each.key,
)


class Look(BaseModel):
    """What one probe saw after ``step`` steps. ``view`` is what was asked for: ``boundary``, ``activation:conv1``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["look"] = "look"
    view: str
    step: int
    picture: SerializeAsAny[Picture]

    def encode(self) -> bytes:
        """The frame that travels to the browser."""
        return bytes(msgpack.packb(self.model_dump(), use_bin_type=True))


class Offer(BaseModel):
    """A probe that has something to show of a drawing: ``nodes`` by block, or None where it shows the whole network."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    title: str
    summary: str
    nodes: dict[str, list[str]] | None


def offers(program: Program) -> list[Offer]:
    """What can be looked at in a drawing."""
    return [offer for probe in PROBES.values() if (offer := _offer(probe, program))]


def _offer(probe: Probe, program: Program) -> Offer | None:
    facts: dict[str, Any] = {"key": probe.key, "title": probe.title, "summary": probe.summary}
    if isinstance(probe, NetworkProbe):
        return Offer(**facts, nodes=None) if probe.supports(program) else None
    assert isinstance(probe, NodeProbe)
    hidden = out_of_sight(program)
    founds = {name: part.found for name, part in program.parts.items() if name not in hidden}
    nodes = {name: [id for id in found.layers if probe.supports(found, id)] for name, found in founds.items()}
    nodes = {name: ids for name, ids in nodes.items() if ids}
    return Offer(**facts, nodes=nodes) if nodes else None


def look(state: State, views: Iterable[str]) -> Iterator[Look]:
    """What is to be seen in these views; those that lead nowhere, or show nothing, are left out.

    Nothing of the run is changed by it.
    """
    with looking(state.net):
        scene = Scene(state)
        for view in views:
            seen = _see(scene, view)
            if seen:
                yield Look(view=view, step=state.step, picture=seen)


def probe_of(view: str) -> Probe | None:
    """The probe that a view names."""
    return PROBES.get(view.partition(":")[0])


def _see(scene: Scene, view: str) -> Picture | None:
    probe = probe_of(view)
    try:
        match probe:
            case NetworkProbe():
                return probe.look(scene) if probe.supports(scene.program) else None
            case NodeProbe():
                path = Path.parse(view.partition(":")[2])
                found = scene.part(path.way).found
                if path.node not in found.layers or not probe.supports(found, path.node):
                    return None
                return probe.look(scene, path)
    except NoSuchPlace:
        pass
    except Exception as error:  # looking must never end a training
        _tell_once(view.partition(":")[0], repr(error))
    return None


@lru_cache(256)
def _tell_once(key: str, error: str) -> None:
    """Log an error with where it came from; a probe that fails does so several times a second."""
    log.exception("The probe %s could not look: %s", key, error)
