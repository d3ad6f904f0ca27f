"""The letters, words or numbers that a sequence was, before it became features."""

from __future__ import annotations

from collections import deque

import torch

from builder.checker.wiring import Wire
from trainer.look.made import classes_on
from trainer.look.scene import Path, Scene, name_of


def tokens_before(scene: Scene, path: Path, port: str, length: int) -> tuple[str, ...]:
    """What the first validation sample has on the nearest wire of so many whole numbers that a port rests on.

    Each is the class that it stands for or, where it stands for none, itself. Nothing where there is no such wire.
    """
    way, wire = path.way, scene.part(path.way).found.wiring.sources[path.node].get(port)
    ahead = deque([(way, wire)] if wire else [])
    known = set(ahead)
    while ahead:
        way, wire = ahead.popleft()
        found = scene.part(way).found
        flow = found.flows.get(wire)
        if flow and flow.dtype == torch.int64 and flow.small[1:] == (length,):
            return _words(scene, way, wire)
        sources = found.wiring.sources[wire[0]].values()
        before = [(way, source) for source in sources]
        if way and found.layers[wire[0]].spec.role == "input":
            outside = scene.part(way[:-1]).found.wiring.sources[way[-1][0]].get(wire[0])
            before = [(way[:-1], outside)] if outside else []
        ahead.extend(each for each in before if each not in known)
        known.update(before)
    return ()


def _words(scene: Scene, way: tuple[tuple[str, int], ...], wire: Wire) -> tuple[str, ...]:
    values = scene.outputs(way, 1)[name_of(scene.part(way).found.layers, *wire)][0].tolist()
    classes = () if way else classes_on(scene.program, wire)
    return tuple(classes[value] if 0 <= value < len(classes) else str(value) for value in values)
