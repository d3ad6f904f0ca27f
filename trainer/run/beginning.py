"""A run before its first step."""

from __future__ import annotations

import torch

from builder.checker.changes import changed
from builder.compiler.program import Program
from trainer.faults.words import in_words
from trainer.problems import TrainingProblem
from trainer.run.experiment import Experiment, Limits
from trainer.run.fitting import fit
from trainer.run.memory import memory_in_words, resident_bytes
from trainer.run.prepared import program_of
from trainer.run.stages import enter, rows_of_stages
from trainer.run.state import State
from trainer.run.weights import begin_from
from trainer.step.device import CPU
from trainer.step.random_state import rng_of


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
    state = State(
        experiment=experiment,
        whole=program,
        program=program,
        net=net,
        device=device,
        shuffle=torch.Generator().manual_seed(document.training.seed),
        chance=torch.Generator().manual_seed(document.training.seed),
        rng=rng,
        device_rng=device_rng,
        base=changed(document, ()),
        settings=changed(document, ()),
        planned=list(document.training.changes),
        replays=replays,
        deferred=device != CPU if deferred is None else deferred,
        limits=limits,
        bytes_before=bytes_before,
        taken=taken,
    )
    state.stage_rows = rows_of_stages(state)
    enter(state, 0)
    _check_steps(state, limits)
    return state


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
