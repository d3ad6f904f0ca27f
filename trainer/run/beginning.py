"""A run before its first step."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from builder.checker.changes import changed
from builder.compiler.program import Goal, Program
from builder.drawing.document import Document
from builder.script.early_stopping import EarlyStopping
from trainer.faults.words import in_words
from trainer.problems import TrainingProblem
from trainer.run.captured_steps import GraphedStep
from trainer.run.deferred import DeferredStep, can_defer
from trainer.run.experiment import Experiment, Limits
from trainer.run.fitting import fit
from trainer.run.measuring import VALIDATION, with_draws
from trainer.run.memory import memory_in_words, resident_bytes
from trainer.run.prepared import data_of, program_of
from trainer.run.state import State
from trainer.run.steering import planned_turns
from trainer.run.weights import begin_from
from trainer.step.cuda_graph import capture
from trainer.step.device import CPU
from trainer.step.random_state import device_of, rng_of
from trainer.step.steps import Step


def begin(
    experiment: Experiment,
    limits: Limits | None = None,
    *,
    device: torch.device = CPU,
    replays: bool = True,
    deferred: bool | None = None,
    is_taken_up: bool = False,
) -> State:
    """A run before its first step. Without ``replays`` every step is computed by autograd: the same numbers, slower.

    ``deferred`` says whether losses are waited for only at a flush; left out, they are on a GPU. One that
    ``is_taken_up`` has its weights from its last state: those that it once began from need not be there any more.

    Raises:
        InvalidDocument: the drawing can't be trained.
        TrainingProblem: ``too_large``: it would take more than the limits allow; ``no_data``; ``out_of_memory``.
    """
    document = experiment.document
    limits = limits or Limits()
    bytes_before = resident_bytes()
    program = program_of(document)
    _check_memory(program, document.training.batch_size, limits)
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []), memory_in_words():
        torch.manual_seed(document.training.seed)
        with in_words(program):
            net = program.network()
        fit(program, net, document.training)
        taken = () if is_taken_up else begin_from(program, net)
        net.to(device)
        net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # 2-d convolutions are fastest so
        rng, device_rng = torch.get_rng_state(), rng_of(device)
    learn, validation, test = data_of(program, device)
    with in_words(program):
        optimizers = [goal.make_optimizer(net) for goal in program.goals]
    if deferred is None:
        deferred = device != CPU
    failed = torch.zeros((), device=device) if deferred and can_defer(optimizers) else None
    state = State(
        experiment=experiment,
        program=program,
        net=net,
        optimizers=optimizers,
        schedules=[],
        learn=learn,
        validation=validation,
        test=test,
        shuffle=torch.Generator().manual_seed(document.training.seed),
        chance=torch.Generator().manual_seed(document.training.seed),
        rng=rng,
        device_rng=device_rng,
        steps=[
            _step(goal, net, optimizer, failed, replays=replays, is_compiled=bool(document.training.compiled))
            for goal, optimizer in zip(program.goals, optimizers, strict=True)
        ],
        failed=failed,
        losses=[math.nan] * len(program.goals),
        settings=changed(document, ()),
        planned=list(document.training.changes),
        early=_early_stopping(program, document),
        limits=limits,
        bytes_before=bytes_before,
        taken=taken,
    )
    with in_words(program):
        state.schedules = [
            goal.make_schedule(optimizer, planned_turns(state, place)) if goal.make_schedule else None
            for place, (goal, optimizer) in enumerate(zip(program.goals, state.optimizers, strict=True))
        ]
    with in_words(program):
        state.validation = with_draws(state, validation, VALIDATION)
    _check_steps(state, limits)
    return state


def _step(
    goal: Goal,
    net: nn.Module,
    optimizer: torch.optim.Optimizer,
    failed: Tensor | None,
    *,
    replays: bool,
    is_compiled: bool,
) -> Step:
    """What takes the steps of an Objective, and waits for each loss where there is no ``failed``.

    What looks at the losses, such as probes, goes on by the plain functions.
    """
    if is_compiled:
        goal = goal.compiled()
    if failed is None:
        return Step(goal, net, optimizer, replays=replays and device_of(net) == CPU and not is_compiled)
    if replays and failed.is_cuda:
        return GraphedStep(goal, net, optimizer, failed, capture=capture)
    return DeferredStep(goal, net, optimizer, failed)


def _early_stopping(program: Program, document: Document) -> EarlyStopping | None:
    training = document.training
    if not training.monitor:
        return None
    rises, patience, min_delta = program.monitor_rises, training.patience, training.min_delta
    return EarlyStopping(training.monitor, rises=rises, patience=patience, min_delta=min_delta)


def _check_memory(program: Program, batch_size: int, limits: Limits) -> None:
    weights = program.parameters * 16  # weight, gradient and two moments, of four bytes each
    signals = program.cost.memory * batch_size  # gradients take the place of what the way back no longer needs
    if weights + signals > limits.memory_bytes:
        raise TrainingProblem(
            "too_large",
            f"This network would need about {(weights + signals) / 2**30:,.1f} GiB of memory; "
            f"{limits.memory_bytes / 2**30:,.1f} GiB are allowed for one run.",
            "Make layers narrower, or the batch smaller.",
        )


def _check_steps(state: State, limits: Limits) -> None:
    if state.total_steps > limits.steps:
        raise TrainingProblem(
            "too_large",
            f"This run would take {state.total_steps:,} steps; at most {limits.steps:,} are allowed.",
            "Train for fewer epochs, or use larger batches.",
        )
