"""Parameter: a tensor that belongs to the network itself, learned or kept."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from builder.kinds.layer import ComputedLayer, Params, Tensors
from builder.kinds.spec import NodeType, OnlyIf, Param, Port
from builder.kinds.syntax import dotted, literal

MAX_VALUES = 256
REAL_DTYPES = ("float32", "float64", "float16", "bfloat16")
DTYPES = (*REAL_DTYPES, "int64", "int32", "int16", "int8", "uint8", "bool")


class LearnedTensor(nn.Module):
    """A tensor that is learned, or kept as it is."""

    def __init__(self, value: Tensor, learns: bool = True) -> None:
        super().__init__()
        if learns:
            self.value = nn.Parameter(value)
        else:
            self.register_buffer("value", value)

    def forward(self) -> Tensor:
        return self.value


class ParameterLayer(ComputedLayer):
    """A node without inputs that gives a tensor of the network's own."""

    returns = "output"

    def make(self, params: Params) -> nn.Module:
        return LearnedTensor(_start(params), _learns(params))

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        assert module is not None
        return module()

    def construct(self, params: Params) -> ast.expr:
        values = _values(params)
        dtype = ast.keyword(arg="dtype", value=dotted("torch", str(params["numbers"])))
        shape = ast.Tuple(elts=[literal(size) for size in _shape(params)])
        keywords = [dtype] if params["numbers"] != "float32" else []
        if values is not None:
            given = ast.Call(func=dotted("torch", "tensor"), args=[_list(values)], keywords=[dtype])
            start: ast.expr = ast.Call(func=ast.Attribute(given, "reshape"), args=[shape], keywords=[])
        else:
            function = {"zeros": "zeros", "ones": "ones", "normal": "randn"}[str(params["start"])]
            start = ast.Call(func=dotted("torch", function), args=[shape], keywords=keywords)
        learns = [] if _learns(params) else [ast.keyword(arg="learns", value=ast.Constant(value=False))]
        return ast.Call(func=ast.Name(LearnedTensor.__name__), args=[start], keywords=learns)

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        assert module is not None
        return ast.Call(func=module, args=[], keywords=[])

    @property
    def own_code(self) -> tuple[Any, ...]:
        return (LearnedTensor,)


def _shape(params: Params) -> tuple[int, ...]:
    shape = params["shape"]
    if shape is None:
        return ()
    return shape if isinstance(shape, tuple) else (int(str(shape)),)


def _learns(params: Params) -> bool:
    """Whether training changes it; only real numbers can be learned."""
    return bool(params["learns"]) and params["numbers"] in REAL_DTYPES


def _values(params: Params) -> list[Any] | None:
    """The numbers that the tensor begins with.

    Raises:
        ValueError: they are no list of numbers, or too many.
    """
    if not params["values"]:
        return None
    values = json.loads(str(params["values"]))
    if not isinstance(values, list) or not all(isinstance(value, int | float) for value in values):
        raise ValueError("values is a list of numbers")
    if len(values) > MAX_VALUES:
        raise ValueError(f"values holds at most {MAX_VALUES} numbers")
    return values


def _start(params: Params) -> Tensor:
    dtype, values = getattr(torch, str(params["numbers"])), _values(params)
    if values is not None:
        return torch.empty(len(values), dtype=dtype).reshape(_shape(params))
    if params["start"] == "normal":
        return torch.randn(_shape(params), dtype=dtype)
    return torch.zeros(_shape(params), dtype=dtype)


def _list(values: list[Any]) -> ast.expr:
    return ast.List(elts=[literal(value) for value in values])


LAYER = ParameterLayer(
    NodeType(
        type="Parameter",
        category="Sources",
        role="layer",
        summary="A tensor of the network's own, without inputs: learned, or kept as it is.",
        docs="Position tables, class tokens, scales, masks and constants. What it begins with: zeros, ones, "
        "normal random values, or the numbers in `values`.\n\nShape:\n    - output: shape",
        outputs=(Port(name="output"),),
        params=(
            Param(name="shape", kind="size", minimum=0, help="The size of each axis; empty for a single number."),
            Param(
                name="learns",
                kind="bool",
                default=True,
                only_if=(OnlyIf(field="numbers", among=REAL_DTYPES),),
                help="Whether training changes it.",
            ),
            Param(
                name="start",
                kind="choice",
                default="zeros",
                choices=("zeros", "ones", "normal"),
                only_if=(OnlyIf(field="values", among=("",)),),
                help="What it begins with. Normal: random values around 0 with variance 1.",
            ),
            Param(name="numbers", kind="choice", default="float32", choices=DTYPES, help="The kind of numbers."),
            Param(name="values", kind="text", default="", help="The numbers it begins with, as a JSON list, if few."),
        ),
    )
)
