"""Attention: which element of a sequence looks at which, in each head."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode

from builder.checker.analysis import Analysis
from builder.checker.block_use import BoundUse
from builder.checker.weight_sharing import Bound
from builder.samples.shades import Shades, shades
from trainer.look.probe import NodeProbe, Picture
from trainer.look.scene import Path, Scene
from trainer.look.tokens import tokens_before

MAX_LAYERS = 12
MAX_HEADS = 16
MAX_SIDE = 64


class Attention(Picture):
    """How much each query (row) takes from each key (column), from 0 to 1: one map a head, layer by layer.

    Shape: maps (layers * heads, queries, keys). ``queries`` and ``keys`` are the letters, words or numbers of the
    sample, where they are known.
    """

    layers: int
    heads: int
    maps: Shades
    queries: tuple[str, ...]
    keys: tuple[str, ...]


class Watched(TorchFunctionMode):
    """Inside, every attention is computed as always, and its weights are kept. Shape: (heads, queries, keys) each."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Tensor] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if func is F.multi_head_attention_forward:
            output, weights = func(*args, **{**kwargs, "need_weights": True, "average_attn_weights": False})
            assert isinstance(weights, Tensor)
            self.seen.append(weights[0] if weights.dim() == 4 else weights)
            return output, weights
        if func is F.scaled_dot_product_attention:
            self.seen.append(_weights(*args, **kwargs).flatten(0, -4)[0])
        return func(*args, **kwargs)


def _weights(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> Tensor:
    """The weights that scaled dot product attention gives to each value. Shape: (N, heads, queries, keys)."""
    if enable_gqa:
        key = key.repeat_interleave(query.shape[-3] // key.shape[-3], -3)
    scores = query @ key.transpose(-2, -1) * (scale or 1 / math.sqrt(query.shape[-1]))
    if is_causal:
        ahead = torch.ones_like(scores, dtype=torch.bool).triu(1)
        scores = scores.masked_fill(ahead, -torch.inf)
    if attn_mask is not None:
        scores = scores.masked_fill(~attn_mask, -torch.inf) if attn_mask.dtype == torch.bool else scores + attn_mask
    while scores.dim() < 4:
        scores = scores.unsqueeze(0)
    return scores.softmax(-1)


def supports(found: Analysis, node: str) -> bool:
    """Nodes that attend, and blocks that hold one."""
    layer = found.layers[node]
    used = layer.other if isinstance(layer, Bound) else layer
    if isinstance(used, BoundUse):
        return used.looked is not None and any(supports(used.looked.inside, id) for id in used.looked.inside.layers)
    return used.spec.category in ("Attention", "Transformer") and node in found.needed - found.sampled


def look(scene: Scene, path: Path) -> Attention | None:
    """The weights for the first validation sample; None where the node does not attend in a way that can be seen."""
    scene.inputs(path, 1)  # what attends before this node is not to be watched
    with Watched() as watched:
        scene.run(path, 1)
    if not watched.seen:
        return None
    shape = next((each.shape for each in watched.seen if each.shape[1] != each.shape[2]), watched.seen[0].shape)
    maps = [each for each in watched.seen if each.shape == shape][:MAX_LAYERS]
    heads = min(MAX_HEADS, len(maps[0]))
    cut = torch.cat([each[:heads, :MAX_SIDE, :MAX_SIDE] for each in maps])
    asking, asked = _ports(scene, path, is_across=shape[1] != shape[2])
    return Attention(
        layers=len(maps),
        heads=heads,
        maps=shades(cut, 0.0, 1.0),
        queries=tokens_before(scene, path, asking, shape[1])[:MAX_SIDE],
        keys=tokens_before(scene, path, asked, shape[2])[:MAX_SIDE],
    )


def _ports(scene: Scene, path: Path, *, is_across: bool) -> tuple[str, str]:
    """The port of what asks, and that of what is asked: the same one where a sequence attends to itself.

    The second is empty where maps of both kinds have one shape.
    """
    ports = list(scene.inputs(path, 1))
    if "key" in ports:
        return ports[0], "key"
    if "tgt" in ports:
        return "tgt", next(port for port in ("memory", "src") if port in ports) if is_across else ""
    return ports[0], next((port for port in ports[1:] if is_across), ports[0])


PROBE = NodeProbe(
    key="attention",
    order=13,
    title="Attention",
    summary="Who looks at whom: each row is one element of the sequence, bright where it takes from another.",
    every_s=0.5,
    picture=Attention,
    supports=supports,
    look=look,
)
