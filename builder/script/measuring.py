"""How exported scripts measure a part of the data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from builder.script.moving import Averages

Split = dict[str, torch.Tensor]


def measure_part(
    title: str,
    net: Any,
    metrics: Callable[[Any, Split], Split],
    samples: Split,
    sources: Callable[[int, torch.Generator], Split] | None,
    seed: int,
) -> dict[str, float]:
    """Print the losses and the metrics on a part of the data, and return them; sources add the same each time."""
    net.eval()
    if sources:
        fixed = torch.Generator().manual_seed(seed)
        samples = {**samples, **sources(len(next(iter(samples.values()))), fixed)}
    with torch.no_grad():
        scores = {name: value.item() for name, value in metrics(net, samples).items()}
    print(title, *(f"{name} {value!r}" for name, value in scores.items()))
    return scores


def measure_both(
    title: str,
    net: Any,
    metrics: Callable[[Any, Split], Split],
    samples: Split,
    sources: Callable[[int, torch.Generator], Split] | None,
    seed: int,
    optimizers: list[torch.optim.Optimizer],
) -> dict[str, float]:
    """As `measure_part`; where averages of the weights are kept, measure them too, under names that say so."""
    scores = measure_part(title, net, metrics, samples, sources, seed)
    averages = Averages(optimizers)
    with averages:
        if averages.are_kept:
            of_averages = measure_part(f"{title} (EMA)", net, metrics, samples, sources, seed)
            scores |= {f"{name} (EMA)": value for name, value in of_averages.items()}
    return scores
