"""Parameter: a tensor that belongs to the network itself, learned or kept."""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Collection, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from builder.kinds.layer import ComputedLayer, Params, Tensors
from builder.kinds.spec import NodeType, OnlyIf, Param, Port
from builder.kinds.syntax import dotted, literal
from builder.layers.parts.packed import MARK, check_packed, unpacked

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
        if str(params["values"]).startswith(MARK):
            return _made(_unpacking(params), params)
        values = _values(params)
        dtype = ast.keyword(arg="dtype", value=dotted("torch", str(params["numbers"])))
        shape = ast.Tuple(elts=[literal(size) for size in _shape(params)])
        keywords = [dtype] if params["numbers"] != "float32" else []
        if values is not None:
            given = ast.Call(func=dotted("torch", "tensor"), args=[_list(values)], keywords=[dtype])
            start: ast.expr = ast.Call(func=ast.Attribute(given, "reshape"), args=[shape], keywords=[])
        else:
            start = _started(params, shape, keywords)
        return _made(start, params)

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        assert module is not None
        return ast.Call(func=module, args=[], keywords=[])

    @property
    def own_code(self) -> tuple[Any, ...]:
        return (LearnedTensor,)

    def for_node(self, params: Params, wired: Collection[str]) -> ParameterLayer:
        return PackedParameterLayer(self.spec) if str(params.get("values") or "").startswith(MARK) else self


class PackedParameterLayer(ParameterLayer):
    """The same, with many numbers that are packed."""

    @property
    def own_code(self) -> tuple[Any, ...]:
        return (LearnedTensor, unpacked)


def _made(start: ast.expr, params: Params) -> ast.expr:
    learns = [] if _learns(params) else [ast.keyword(arg="learns", value=ast.Constant(value=False))]
    return ast.Call(func=ast.Name(LearnedTensor.__name__), args=[start], keywords=learns)


def _unpacking(params: Params) -> ast.expr:
    text = str(params["values"]).removeprefix(MARK)
    shape = ast.Tuple(elts=[literal(size) for size in _shape(params)])
    numbers = dotted("torch", str(params["numbers"]))
    return ast.Call(func=ast.Name("unpacked"), args=[literal(text), numbers, shape], keywords=[])


def _started(params: Params, shape: ast.expr, keywords: list[ast.keyword]) -> ast.expr:
    """What a tensor begins with, as torch is asked for it."""
    start, level, spread = str(params["start"]), params["level"], params["spread"]
    plain = {"zeros": "zeros", "ones": "ones", "normal": "randn"}
    if start in plain and (start != "normal" or (level, spread) == (0, 1)):
        return ast.Call(func=dotted("torch", plain[start]), args=[shape], keywords=keywords)
    if start == "constant":
        return ast.Call(func=dotted("torch", "full"), args=[shape, literal(level)], keywords=keywords)
    if start == "identity":
        return ast.Call(func=dotted("torch", "eye"), args=list(getattr(shape, "elts", [])), keywords=keywords)
    empty = ast.Call(func=dotted("torch", "empty"), args=[shape], keywords=keywords)
    if start == "orthogonal":
        return ast.Call(func=dotted("nn", "init", "orthogonal_"), args=[empty, literal(spread)], keywords=[])
    low, high = (level, spread) if start == "normal" else _ends(params)
    name = {"normal": "normal_", "uniform": "uniform_"}[start]
    return ast.Call(func=ast.Attribute(empty, name), args=[literal(low), literal(high)], keywords=[])


def _ends(params: Params) -> tuple[Any, Any]:
    level, spread = params["level"], params["spread"]
    if isinstance(level, int | float) and isinstance(spread, int | float):
        return level - spread, level + spread
    parts = literal(level), literal(spread)
    return ast.BinOp(parts[0], ast.Sub(), parts[1]), ast.BinOp(parts[0], ast.Add(), parts[1])


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
    dtype, shape = getattr(torch, str(params["numbers"])), _shape(params)
    if str(params["values"]).startswith(MARK):
        check_packed(str(params["values"]), dtype, math.prod(shape))
        return torch.empty(shape, dtype=dtype)
    values = _values(params)
    if values is not None:
        return torch.empty(len(values), dtype=dtype).reshape(shape)
    if params["start"] in ("identity", "orthogonal") and len(shape) != 2:
        raise ValueError(f"{params['start']} is a start for tensors of two axes")
    fitting = {"normal": REAL_DTYPES, "uniform": REAL_DTYPES, "orthogonal": REAL_DTYPES[:2]}
    if params["numbers"] not in fitting.get(str(params["start"]), DTYPES):
        raise ValueError(f"{params['start']} is no start for numbers of the kind {params['numbers']}")
    return torch.zeros(shape, dtype=dtype)


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
                choices=("zeros", "ones", "constant", "normal", "uniform", "orthogonal", "identity"),
                only_if=(OnlyIf(field="values", among=("",)),),
                help="What it begins with; normal, uniform and orthogonal are random.",
            ),
            Param(
                name="level",
                kind="float",
                default=0.0,
                only_if=(
                    OnlyIf(field="values", among=("",)),
                    OnlyIf(field="start", among=("constant", "normal", "uniform")),
                ),
                help="The value of constant; what normal and uniform values lie around.",
            ),
            Param(
                name="spread",
                kind="float",
                default=1.0,
                minimum=0,
                only_if=(
                    OnlyIf(field="values", among=("",)),
                    OnlyIf(field="start", among=("normal", "uniform", "orthogonal")),
                ),
                help="The standard deviation of normal values, the largest distance of uniform ones, the length of "
                "orthogonal rows.",
            ),
            Param(name="numbers", kind="choice", default="float32", choices=DTYPES, help="The kind of numbers."),
            Param(
                name="values",
                kind="text",
                default="",
                help="The numbers it begins with: a JSON list, or packed.",
            ),
        ),
    )
)
