"""Recurrent layers: they read a sequence step by step and keep a state."""

import ast
from collections.abc import Mapping
from typing import Any

from torch import nn

from builder.layer import ANY_TENSOR, Expected, Params, Tensors, TorchLayer, features
from builder.shapes import SEQUENCES
from builder.spec import Port

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


class TwoStates(TorchLayer):
    """An LSTM or its cell: torch takes the two states to start from as one argument."""

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        assert module is not None
        return module(inputs["input"], (inputs["h_0"], inputs["c_0"])) if len(inputs) > 1 else module(inputs["input"])

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        assert module is not None
        states = [ast.Tuple(elts=[inputs["h_0"], inputs["c_0"]])] if len(inputs) > 1 else []
        return ast.Call(func=module, args=[inputs["input"], *states], keywords=[])


# our sequences are (N, steps, features), hence batch_first
RECURRENT: dict[str, Any] = {
    "category": "Recurrent",
    "infer": {"input_size": features},
    "starts": {"hidden_size": 64, "batch_first": True},
    "limits": LIMITS,
    "choices": {"nonlinearity": ("tanh", "relu")},
}


def recurrent(module: type[nn.Module], **facts: Any) -> TorchLayer:
    return TorchLayer(module, **RECURRENT, **facts)


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
    TwoStates(
        nn.LSTM,
        summary="Reads a sequence step by step and keeps a long memory, guarded by gates that are learned.",
        inputs=(READ, H_0, C_0),
        returns=("output", ("h_n", "c_n")),
        expects={"input": SEQUENCES, "h_0": STATE, "c_0": STATE},
        **RECURRENT,
    ),
    recurrent(
        nn.RNNCell,
        summary="Mixes one step of a sequence into a state: what an RNN does at each step.",
        inputs=(STEP, HX),
        returns="h",
        expects={"input": ONE_STEP, "hx": CELL_STATE},
    ),
    recurrent(
        nn.GRUCell,
        summary="Mixes one step of a sequence into a gated state: what a GRU does at each step.",
        inputs=(STEP, HX),
        returns="h",
        expects={"input": ONE_STEP, "hx": CELL_STATE},
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
