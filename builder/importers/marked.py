"""What is drawn for the marks of a traced graph."""

from __future__ import annotations

from typing import Any

from torch import fx

from builder.drawing.document import Value
from builder.importers.own_operations import ATTENTION, BY_MODE, DROPOUT, REVERSAL, SLOPE

Drawn = tuple[str, dict[str, Value], dict[str, fx.Node]]
"""A node type, its parameters, and what is wired to its inputs."""

_DROPOUTS = {"dropout": "Dropout", "alpha_dropout": "AlphaDropout", "feature_alpha_dropout": "FeatureAlphaDropout"}
_OF_CHANNELS = {3: "Dropout1d", 4: "Dropout2d", 5: "Dropout3d"}


def drawn(node: fx.Node) -> Drawn:
    """The node that a mark becomes."""
    made: Drawn = TYPES[node.target](*node.args)
    return made


def _dropout(input: fx.Node, kind: str, p: float, is_on: bool) -> Drawn:
    type = _DROPOUTS.get(kind) or _OF_CHANNELS.get(input.meta["val"].dim(), "Dropout")
    return type, {"p": p} if p != 0.5 else {}, {"input": input}


def _by_mode(training: fx.Node, answering: fx.Node) -> Drawn:
    return "TrainingSwitch", {}, {"training": training, "answering": answering}


def _attention(
    query: fx.Node, key: fx.Node, value: fx.Node, attn_mask: fx.Node | None, dropout_p: float, is_causal: bool
) -> Drawn:
    params: dict[str, Value] = {"dropout_p": dropout_p} if dropout_p != 0.1 else {}
    params |= {"is_causal": True} if is_causal else {}
    ports = {"query": query, "key": key, "value": value}
    return "DropoutAttention", params, ports | ({"attn_mask": attn_mask} if attn_mask is not None else {})


def _slope(output: fx.Node, input: fx.Node, slope: fx.Node) -> Drawn:
    return "SurrogateGradient", {}, {"output": output, "input": input, "slope": slope}


def _reversal(input: fx.Node, factor: float) -> Drawn:
    return "GradientReversal", {"factor": factor} if factor != 1 else {}, {"input": input}


TYPES: dict[Any, Any] = {
    DROPOUT: _dropout,
    BY_MODE: _by_mode,
    ATTENTION: _attention,
    SLOPE: _slope,
    REVERSAL: _reversal,
}
