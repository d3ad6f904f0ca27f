"""Hearing: the spectrogram of a sound, and below it what the network reads from it.

Reference: Graves, Fernández, Gomez and Schmidhuber, "Connectionist Temporal Classification", 2006 (its figure of what a
network says at each moment).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.checker.wiring import Wire
from builder.compiler.program import Program
from builder.kinds.dataset import DataField
from builder.modules.ctc_greedy_decode import ctc_greedy_decode
from builder.samples.shades import Shades, shades
from trainer.look.made import classes_on
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene
from trainer.look.spectrum import QUIET_DB, spectrum
from trainer.look.task import asked_field, classified

SAMPLES = 4
MOST_VALUES = 2**16


class Heard(BaseModel):
    """A validation sample. ``moments`` are the probabilities of each class over time, where there are some.

    Units: spectrogram in dB below its loudest part, ``seconds``.

    Shape: spectrogram (frequencies, moments), the lowest last; moments (classes, times).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    seconds: float
    spectrogram: Shades
    says: str
    right: str
    moments: Shades | None


class Hearing(Picture):
    """What is heard; ``classes`` names the rows of the moments, whose ``blank`` one means nothing."""

    highest_hz: float
    classes: tuple[str, ...]
    blank: int | None
    samples: tuple[Heard, ...]


@dataclass(frozen=True)
class _Reading:
    """A text that is read moment by moment: log-probabilities of shape (T, N, classes), and what it should be."""

    logs: Wire
    target: Wire
    blank: int


def supports(program: Program) -> bool:
    """A sound goes in, and a class or, by the CTC loss, a text comes out."""
    return _sound(program) is not None and (_reading(program) is not None or classified(program) is not None)


def look(scene: Scene) -> Hearing | None:
    """The first validation sounds."""
    field, reading, task = _sound(scene.program), _reading(scene.program), classified(scene.program)
    assert field
    assert field.rate
    waves = scene.batch(SAMPLES)[field.name].flatten(1)
    classes: tuple[str, ...] = ()
    if reading:
        classes = classes_on(scene.program, reading.target)
        logs, target = scene.wires([reading.logs, reading.target], len(waves))
        chances = logs.exp().permute(1, 2, 0)  # (N, classes, T)
        read = ctc_greedy_decode(logs.transpose(0, 1), reading.blank)[0]
        says = [_text(row, classes, reading.blank) for row in read]
        right = [_text(row, classes, reading.blank) for row in target]
    else:
        assert task
        assert task.choice
        said, target = scene.wires([task.choice.input, task.choice.target], len(waves))
        says = [task.choice.classes[int(each)] for each in task.choice.probabilities(said).argmax(1)]
        right = [_text(each.reshape(-1), task.choice.classes, None) for each in target]
    return Hearing(
        highest_hz=field.rate / 2,
        classes=classes,
        blank=reading.blank if reading else None,
        samples=tuple(
            Heard(
                number=number,
                seconds=len(wave) / field.rate,
                spectrogram=shades(spectrum(wave.float().cpu()), QUIET_DB, 0.0),
                says=says[number],
                right=right[number],
                moments=shades(chances[number], 0.0, 1.0) if reading else None,
            )
            for number, wave in enumerate(waves)
        ),
    )


def _sound(program: Program) -> DataField | None:
    field = asked_field(program)
    is_short = field is not None and math.prod(field.shape) <= MOST_VALUES
    return field if field and field.rate and is_short else None


def _reading(program: Program) -> _Reading | None:
    found = program.plan.found
    for id in found.with_role("loss"):
        wires = found.wiring.sources[id]
        if found.layers[id].spec.type == "CTCLoss" and id in found.needed and {"log_probs", "targets"} <= set(wires):
            return _Reading(wires["log_probs"], wires["targets"], int(str(found.params[id]["blank"])))
    return None


def _text(tokens: Tensor, classes: tuple[str, ...], blank: int | None) -> str:
    """What tokens stand for; those that are none, or the blank one, stand for nothing."""
    known = [token for token in tokens.tolist() if token >= 0 and token != blank]
    words = [classes[token] if token < len(classes) else str(token) for token in known]
    return ("" if all(len(word) == 1 for word in words) else " ").join(words)


PROBE = NetworkProbe(
    key="hearing",
    order=25,
    title="Hearing",
    summary="The spectrogram of sounds that the network does not learn from, and below it what it reads from them.",
    every_s=1.0,
    picture=Hearing,
    supports=supports,
    look=look,
)
