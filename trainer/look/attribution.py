"""What in a sample an answer rests on, by its slope.

References:
    Simonyan, Vedaldi and Zisserman, "Deep Inside Convolutional Networks: Visualising Image Classification Models and
    Saliency Maps", 2014 (the gradient).
    Sundararajan, Taly and Yan, "Axiomatic Attribution for Deep Networks", 2017 (integrated gradients).
    Selvaraju, Cogswell, Das, Vedantam, Parikh and Batra, "Grad-CAM: Visual Explanations from Deep Networks via
    Gradient-Based Localization", 2017.
    Adebayo, Gilmer, Muelly, Goodfellow, Hardt and Kim, "Sanity Checks for Saliency Maps", 2018 (beside them, always,
    those of the untrained network).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.checker.wiring import Wire
from builder.compiler.choices import Choice
from builder.compiler.program import Program
from builder.compiler.signals import origin
from builder.kinds.dataset import DataField
from trainer.look.scene import Scene
from trainer.look.task import Judged, asked_field, classified, shape_of

STEPS = 24

Score = Callable[[Tensor], Tensor]
"""What speaks for one class in each sample: (N, ...) -> (N,)."""


@dataclass(frozen=True)
class Places:
    """Of what the answer is asked: ``read`` is the first wire from ``given`` on that has a slope, or that itself.

    Letters have none, what they are looked up as has. ``label`` is the field with the right class, if one
    has it. ``maps`` is what the
    last convolution gives, where there is one: (N, C, H, W).
    """

    field: DataField
    label: str
    task: Judged
    given: Wire
    read: Wire
    maps: Wire | None


def places_of(program: Program) -> Places | None:
    """Where to ask; None where no class is chosen, or several fields are read, or the way back is cut."""
    task, field = classified(program), asked_field(program)
    if task is None or field is None or program.asked != (field.name,):
        return None
    wire = next(wire for wire, name in program.plan.fields.items() if name == field.name)
    read = wire if program.plan.found.flows[wire].dtype.is_floating_point else _looked_up(program, wire)
    if read is None or program.rests_on([task.wire], [read]):
        return None
    assert task.choice
    label = program.plan.fields.get(origin(program.plan.found, task.choice.target)[1], "")
    return Places(field, label, task, wire, read, _last_maps(program, task.wire))


def gradient(score: Score, given: Tensor) -> Tensor:
    """How fast the score of each sample changes with each value of it."""
    with torch.enable_grad(), torch.backends.cudnn.flags(enabled=False):
        given = given.detach().requires_grad_()
        scores = score(given)
        if not scores.requires_grad:  # the way back is cut
            return torch.zeros_like(given)
        return torch.autograd.grad(scores.sum(), given, materialize_grads=True)[0]


def integrated(score: Score, given: Tensor, baseline: Tensor) -> Tensor:
    """What each value adds to the score on the straight way from the baseline; all of it is the difference.

    The slope is taken in the middle of each of 24 steps.
    """
    total = torch.zeros_like(given)
    for step in range(STEPS):
        total += gradient(score, baseline + (step + 0.5) / STEPS * (given - baseline))
    return total / STEPS * (given - baseline)


def grad_cam(maps: Tensor, slopes: Tensor, size: tuple[int, int]) -> Tensor:
    """Maps weighed by their mean slopes, what speaks against cut off, as large as the picture. Shape: (N, H, W)."""
    seen = (slopes.mean((2, 3), keepdim=True) * maps).sum(1, keepdim=True).relu()
    return F.interpolate(seen, size, mode="bilinear", align_corners=False)[:, 0]


class Asking:
    """One network asked of some samples, each of one class."""

    def __init__(self, scene: Scene, places: Places, given: Tensor, classes: Tensor | None = None) -> None:
        self.scene, self.places, choice = scene, places, places.task.choice
        assert choice
        self.choice: Choice = choice
        self.read = self._between({places.given: given}, [places.read])[0].detach()
        self.chances = choice.probabilities(self._between({places.read: self.read}, [places.task.wire])[0])
        self.classes = self.chances.argmax(1) if classes is None else classes

    def _between(self, given: dict[Wire, Tensor], targets: list[Wire]) -> tuple[Tensor, ...]:
        (wire, value), *_ = given.items()
        return (value,) if targets == [wire] else self.scene.between(given, targets)

    def score(self, read: Tensor) -> Tensor:
        """What speaks for the class of each sample, before it becomes a probability."""
        return self._for_class(self._between({self.places.read: read}, [self.places.task.wire])[0])

    def _for_class(self, answers: Tensor) -> Tensor:
        if self.choice.yes:
            return answers.reshape(len(answers)) * (self.classes * 2 - 1)
        return answers.gather(1, self.classes[:, None])[:, 0]

    def gradient(self) -> Tensor:
        return gradient(self.score, self.read)

    def integrated(self, baseline: Tensor) -> Tensor:
        return integrated(self.score, self.read, baseline)

    def grad_cam(self) -> Tensor | None:
        """None where there is no convolution, or nothing of it reaches the answer."""
        wire = self.places.maps
        if wire is None:
            return None
        with torch.enable_grad():
            read = self.read.detach().requires_grad_()
            maps, answers = self._between({self.places.read: read}, [wire, self.places.task.wire])
            if not (maps.requires_grad and answers.requires_grad):
                return None
            (slopes,) = torch.autograd.grad(self._for_class(answers).sum(), maps, materialize_grads=True)
        return grad_cam(maps.detach(), slopes, (self.read.shape[-2], self.read.shape[-1]))


def _looked_up(program: Program, field: Wire) -> Wire | None:
    """What comes out of the one node that reads a field of whole numbers, where it can have a slope."""
    found = program.plan.found
    before = found.wiring.ancestors([answer[0] for answer in program.plan.answers])
    readers = [id for id in before if field in found.wiring.sources[id].values()]
    if len(readers) != 1 or not found.layers[readers[0]].spec.outputs:
        return None
    wire = (readers[0], found.layers[readers[0]].spec.outputs[0].name)
    is_read_one_by_one = shape_of(program, wire)[:-1] == shape_of(program, field)
    return wire if found.flows[wire].dtype.is_floating_point and is_read_one_by_one else None


def _last_maps(program: Program, answer: Wire) -> Wire | None:
    """The last convolution on the way to an answer, or the last block of several, that gives maps."""
    found = program.plan.found
    before = found.wiring.ancestors([answer[0]])
    last = None
    for id in found.wiring.order:
        spec = found.layers[id].spec
        is_maps = id in before and spec.outputs and len(shape_of(program, (id, spec.outputs[0].name))) == 3
        if is_maps and (spec.category == "Convolution" or "block" in found.params[id]):
            last = (id, spec.outputs[0].name)
    return last
