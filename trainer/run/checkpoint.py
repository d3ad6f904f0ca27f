"""A run's exact state on disk: going on from it gives bit for bit the numbers of a run never stopped.

It can go on on another kind of device too; then sums are rounded otherwise, and dropout draws from another generator.

One safetensors file a checkpoint, its JSON in the file's metadata; never pickle. A file is written
beside the last one, made durable, then renamed; the last two are kept, so one good state always exists.
A worker names it ``<attempt>-<step>``: what a process writes that lost its run to another one, and does not know it
yet, sorts below what the other one writes and goes on from.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import math
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from builder.checker.changes import changed
from builder.drawing.document import Change
from builder.script.moving import Averages, gathered, learning
from trainer.problems import TrainingProblem
from trainer.run.batches import draw_order
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment, Limits
from trainer.run.prepared import digest_of_data
from trainer.run.stages import enter
from trainer.run.state import StageBegin, StageEnd, State
from trainer.step.device import CPU

log = logging.getLogger(__name__)

KEPT = 2
EARLY = ("best", "best_epoch", "waits_since")
DAMAGED = (SafetensorError, OSError, KeyError, ValueError, TypeError, RuntimeError)


def save(state: State, folder: Path, attempt: int = 0) -> str:
    """Write the state; the digest of what was written. ``attempt`` counts the processes that took the run up.

    Raises:
        TrainingProblem: ``not_saved``: the disk is full, or the folder can't be written to.
    """
    tensors, facts = _pack(state)
    digest = _digest(tensors, facts)
    metadata = {"facts": json.dumps(facts), "digest": digest}
    target = _file(folder, attempt, state.step)
    temporary = target.with_suffix(f".{os.getpid()}.tmp")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        save_file(tensors, temporary, metadata)
        _make_durable(temporary)
        temporary.replace(target)
        _make_durable(folder)
    except (OSError, SafetensorError) as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise TrainingProblem(
            "not_saved",
            f"The state after step {state.step} could not be saved: {error}.",
            "Is the disk full? Make room, then go on: nothing before the last saved state is lost.",
        ) from error
    for old in _files(folder)[:-KEPT]:
        old.unlink(missing_ok=True)
    return digest


def load(
    experiment: Experiment,
    folder: Path,
    limits: Limits | None = None,
    *,
    device: torch.device = CPU,
    not_after: int | None = None,
    attempt: int | None = None,
) -> State:
    """The newest state in the folder that is whole, on the device where it is to go on.

    ``not_after`` is the last step whose loss is in the log: a state beyond it would leave a gap in the curve, so
    where there are only such states the run begins anew. With ``attempt`` the state becomes the first one of that
    attempt, above whatever an earlier one may still write.

    Raises:
        TrainingProblem: ``no_checkpoint``: there is none, or none can be read.
    """
    files = _files(folder)
    told = [file for file in files if not_after is None or step_of(file) <= not_after]
    state = begin(experiment, limits, device=device, is_taken_up=bool(told))
    if files and not told:
        return state
    for file in reversed(told):
        try:
            _unpack(state, *_read(file))
        except DAMAGED as error:
            log.warning("%s can't be read (%s): going on from the state before it", file, error)
            continue
        if attempt is not None:
            _adopt(file, attempt)
        return state
    raise _no_checkpoint()


class Kept(NamedTuple):
    """The last weights, the best ones and the moving averages of the last ones; empty where none are kept."""

    last: dict[str, Tensor]
    best: dict[str, Tensor]
    average: dict[str, Tensor]


def weights(folder: Path) -> Kept:
    """The weights that are kept in the newest state that is whole. Asks for no data.

    Raises:
        TrainingProblem: ``no_checkpoint``.
    """
    tensors, _ = newest(folder)
    return Kept(*(_named(prefix, tensors) for prefix in ("net.", "best.", "average.")))


def newest(folder: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """The newest state that is whole, as it was written: tensors by name, and facts.

    Raises:
        TrainingProblem: ``no_checkpoint``.
    """
    for file in reversed(_files(folder)):
        try:
            return _read(file)
        except DAMAGED as error:
            log.warning("%s can't be read (%s): taking the state before it", file, error)
    raise _no_checkpoint()


def named_in_newest(folder: Path) -> tuple[list[str], dict[str, Any]]:
    """What tensors the newest state holds, by name, and its facts, without reading them.

    Raises:
        TrainingProblem: ``no_checkpoint``.
    """
    for file in reversed(_files(folder)):
        with contextlib.suppress(*DAMAGED), safe_open(file, framework="pt") as opened:
            return list(opened.keys()), json.loads(opened.metadata()["facts"])
    raise _no_checkpoint()


def exists(folder: Path) -> bool:
    """Whether there is a checkpoint to load."""
    return bool(_files(folder))


def forget_after(folder: Path, step: int) -> None:
    """Remove the states after ``step``: the run goes on otherwise from there."""
    for file in _files(folder):
        if step_of(file) > step:
            file.unlink(missing_ok=True)


def size(folder: Path) -> int:
    """The bytes of the newest checkpoint: about what its state takes in memory."""
    files = _files(folder)
    return files[-1].stat().st_size if files else 0


def _no_checkpoint() -> TrainingProblem:
    return TrainingProblem(
        "no_checkpoint", "No saved state of this run can be read.", "Start the run again from the beginning."
    )


def _file(folder: Path, attempt: int, step: int) -> Path:
    prefix = f"{attempt:06d}-" if attempt else ""
    return folder / f"{prefix}{step:012d}.safetensors"


def _files(folder: Path) -> list[Path]:
    """Oldest first."""
    return sorted(folder.glob("*.safetensors"), key=lambda file: (_attempt(file), step_of(file)))


def _attempt(file: Path) -> int:
    return int(file.stem.rpartition("-")[0] or 0)


def step_of(file: Path) -> int:
    """After which step a checkpoint was saved."""
    return int(file.stem.rpartition("-")[2])


def _adopt(file: Path, attempt: int) -> None:
    with contextlib.suppress(OSError):  # a full disk; the next save says so
        _file(file.parent, attempt, step_of(file)).hardlink_to(file)


def _pack(state: State) -> tuple[dict[str, Tensor], dict[str, Any]]:
    tensors = {f"net.{name}": value for name, value in state.net.state_dict().items()}
    scalars: dict[str, Any] = {}
    groups = []
    for place, optimizer in enumerate(state.optimizers):
        packed = optimizer.state_dict()
        groups.append(packed["param_groups"])
        for index, values in packed["state"].items():
            for name, value in values.items():
                into = tensors if isinstance(value, Tensor) else scalars
                into[f"optimizer.{place}.{index}.{name}"] = value
        waiting = gathered(optimizer)
        places = enumerate(learning(optimizer))
        tensors |= {f"gathered.{place}.{index}": waiting[p] for index, p in places if p in waiting}
    tensors |= {"rng.global": state.rng, "rng.shuffle": state.shuffle.get_state(), "rng.epoch": state.epoch_rng}
    tensors |= {"rng.chance": state.chance.get_state(), "losses": torch.tensor(state.losses, dtype=torch.float64)}
    if len(state.device_rng):
        tensors["rng.device"] = state.device_rng
    for end in state.stage_ends:
        tensors |= {f"{end.name}.{name}": value for name, value in end.weights.items()}
    if state.early:
        tensors |= {f"best.{name}": value for name, value in state.early.weights.items()}
    averages = Averages(state.optimizers)
    with averages:
        if averages.are_kept:
            tensors |= {f"average.{name}": value.clone() for name, value in state.net.state_dict().items()}
    facts = {
        "version": 1,
        "experiment": state.experiment.digest,
        "step": state.step,
        "evaluated_step": state.evaluated_step,
        "optimizer_scalars": scalars,
        "optimizer_groups": groups,
        "schedules": [schedule.state_dict() if schedule else None for schedule in state.schedules],
        "epoch": state.epoch,
        "order_step": state.order_step,
        "order_skips": state.order_skips,
        "changes": [change.model_dump(mode="json") for change in state.changes],
        "granted": state.granted,
        "verdict": state.verdict,
        "stage": {"place": state.stage, **asdict(state.stage_began)},
        "stage_ends": {end.name: end.step for end in state.stage_ends},
        "best_step": state.best_step,
        "looks": state.looks,
        "tested_step": state.tested_step,
        "data": digest_of_data(state.program),
        "early": state.early and {name: getattr(state.early, name) for name in EARLY},
        "trained_s": state.trained_s,
        "rates": state.rates,
        "lengths": {name: float(length) for name, length in state.lengths.items()},
    }
    return {name: value.detach().to("cpu", copy=True).contiguous() for name, value in tensors.items()}, facts


def _unpack(state: State, tensors: dict[str, Tensor], facts: dict[str, Any]) -> None:
    if facts["experiment"] != state.experiment.digest:
        raise ValueError("the checkpoint is of another experiment")
    _unpack_steering(state, facts)
    ends = facts.get("stage_ends", {})  # older files have none
    state.stage_ends = [StageEnd(name, step, _named(f"{name}.", tensors)) for name, step in ends.items()]
    slots: list[dict[int, dict[str, Any]]] = [{} for _ in state.optimizers]
    learned = [[p for group in o.param_groups for p in group["params"]] for o in state.optimizers]
    for name, value in {**tensors, **facts["optimizer_scalars"]}.items():
        if name.startswith("optimizer."):
            _, place, index, key = name.split(".", 3)
            slots[int(place)].setdefault(int(index), {})[key] = _laid_out(value, learned[int(place)][int(index)])
    state.net.load_state_dict(_named("net.", tensors))
    if state.early and facts.get("early"):
        vars(state.early).update(facts["early"], weights=_named("best.", tensors))
    for optimizer, slot, groups in zip(state.optimizers, slots, facts["optimizer_groups"], strict=True):
        optimizer.load_state_dict({"state": slot, "param_groups": groups})
    for place, optimizer in enumerate(state.optimizers):
        waiting, parameters = _named(f"gathered.{place}.", tensors), learning(optimizer)
        gathered(optimizer).update({p: _laid_out(g, p) for i, g in waiting.items() for p in [parameters[int(i)]]})
        state.steps[place].settings_changed()
    for schedule, packed in zip(state.schedules, facts.get("schedules", ()), strict=False):  # older files have none
        if schedule:
            schedule.load_state_dict(packed)
    state.losses = tensors["losses"].tolist()
    state.step, state.evaluated_step = facts["step"], facts["evaluated_step"]
    state.rng, state.epoch_rng = tensors["rng.global"], tensors["rng.epoch"]
    state.device_rng = tensors.get("rng.device", state.device_rng)  # only runs on a GPU have one
    if state.epoch > state.stage_began.epoch:
        state.shuffle.set_state(state.epoch_rng)
        draw_order(state)
    state.shuffle.set_state(tensors["rng.shuffle"])
    state.chance.set_state(tensors["rng.chance"])


def _laid_out(value: Any, parameter: Tensor) -> Any:
    """Optimizers want what they keep for a parameter to lie in memory as the parameter does."""
    if isinstance(value, Tensor) and value.shape == parameter.shape:
        return torch.empty_like(parameter, dtype=value.dtype, requires_grad=False).copy_(value)
    return value


def _unpack_steering(state: State, facts: dict[str, Any]) -> None:
    """The stage, the place in the data and the changes made; older files have none of them."""
    state.changes = tuple(Change.model_validate(change) for change in facts.get("changes", ()))
    state.granted = facts.get("granted", [])
    state.planned = state.planned[len(state.changes) - len(state.granted) :]
    _unpack_stage(state, facts.get("stage"))
    state.epoch = facts.get("epoch", math.ceil(facts["step"] / state.steps_per_epoch))
    state.order_step = facts.get("order_step", max(0, state.epoch - 1) * state.steps_per_epoch)
    state.order_skips = facts.get("order_skips", 0)
    state.verdict, state.best_step = facts.get("verdict", ""), facts.get("best_step", 0)
    state.trained_s, state.looks = facts.get("trained_s", 0.0), facts.get("looks", 0)
    state.tested_step = facts.get("tested_step", -1)
    state.rates, state.lengths = facts.get("rates", {}), facts.get("lengths", {})
    state.is_of_other_data = bool(state.epoch) and facts.get("data") != digest_of_data(state.program)


def _unpack_stage(state: State, told: dict[str, int] | None) -> None:
    """Enter the stage that the run was in, with what was changed before it, and then make the changes since."""
    document, place = state.experiment.document, told["place"] if told else 0
    began = StageBegin(*(told[name] for name in ("step", "epoch", "changes"))) if told else StageBegin()
    if state.stages:
        state.base = changed(document, state.changes[: began.changes])
        state.step, state.epoch = began.step, began.epoch
        enter(state, place, began)
    state.settings = changed(state.settings, state.changes[began.changes :])
    state.base = changed(document, state.changes)


def _named(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}


def _read(file: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    with safe_open(file, framework="pt") as opened:
        metadata = opened.metadata()
        tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118 - not a dict
    facts = json.loads(metadata["facts"])
    if metadata["digest"] != _digest(tensors, facts):
        raise ValueError("the file was damaged")
    return tensors, facts


def _digest(tensors: dict[str, Tensor], facts: dict[str, Any]) -> str:
    hasher = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    for name in sorted(tensors):
        hasher.update(name.encode())
        hasher.update(tensors[name].reshape(-1).view(torch.uint8).numpy().data)
    return hasher.hexdigest()


def _make_durable(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
