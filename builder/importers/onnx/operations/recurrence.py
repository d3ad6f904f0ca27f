"""Layers that read a sequence step by step and keep a state."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from builder.importers.onnx.call import Call, Operations
from builder.importers.onnx.values import Filled, Known, Unfit, Value, Weight, tensor

FAMILY = Operations()

_GATES = {"LSTM": (0, 2, 3, 1), "GRU": (1, 0, 2), "RNN": (0,)}
"""Where torch's gates stand in ONNX's order."""
_FUNCTIONS = {"LSTM": ["sigmoid", "tanh", "tanh"], "GRU": ["sigmoid", "tanh"]}


@FAMILY.layer("LSTM", "GRU", "RNN")
def make_recurrent(
    call: Call, weight: Weight, repeated: Weight, bias: Weight | None = None, *_: Weight | None
) -> nn.Module | None:
    """A recurrent layer of torch, with its gates in torch's order."""
    directions, hidden = repeated.values.shape[0], repeated.values.shape[2]
    resets_before = call.op == "GRU" and not call.get("linear_before_reset", 0)
    _refuse_what_differs(call, directions, repeated.values if resets_before else None)
    settings: dict[str, Any] = {"bias": bias is not None, "bidirectional": directions == 2}
    if call.op == "RNN":
        settings["nonlinearity"] = _functions(call)[0] if _functions(call) else "tanh"
    with torch.device("meta"):
        made = getattr(nn, call.op)(weight.values.shape[2], hidden, **settings)
    made.to_empty(device="cpu")
    for direction in range(directions):
        end = "_l0_reverse" if direction else "_l0"
        _fill(made, f"weight_ih{end}", _in_order(call.op, weight.values[direction]))
        _fill(made, f"weight_hh{end}", _in_order(call.op, repeated.values[direction]))
        if bias is not None:
            both = np.split(bias.values[direction], 2)
            both = _bias_without_reset(*both) if resets_before else both
            _fill(made, f"bias_ih{end}", _in_order(call.op, both[0]))
            _fill(made, f"bias_hh{end}", _in_order(call.op, both[1]))
    return made  # type: ignore[no-any-return]


def _functions(call: Call) -> list[str]:
    return [each.decode().lower() for each in call.get("activations", ())]


def _bias_without_reset(read: Known, repeated: Known) -> list[Known]:
    """The biases of a GRU whose reset gate stands before the product: that of the new state is added without it."""
    gates, new = len(read) // 3, slice(2 * len(read) // 3, None)
    moved = np.concatenate([read[: 2 * gates], read[new] + repeated[new]])
    return [moved, np.concatenate([repeated[: 2 * gates], np.zeros_like(repeated[new])])]


def _is_diagonal(repeated: Known) -> bool:
    """Whether the reset gate may stand before or after the product of the new state: each value is for itself."""
    new = np.split(repeated, 3, axis=1)[2]
    return all(not np.any(each - np.diag(np.diag(each))) for each in new)


def _refuse_what_differs(call: Call, directions: int, resets_before: Known | None) -> None:
    """
    Args:
        resets_before: the repeated weights of a GRU whose reset gate stands before their product.

    Raises:
        Unfit: torch's layer computes something else.
    """
    functions = _functions(call)
    expected = _FUNCTIONS.get(call.op, functions[:1] or ["tanh"])
    if functions and functions != expected * directions:
        raise Unfit(f"its gates bend signals by {', '.join(functions)}; torch's by {', '.join(expected)}")
    if call.op == "RNN" and expected[0] not in ("tanh", "relu"):
        raise Unfit(f"its state is bent by {expected[0]}; torch's by tanh or relu")
    if resets_before is not None and not _is_diagonal(resets_before):
        raise Unfit(
            "its reset gate stands before the product (linear_before_reset = 0); torch's stands after it",
            "Train and export it with the gate after the product, as torch has it: GRU(reset_after=True) in Keras.",
        )
    if "clip" in call.attributes or call.get("input_forget", 0):
        raise Unfit("it has a clip or coupled gates")


def _in_order(op: str, values: Any) -> Tensor:
    gates = np.split(values, len(_GATES[op]))
    return torch.from_numpy(np.concatenate([gates[place] for place in _GATES[op]]))


def _fill(module: nn.Module, name: str, values: Tensor) -> None:
    setattr(module, name, nn.Parameter(values.contiguous()))


@FAMILY("LSTM", "GRU", "RNN")
def recurrent(
    call: Call,
    x: Value,
    weight: Value,
    repeated: Value,
    bias: Value | None = None,
    lengths: Value | None = None,
    *states: Value | None,
) -> tuple[Tensor, ...]:
    """A sequence step by step; gives all states, and the last ones."""
    if call.layer is None:
        raise Unfit("its weights are computed")
    if lengths is not None and not isinstance(lengths, Filled | np.ndarray):
        raise Unfit("each sequence has a length of its own")
    if len(states) > 2 and states[2] is not None:
        raise Unfit("its gates look at the memory (peepholes)")
    by_batch = bool(call.get("layout", 0))
    values = tensor(x).transpose(0, 1) if by_batch else tensor(x)
    is_reversed = call.text("direction", "forward") == "reverse"
    values = values.flip(0) if is_reversed else values
    begin = [each for each in states[:2] if each is not None and not _is_zero(each)]
    if begin:
        given = [tensor(each).transpose(0, 1) if by_batch else tensor(each) for each in begin]
        read, last = call.layer(values, tuple(given) if call.op == "LSTM" else given[0])
    else:
        read, last = call.layer(values)
    read = read.flip(0) if is_reversed else read
    return _as_onnx(read, last if isinstance(last, tuple) else (last,), by_batch)


def _is_zero(state: Value) -> bool:
    if isinstance(state, Filled):
        return bool(state.number == 0)
    values = state.values if isinstance(state, Weight) else state
    return isinstance(values, np.ndarray) and not np.any(values)


def _as_onnx(read: Tensor, last: tuple[Tensor, ...], by_batch: bool) -> tuple[Tensor, ...]:
    """All states as (T, directions, N, hidden), or by batch (N, T, directions, hidden), and the last ones."""
    directions = last[0].shape[0]
    if by_batch:
        steps = read.transpose(0, 1).unflatten(2, (directions, -1))
        return steps, *(each.transpose(0, 1) for each in last)
    if directions == 1:
        return read.unsqueeze(1), *last
    return read.unflatten(2, (directions, -1)).transpose(1, 2), *last
