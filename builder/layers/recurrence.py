"""Recurrent layers: they read a sequence step by step and keep a state."""

import ast
from collections.abc import Mapping
from typing import Any

from torch import nn

from builder.kinds.expected import ANY_TENSOR, Expected
from builder.kinds.layer import Params, Tensors
from builder.kinds.shapes import SEQUENCES
from builder.kinds.spec import OnlyIf, Port
from builder.kinds.torch_layer import TorchLayer, features

LIMITS = {
    "hidden_size": (1, 100_000),
    "num_layers": (1, 1_000),
    "dropout": (0, 1),
    "proj_size": (0, 100_000),
}
STATE = Expected((3,), "a state of shape (layers, N, hidden_size)")
CELL_STATE = Expected((2,), "a state of shape (N, hidden_size)")
ONE_STEP = Expected((2,), "one step, of shape (N, features)")
READ = Port(name="input", accepts=ANY_TENSOR, help="The sequence, of shape (N, steps, features).")
STEP = Port(name="input", accepts=ANY_TENSOR, help="One step of the sequence, of shape (N, features).")
HX = Port(name="hx", accepts=ANY_TENSOR, optional=True, help="The state to start from; zeros without a wire.")
H_0 = Port(name="h_0", accepts=ANY_TENSOR, optional=True, help="The state to start from; wire c_0 too.")
C_0 = Port(name="c_0", accepts=ANY_TENSOR, optional=True, help="The memory to start from; wire h_0 too.")


def _time_axis(params: Params) -> int:
    return 1 if params["batch_first"] else 0


class Unrolled(TorchLayer):
    """A layer that does the same at each step.

    Without storage torch goes through a sequence step by step, in Python: one step shows as much as all.
    """

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        sequence, axis = inputs["input"], _time_axis(params)
        if not sequence.is_meta or sequence.shape[axis] < 2:
            return super().run(module, params, inputs)
        output, state = super().run(module, params, {**inputs, "input": sequence.narrow(axis, 0, 1)})
        shape = list(output.shape)
        shape[axis] = sequence.shape[axis]
        return output.new_empty(shape), state

    def rounds(self, params: Params, inputs: Tensors) -> int:
        return max(1, inputs["input"].shape[_time_axis(params)])


class TwoStates(TorchLayer):
    """An LSTM or its cell: torch takes the two states to start from as one argument."""

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        assert module is not None
        return module(inputs["input"], (inputs["h_0"], inputs["c_0"])) if len(inputs) > 1 else module(inputs["input"])

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        assert module is not None
        states = [ast.Tuple(elts=[inputs["h_0"], inputs["c_0"]])] if len(inputs) > 1 else []
        return ast.Call(func=module, args=[inputs["input"], *states], keywords=[])


class UnrolledTwoStates(Unrolled, TwoStates):
    """An LSTM."""


# our sequences are (N, steps, features), hence batch_first
RECURRENT: dict[str, Any] = {
    "category": "Recurrent",
    "infer": {"input_size": features},
    "starts": {"hidden_size": 64, "batch_first": True},
    "limits": LIMITS,
    "only_if": {"dropout": OnlyIf(field="num_layers", unless=(1,))},  # between layers
    "choices": {"nonlinearity": ("tanh", "relu")},
}


def recurrent(module: type[nn.Module], **facts: Any) -> Unrolled:
    return Unrolled(module, **RECURRENT, **facts)


LAYERS = (
    recurrent(
        nn.RNN,
        summary="Reads a sequence step by step, mixing each step into a state that it remembers.",
        inputs=(READ, HX),
        returns=("output", "h_n"),
        expects={"input": SEQUENCES, "hx": STATE},
    ),
    recurrent(
        nn.GRU,
        summary="Reads a sequence step by step; two gates decide what it remembers and what it replaces.",
        inputs=(READ, HX),
        returns=("output", "h_n"),
        expects={"input": SEQUENCES, "hx": STATE},
    ),
    UnrolledTwoStates(
        nn.LSTM,
        summary="Reads a sequence step by step and keeps a long memory, guarded by gates that are learned.",
        inputs=(READ, H_0, C_0),
        returns=("output", ("h_n", "c_n")),
        expects={"input": SEQUENCES, "h_0": STATE, "c_0": STATE},
        **RECURRENT,
    ),
    TorchLayer(
        nn.RNNCell,
        summary="Mixes one step of a sequence into a state: what an RNN does at each step.",
        inputs=(STEP, HX),
        returns="h",
        expects={"input": ONE_STEP, "hx": CELL_STATE},
        **RECURRENT,
    ),
    TorchLayer(
        nn.GRUCell,
        summary="Mixes one step of a sequence into a gated state: what a GRU does at each step.",
        inputs=(STEP, HX),
        returns="h",
        expects={"input": ONE_STEP, "hx": CELL_STATE},
        **RECURRENT,
    ),
    TwoStates(
        nn.LSTMCell,
        summary="Mixes one step of a sequence into a state and a memory: what an LSTM does at each step.",
        inputs=(STEP, H_0, C_0),
        returns=("h_1", "c_1"),
        expects={"input": ONE_STEP, "h_0": CELL_STATE, "c_0": CELL_STATE},
        **RECURRENT,
    ),
)
