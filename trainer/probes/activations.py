"""Activations: what comes out of a node for one fixed held-out sample."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

from trainer.looking import looking
from trainer.loop import State

MAX_CHANNELS = 64
MAX_VALUES = 4_096
SAMPLE = 0


class Activation(BaseModel):
    """One node's output: ``value = low + data / 255 * (high - low)``, in row-major order.

    Shape: (C, H, W) for feature maps, (C,) for vectors; ``channels`` counts them all, also those cut off.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["activation"] = "activation"
    node: str
    step: int
    shape: tuple[int, ...]
    channels: int
    low: float
    high: float
    data: bytes
    sample: int


def probe(state: State, nodes: Iterable[str]) -> dict[str, Activation]:
    """The activations of those nodes that have any; unknown nodes are left out."""
    batch = {name: values[SAMPLE : SAMPLE + 1] for name, values in state.held_out.items()}
    with looking(state.net):
        outputs = state.program.trace(state.net, batch)
    return {node: _pack(node, outputs[node][0], state.step) for node in nodes if node in outputs}


def _pack(node: str, output: Tensor, step: int) -> Activation:
    values = output.detach().float()
    channels = values.shape[0] if values.dim() else 1
    values = values[:MAX_CHANNELS] if values.dim() > 1 else values.reshape(-1)[:MAX_VALUES]
    low, high = values.min().item(), values.max().item()
    scaled = (values - low) / max(high - low, 1e-12) * 255
    return Activation(
        node=node,
        step=step,
        shape=tuple(values.shape),
        channels=channels,
        low=low,
        high=high,
        data=scaled.round().to(torch.uint8).contiguous().numpy().tobytes(),
        sample=SAMPLE,
    )
