"""Saliency: what in a sample an answer rests on, in this network and before it learned.

The papers stand in `trainer.look.attribution`.
"""

from __future__ import annotations

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.compiler.program import Program
from builder.samples.shades import Shades, shades
from trainer.look.attribution import Asking, Places, places_of
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene
from trainer.look.shown import Shown, cells, is_series, is_table, series, shown
from trainer.look.untrained import untrained

SAMPLES = 4
MEAN_OF = 256
FEWEST_VALUES, MOST_VALUES = 3, 64 * 64


class Reading(BaseModel):
    """What one network sees in a sample: ``slope`` and ``cam`` from 0 up, ``share`` of both signs.

    ``chance`` is the probability of the class, ``explained`` which part of the score's change the shares add up to:
    1 where the steps are fine enough. Shape: that of the sample, without channels of a picture; (T,) for letters and
    for numbers that have names.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    chance: float
    slope: Shades
    share: Shades
    cam: Shades | None
    explained: float | None


class Explained(BaseModel):
    """A validation sample; ``answer`` is the class that the trained network chose, of which all is asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    given: Shown
    letters: tuple[str, ...]
    answer: str
    right: str
    trained: Reading
    untrained: Reading | None


class Saliency(Picture):
    """Some samples; ``baseline`` says in words where integrated gradients begin, ``maps`` the node of Grad-CAM."""

    baseline: str
    maps: str
    samples: tuple[Explained, ...]


def supports(program: Program) -> bool:
    """The network chooses a class for what one field holds, and its answer has a slope there."""
    places = places_of(program)
    return places is not None and FEWEST_VALUES <= torch.Size(places.field.shape).numel() <= MOST_VALUES


def look(scene: Scene) -> Saliency | None:
    """The first validation samples, explained by the network as it is and as it was before its first step."""
    places = places_of(scene.program)
    assert places
    assert places.task.choice
    batch, classes = scene.batch(SAMPLES), places.task.target.classes
    given, right = batch[places.field.name], batch.get(places.label)
    now = Asking(scene, places, given)
    readings, words = _readings(now), _baseline(scene, places)[1]
    before = untrained(scene.state)
    others = _readings(Asking(before, places, given, now.classes)) if before else [None] * len(given)
    return Saliency(
        baseline=words,
        maps=places.maps[0] if places.maps and readings[0].cam else "",
        samples=tuple(
            Explained(
                number=number,
                given=shown(places.field.name, given[number], places.field),
                letters=_letters(places, given[number]),
                answer=classes[int(now.classes[number])],
                right=_named(right, number, classes),
                trained=readings[number],
                untrained=others[number],
            )
            for number in range(len(given))
        ),
    )


def _named(right: Tensor | None, number: int, classes: tuple[str, ...]) -> str:
    """The right class of a sample; nothing where it is not known."""
    label = -1 if right is None else int(right[number])
    return classes[label] if 0 <= label < len(classes) else ""


def _readings(asked: Asking) -> list[Reading]:
    baseline = _baseline(asked.scene, asked.places)[0].expand_as(asked.read)
    shares, cams = asked.integrated(baseline), asked.grad_cam()
    changes = asked.score(asked.read) - asked.score(baseline)
    slopes = _by_place(asked.places, asked.gradient().abs(), is_sum=False)
    summed = _by_place(asked.places, shares, is_sum=True)
    chances = asked.chances.gather(1, asked.classes[:, None])[:, 0]
    return [
        Reading(
            chance=chances[place].item(),
            slope=shades(slopes[place], 0.0),
            share=_signed(summed[place]),
            cam=None if cams is None else shades(cams[place], 0.0),
            explained=_part(shares[place].sum().item(), changes[place].item()),
        )
        for place in range(len(shares))
    ]


def _baseline(scene: Scene, places: Places) -> tuple[Tensor, str]:
    """Where integrated gradients begin, as one sample of what is read, and in words."""
    if places.read != places.given:
        return torch.zeros(1, device=scene.state.device), "letters that say nothing: embeddings of zeros"
    if len(places.field.shape) == 3:
        return torch.zeros(1, device=scene.state.device), "an empty picture: zeros"
    known = scene.batch(MEAN_OF)[places.field.name].to(scene.state.device)
    return known.mean(0, keepdim=True), f"the mean of {len(known)} validation samples"


def _by_place(places: Places, values: Tensor, *, is_sum: bool) -> Tensor:
    """One value for each pixel, letter or step: channels and features of an embedding are one place."""
    if places.read == places.given and is_series(places.field):
        by_step = torch.stack([series(value, places.field) for value in values])
        return by_step.sum(1, keepdim=True) if is_sum else by_step.amax(1, keepdim=True)
    axis = -1 if places.read != places.given else 1 if values.dim() == 4 else None
    if axis is None:
        return values
    return values.sum(axis) if is_sum else values.amax(axis)


def _part(sum_of_shares: float, change: float) -> float | None:
    """Which part of a change is explained; None where there is none."""
    return sum_of_shares / change if abs(change) > 1e-6 else None


def _letters(places: Places, value: Tensor) -> tuple[str, ...]:
    classes = places.field.classes
    if is_table(places.field) and places.read == places.given:
        return cells(value, places.field)
    if not classes or value.dim() != 1 or value.is_floating_point():
        return ()
    return tuple(classes[token] if 0 <= token < len(classes) else "·" for token in value.tolist())


def _signed(values: Tensor) -> Shades:
    """Zero lies in the middle of the scale."""
    reach = values.abs().nan_to_num().max().item()
    return shades(values, -reach, reach)


PROBE = NetworkProbe(
    key="saliency",
    order=38,
    title="What the answer rests on",
    summary="Which parts of a sample the answer rests on, three ways, and beside it what the untrained network says.",
    every_s=2.0,
    picture=Saliency,
    supports=supports,
    look=look,
)
