"""What a network is trained on."""

from __future__ import annotations

import os

import torch
from torch import Tensor

from trainer.problems import TrainingProblem

os.environ.setdefault("PYTORCH_NVML_BASED_CUDA_CHECK", "1")  # asked before a fork, where CUDA must not wake up

NAMES = ("best", "cpu", "gpu")
CPU = torch.device("cpu")


def device_called(name: str) -> torch.device:
    """The device that ``best`` (a GPU where there is one), ``cpu`` or ``gpu`` means on this machine.

    Raises:
        TrainingProblem: ``no_gpu``: there is none here; ``no_such_device``: no device is called that.
    """
    if name not in NAMES:
        raise TrainingProblem("no_such_device", f"There is no device {name!r}.", f"Choose one of {', '.join(NAMES)}.")
    if name == "cpu" or not torch.cuda.is_available():
        if name == "gpu":
            raise TrainingProblem(
                "no_gpu", "There is no GPU here that torch can use.", "Train on the CPU, or on another machine."
            )
        return torch.device("cpu")
    return torch.device("cuda")


def finish(device: torch.device) -> None:
    """Wait until a device has done all that it was given."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def on_device(batch: dict[str, Tensor], device: torch.device) -> dict[str, Tensor]:
    """A batch where it is to be computed."""
    return {name: moved(values, device) for name, values in batch.items()}


def moved(values: Tensor, device: torch.device) -> Tensor:
    """Values where they are to be used. On their way to a GPU, which they make from pinned memory, nobody waits."""
    if device.type == "cuda" and values.is_cpu:
        return values.pin_memory().to(device, non_blocking=True)
    return values.to(device)
