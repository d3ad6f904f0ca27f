"""Worst samples: those that the network gets most wrong."""

from __future__ import annotations

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.compiler.program import Program
from builder.compiler.signals import BENT, SAME, origin
from builder.kinds.dataset import rows_of
from builder.kinds.tensor_function import TensorFunction
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Path, Scene
from trainer.look.shown import Shown, is_table, shown
from trainer.look.task import Judged, judged, validation

AS_IT_IS = SAME | BENT
ROWS = 512
ROWS_ONE_BY_ONE = 96
SHOWN = 12
FEWEST = 2


class Sample(BaseModel):
    """A validation sample by its number, what went in, what came out and what it should have been."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    loss: float
    given: tuple[Shown, ...]
    answered: Shown
    expected: Shown
    certainty: float | None


class Worst(Picture):
    """The worst samples of ``looked_at`` ones of the validation part, the worst first."""

    looked_at: int
    samples: tuple[Sample, ...]


def supports(program: Program) -> bool:
    """A loss compares answers with the data, and there are several samples to compare."""
    return _task(program) is not None and rows_of(validation(program)) >= FEWEST


def look(scene: Scene) -> Worst | None:
    """The loss of each sample, and the samples where it is highest."""
    task = _task(scene.program)
    assert task
    losses = _losses(scene, task)
    answers = scene.answers(scene.batch(len(losses)))[task.place]
    counted = _counted(scene, task, len(losses)).flatten(1).any(1)
    worst = [number for number in losses.argsort(descending=True).tolist() if counted[number]][:SHOWN]
    samples = tuple(_sample(scene, task, number, losses[number].item(), answers[number]) for number in worst)
    return Worst(looked_at=int(counted.sum()), samples=samples)


def _task(program: Program) -> Judged | None:
    found = program.plan.found
    losses = [task for task in judged(program) if found.layers[task.judge].spec.role == "loss"]
    losses.sort(key=lambda task: not _is_itself(program, task))
    return losses[0] if losses and len(program.goals) == 1 else None


def _is_itself(program: Program, task: Judged) -> bool:
    """Whether the loss compares the answer as it is, and not what is made of it."""
    found = program.plan.found
    return origin(found, found.wiring.sources[task.judge]["input"], AS_IT_IS) == origin(found, task.wire, AS_IT_IS)


def _losses(scene: Scene, task: Judged) -> Tensor:
    """The loss of each of the first validation samples: at once where it can tell them apart, else one by one."""
    goal, found = scene.program.goals[0], scene.program.plan.found
    layer = found.layers[task.judge]
    if goal.loss_name == task.judge and isinstance(layer, TensorFunction) and layer.param("reduction"):
        params = {**found.params[task.judge], "reduction": "none"}
        each: Tensor = layer.run(None, params, scene.inputs(Path((), task.judge), ROWS))
        if each.dim() and len(each) == rows_of(scene.batch(scene.fitting(ROWS))):
            return torch.nan_to_num(_mean(scene, task, each), nan=torch.inf)
    batch = scene.batch(ROWS_ONE_BY_ONE)
    ones = [{name: values[i : i + 1] for name, values in batch.items()} for i in range(rows_of(batch))]
    return torch.nan_to_num(torch.stack([goal.objective(scene.net, one) for one in ones]), nan=torch.inf)


def _mean(scene: Scene, task: Judged, each: Tensor) -> Tensor:
    """The loss of each sample, over those of its parts that count."""
    if each.dim() == 1:
        return each
    counted = _counted(scene, task, len(each))
    counted = counted if counted.shape == each.shape else torch.ones_like(each, dtype=torch.bool)
    return each.flatten(1).sum(1) / counted.flatten(1).sum(1).clamp(min=1)


def _counted(scene: Scene, task: Judged, rows: int) -> Tensor:
    """Which targets of the first samples count, each sample with an axis for its parts at least."""
    right = scene.batch(rows)[task.target.name]
    right = right if right.dim() > 1 else right[:, None]
    left_out = [choice.ignored for choice in scene.program.choices if choice.judge == task.judge]
    return right != left_out[0] if left_out else torch.ones_like(right, dtype=torch.bool)


def _sample(scene: Scene, task: Judged, number: int, loss: float, answer: Tensor) -> Sample:
    fields = {field.name: field for field in scene.program.dataset.fields}
    samples, classes = scene.state.held_out, task.target.classes
    name = scene.program.answers[task.place].name
    certainty = None
    if task.choice:
        chances = task.choice.probabilities(answer[None])[0]
        certainty, answered = chances.max().item(), shown(name, chances.argmax(), task.target)
    elif classes and answer.dim() == len(task.target.shape) + 1 and len(classes) in (answer.shape[0], answer.shape[-1]):
        axis = 0 if answer.shape[0] == len(classes) else -1
        answered = shown(name, answer.argmax(axis), task.target)
    else:
        answered = shown(name, answer, task.target if is_table(task.target) else None)
    return Sample(
        number=number,
        loss=loss,
        given=tuple(shown(f, samples[f][number], fields[f]) for f in scene.program.asked if f in fields),
        answered=answered,
        expected=shown(task.target.name, samples[task.target.name][number], task.target),
        certainty=certainty,
    )


PROBE = NetworkProbe(
    key="worst",
    order=40,
    title="Worst samples",
    summary="The validation samples with the highest loss: what the network sees in them, and what they are.",
    every_s=2.0,
    picture=Worst,
    supports=supports,
    look=look,
)
