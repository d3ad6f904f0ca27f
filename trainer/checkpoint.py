"""A run's exact state on disk: going on from it gives bit for bit the numbers of a run never stopped.

One safetensors file a checkpoint, its JSON in the file's metadata; never pickle. A file is written
beside the last one, made durable, then renamed; the last two are kept, so one good state always exists.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from trainer.experiment import Experiment
from trainer.loop import State, begin, draw_order
from trainer.problems import TrainingProblem

KEPT = 2


def save(state: State, folder: Path) -> str:
    """Write the state; the digest of what was written.

    Raises:
        TrainingProblem: ``not_saved``: the disk is full, or the folder can't be written to.
    """
    tensors, facts = _pack(state)
    digest = _digest(tensors, facts)
    metadata = {"facts": json.dumps(facts), "digest": digest}
    target = folder / f"{state.step:012d}.safetensors"
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
            "Is the disk full? Training goes on from the last saved state.",
        ) from error
    for old in _files(folder)[:-KEPT]:
        old.unlink(missing_ok=True)
    return digest


def load(experiment: Experiment, folder: Path) -> State:
    """The newest state in the folder that is whole.

    Raises:
        TrainingProblem: ``no_checkpoint``: there is none, or none can be read.
    """
    state = begin(experiment)
    for file in reversed(_files(folder)):
        with contextlib.suppress(SafetensorError, OSError, KeyError, ValueError, RuntimeError):
            _unpack(state, *_read(file))
            return state
    raise TrainingProblem(
        "no_checkpoint", "No saved state of this run can be read.", "Start the run again from the beginning."
    )


def exists(folder: Path) -> bool:
    """Whether there is a checkpoint to load."""
    return bool(_files(folder))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.safetensors"))


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
    tensors |= {"rng.global": state.rng, "rng.shuffle": state.shuffle.get_state(), "rng.epoch": state.epoch_rng}
    tensors |= {"rng.chance": state.chance.get_state(), "losses": torch.tensor(state.losses, dtype=torch.float64)}
    facts = {
        "version": 1,
        "experiment": state.experiment.digest,
        "step": state.step,
        "evaluated_step": state.evaluated_step,
        "optimizer_scalars": scalars,
        "optimizer_groups": groups,
        "schedules": [schedule.state_dict() if schedule else None for schedule in state.schedules],
    }
    return {name: value.detach().clone().contiguous() for name, value in tensors.items()}, facts


def _unpack(state: State, tensors: dict[str, Tensor], facts: dict[str, Any]) -> None:
    if facts["experiment"] != state.experiment.digest:
        raise ValueError("the checkpoint is of another experiment")
    slots: list[dict[int, dict[str, Any]]] = [{} for _ in state.optimizers]
    learned = [[p for group in o.param_groups for p in group["params"]] for o in state.optimizers]
    for name, value in {**tensors, **facts["optimizer_scalars"]}.items():
        if name.startswith("optimizer."):
            _, place, index, key = name.split(".", 3)
            slots[int(place)].setdefault(int(index), {})[key] = _laid_out(value, learned[int(place)][int(index)])
    weights = {name.removeprefix("net."): value for name, value in tensors.items() if name.startswith("net.")}
    state.net.load_state_dict(weights)
    for optimizer, slot, groups in zip(state.optimizers, slots, facts["optimizer_groups"], strict=True):
        optimizer.load_state_dict({"state": slot, "param_groups": groups})
    for schedule, packed in zip(state.schedules, facts.get("schedules", ()), strict=False):  # older files have none
        if schedule:
            schedule.load_state_dict(packed)
    state.losses = tensors["losses"].tolist()
    state.step, state.evaluated_step = facts["step"], facts["evaluated_step"]
    state.rng, state.epoch_rng = tensors["rng.global"], tensors["rng.epoch"]
    if state.step % state.steps_per_epoch:
        state.shuffle.set_state(state.epoch_rng)
        draw_order(state)
    state.shuffle.set_state(tensors["rng.shuffle"])
    state.chance.set_state(tensors["rng.chance"])


def _laid_out(value: Any, parameter: Tensor) -> Any:
    """Optimizers want what they keep for a parameter to lie in memory as the parameter does."""
    if isinstance(value, Tensor) and value.shape == parameter.shape:
        return torch.empty_like(parameter, dtype=value.dtype, requires_grad=False).copy_(value)
    return value


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
