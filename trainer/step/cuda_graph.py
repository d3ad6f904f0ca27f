"""Captures a step's forward and backward pass as one CUDA graph: the host then starts all kernels by one call.

Written after torch's documentation and `torch.cuda.make_graphed_callables`; there was no GPU to run it on.
`trainer.run.captured_steps` uses what comes out only where it gave the bits that autograd gave.

Reference: https://docs.pytorch.org/docs/stable/notes/cuda.html#cuda-graphs
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from trainer.tape import Replay, gradients

WARM_UPS = 3
"""How often a step is computed before: libraries set themselves up in the first ones, which no graph may hold."""


def capture(
    objective: Callable[[nn.Module, dict[str, Tensor]], Tensor],
    net: nn.Module,
    batch: dict[str, Tensor],
    parameters: Sequence[Tensor],
) -> Replay:
    """The step for batches of these shapes. What it gives lies where the next call writes.

    Raises:
        RuntimeError: the step does something that no graph can hold, such as to ask for a value.
    """
    given = {name: values.clone() for name, values in batch.items()}
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(WARM_UPS):
            gradients(objective(net, given), parameters)
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph, stream=stream):
        loss = objective(net, given)
        grads = gradients(loss, parameters)
    moved = tuple(place for place, grad in enumerate(grads) if grad is not None)
    value, kept, into = loss.detach(), [grad for grad in grads if grad is not None], list(given.values())

    def step(*values: Tensor) -> tuple[Tensor, list[Tensor]]:
        torch._foreach_copy_(into, values)
        graph.replay()
        return value, kept

    return Replay(fields=tuple(given), step=step, moved=moved, kernels=1)
