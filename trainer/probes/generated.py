"""Generated samples: what a network makes that was taught to make things."""

from __future__ import annotations

from dataclasses import replace

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.compiler.program import Answer, Program
from builder.kinds.dataset import DataField
from builder.samples.shades import Floats, Shades, floats, shades
from trainer.look.heard import rate_of
from trainer.look.made import Maker, alphabet_of, ends_at, made, makers
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene
from trainer.look.shown import Shown, is_series, shown, text
from trainer.look.spectrum import QUIET_DB, spectrum
from trainer.look.task import shape_of

POINTS, PICTURES, TEXTS, SOUNDS, FILMS, FRAMES = 256, 24, 4, 3, 4, 9


class Film(BaseModel):
    """How one sample was made: what there was at some of the steps, the first and the last among them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    steps: tuple[int, ...]
    shown: tuple[Shown, ...] = ()
    points: tuple[Floats, ...] = ()


class Sound(BaseModel):
    """A sound that was made, to be heard and seen. Units: ``rate`` in values a second, spectrogram in dB.

    Shape: wave (L,), spectrogram (frequencies, moments), the lowest frequency last.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rate: int
    wave: Floats
    spectrogram: Shades


class MadeBy(BaseModel):
    """What one sampler makes: points in the plane beside real ones, or samples one by one, and how they were made.

    Shape: points (N, 2), real (M, 2), of a film's points (N, 2) at each step.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    how: str
    points: Floats | None = None
    real: Floats | None = None
    samples: tuple[Shown, ...] = ()
    sounds: tuple[Sound, ...] = ()
    films: tuple[Film, ...] = ()


class Generated(Picture):
    """What each sampler of the drawing makes, and what the network makes of chance alone."""

    made: tuple[MadeBy, ...]


def supports(program: Program) -> bool:
    """The drawing has a sampler, or an answer that rests on chance alone."""
    return bool(makers(program))


def look(scene: Scene) -> Generated:
    """Samples, and real ones where both are points in the plane."""
    return Generated(made=tuple(_made(scene, maker) for maker in makers(scene.program)))


def _made(scene: Scene, maker: Maker) -> MadeBy:
    program, answer = scene.program, maker.answer
    told = MadeBy(name=answer.name, how=maker.sampler.spec.summary if maker.sampler else "Made of noise alone.")
    if letters := alphabet_of(program, answer):
        (tokens,) = made(scene, maker, TEXTS)
        kept = sum(program.beginnings.get(name, 0) for name in answer.fields)
        is_given = torch.arange(tokens.shape[1], device=tokens.device) < kept
        ended = [row[: ends_at(program, answer, row, is_given)] for row in tokens]
        texts = zip(ended, _asked(scene, answer, len(ended)), strict=True)
        return told.model_copy(update={"samples": tuple(_written(row, letters, kept, asked) for row, asked in texts)})
    if rate := rate_of(program, answer.wire) or _rate(program, shape_of(program, answer.wire)):
        (waves,) = made(scene, maker, SOUNDS)
        return told.model_copy(update={"sounds": tuple(_sound(wave.reshape(-1).float().cpu(), rate) for wave in waves)})
    is_plane = shape_of(program, answer.wire) == (2,)
    stages = ((answer.sampler, "stages"),) if _has_stages(maker) else ()
    values, *films = made(scene, maker, POINTS if is_plane else PICTURES, stages)
    if is_plane:
        real = next((field.name for field in program.dataset.fields if field.shape == (2,)), None)
        told = told.model_copy(
            update={"points": floats(values), "real": None if real is None else floats(scene.batch(POINTS)[real])}
        )
    else:
        told = told.model_copy(update={"samples": tuple(shown("", value, _series(program, value)) for value in values)})
    if films:
        told = told.model_copy(update={"films": _films(scene, maker, films[0], is_plane=is_plane)})
    return told


def _series(program: Program, value: Tensor) -> DataField | None:
    """The series of the data that a sample is like, for as many steps as it has."""
    for field in program.dataset.fields:
        if is_series(field) and field.time_axis == 0 and field.shape[1:] == value.shape[1:]:
            return replace(field, shape=tuple(value.shape))
    return None


def _rate(program: Program, shape: tuple[int, ...]) -> int | None:
    """How many values a second there are of what has the form of a sound of the data; None of anything else."""
    many = torch.Size(shape).numel()
    return next((f.rate for f in program.dataset.fields if f.rate and torch.Size(f.shape).numel() == many), None)


def _sound(wave: Tensor, rate: int) -> Sound:
    return Sound(rate=rate, wave=floats(wave), spectrogram=shades(spectrum(wave), QUIET_DB, 0.0))


def _has_stages(maker: Maker) -> bool:
    """Whether the sampler tells how it got there."""
    return maker.sampler is not None and "stages" in [port.name for port in maker.sampler.spec.outputs]


def _films(scene: Scene, maker: Maker, stages: Tensor, *, is_plane: bool) -> tuple[Film, ...]:
    """What there was at some of the steps, as it comes out of the rest of the drawing. Shape: (N, steps, *)."""
    steps = sorted(set(torch.linspace(0, stages.shape[1] - 1, FRAMES).round().int().tolist()))
    output, answer = (maker.answer.sampler, "output"), maker.answer.wire
    each = [stages[:, step] if is_plane else stages[:FILMS, step] for step in steps]
    if answer != output:
        each = [scene.between({output: frame}, [answer])[0] for frame in each]
    if is_plane:
        return (Film(steps=tuple(steps), points=tuple(floats(frame) for frame in each)),)
    return tuple(
        Film(steps=tuple(steps), shown=tuple(shown("", frame[row]) for frame in each)) for row in range(len(each[0]))
    )


def _asked(scene: Scene, answer: Answer, rows: int) -> list[str]:
    """What each text is written for, in words: a date that is to be written anew, a program that is to be run."""
    program, batch = scene.program, scene.batch(rows)
    into = program.plan.found.wiring.sources[answer.sampler]["into"]
    written = {program.plan.fields[wire] for wire in program.rests_on([into])}
    fields = [each for each in program.dataset.fields if each.name in answer.fields and each.name not in written]
    given = [[shown(each.name, batch[each.name][at], each).words for each in fields] for at in range(rows)]
    return [" · ".join(filter(None, words)) for words in given]


def _written(row: Tensor, letters: tuple[str, ...], kept: int, asked: str) -> Shown:
    between = "" if not kept or all(len(word) == 1 for word in letters) else " "
    begun = text(row[:kept], letters) + between
    return Shown(name=f"{asked} → {begun}" if asked else begun, picture=None, words=text(row[kept:], letters))


PROBE = NetworkProbe(
    key="generated",
    order=19,
    title="Generated samples",
    summary="What the network makes by itself, from the same chance at every look.",
    every_s=1.0,
    picture=Generated,
    supports=supports,
    look=look,
)
