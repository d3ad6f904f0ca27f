"""Parameters that torch's transformers and attention keep in their parts, or under other names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from torch import nn
from torch.nn import functional as F

_ACTIVATIONS: Mapping[Any, str] = {F.relu: "relu", F.gelu: "gelu"}


def told_by_parts(module: nn.Module) -> dict[str, Any]:
    """The parameters of a module that are found in its parts; none for modules that keep them themselves."""
    read = next((read for kind, read in _READS.items() if isinstance(module, kind)), None)
    return {name: value for name, value in read(module).items() if value is not None} if read else {}


def _attention(module: Any) -> dict[str, Any]:
    return {
        "bias": module.in_proj_bias is not None,
        "add_bias_kv": module.bias_k is not None,
        "kdim": None if module.kdim == module.embed_dim else module.kdim,
        "vdim": None if module.vdim == module.embed_dim else module.vdim,
    }


def _layer(module: Any) -> dict[str, Any]:
    return {
        "nhead": module.self_attn.num_heads,
        "dim_feedforward": module.linear1.out_features,
        "dropout": module.dropout.p,
        "activation": _ACTIVATIONS.get(getattr(module, "activation", None)),
        "layer_norm_eps": module.norm1.eps,
        "batch_first": module.self_attn.batch_first,
        "norm_first": module.norm_first,
        "bias": module.linear1.bias is not None,
    }


def _stack(module: Any) -> dict[str, Any]:
    return {"num_layers": len(module.layers), **_layer(module.layers[0])}


def _whole(module: Any) -> dict[str, Any]:
    counts = {"num_encoder_layers": len(module.encoder.layers), "num_decoder_layers": len(module.decoder.layers)}
    return {**_layer(module.encoder.layers[0]), **counts}


_READS: Mapping[type[nn.Module], Callable[[Any], dict[str, Any]]] = {
    nn.MultiheadAttention: _attention,
    nn.TransformerEncoderLayer: _layer,
    nn.TransformerDecoderLayer: _layer,
    nn.TransformerEncoder: _stack,
    nn.TransformerDecoder: _stack,
    nn.Transformer: _whole,
}
