"""Nodes that are one operation of torch's own operator set, which every torch function is made of.

The node names the operation (``aten.view.default``) and gives its arguments as JSON, by the names of the
operation's schema: literals, ``{"input": 0}`` for a wire, ``{"size": [0, 1]}`` for the size of an axis of a
wired tensor, ``{"mul": [a, b]}`` and its like for what is computed from sizes, ``{"dtype": "float32"}``.
Only operations that change nothing and give tensors may be named.
"""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from builder.checker.contextual import ContextualLayer
from builder.checker.propagation import Flow, LookedInto, Passed, Refused, remembered
from builder.drawing.problems import Fix, Problem, RemoveNode
from builder.kinds.expected import ANYTHING
from builder.kinds.layer import Layer, Params, Returns, Tensors
from builder.kinds.spec import NodeType, Param, Port
from builder.kinds.syntax import dotted, literal

if TYPE_CHECKING:
    from builder.checker.analysis import Analysis

OPERATORS: Mapping[str, type[ast.operator]] = {
    "add": ast.Add,
    "sub": ast.Sub,
    "mul": ast.Mult,
    "floordiv": ast.FloorDiv,
    "mod": ast.Mod,
}
MAX_PORTS = 256
MAX_DEPTH = 12
_NAME = re.compile(r"aten\.(\w+)\.(\w+)")
_TENSORS = ("Tensor", "List[Tensor]")
UNFIT = {"from_file", "record_stream", "resize", "set", "set_data", "is_pinned", "pin_memory"}
"""Operations that touch files, devices or storage though their schema does not say so."""
_TYPES = re.compile(
    r"(Optional\[|List\[)*(Tensor|int|SymInt|float|bool|number|str|Layout|Device|MemoryFormat|ScalarType|Generator)\]*"
)


class BadOperation(ValueError):
    """An operation or its arguments can't be used; the message says why, in words."""


@lru_cache(maxsize=4096)
def operation(name: str) -> Any:
    """The operation of this name.

    Raises:
        BadOperation: there is none, or it may not be used.
    """
    match = _NAME.fullmatch(name)
    found = getattr(getattr(torch.ops.aten, match[1], None), match[2], None) if match else None
    if match is None or not isinstance(found, torch._ops.OpOverload):
        raise BadOperation(f"there is no operation {name!r}; write for example 'aten.relu.default'")
    schema = found._schema
    if schema.is_mutable or match[1] in UNFIT or match[1].startswith(("empty", "new_empty", "_assert", "sym_")):
        raise BadOperation(f"{name} changes or reads what is not its input")
    if not schema.returns or any(str(value.type) not in _TENSORS for value in schema.returns):
        raise BadOperation(f"{name} does not give tensors")
    if not all(_TYPES.fullmatch(str(argument.type)) for argument in schema.arguments):
        raise BadOperation(f"{name} takes something that can't be drawn")
    return found


def gives_list(op: Any) -> bool:
    """Whether an operation gives a list of tensors, whose length depends on its arguments."""
    return str(op._schema.returns[0].type) == "List[Tensor]"


class AtenBinder(ContextualLayer):
    """The node type Aten; each of its nodes has the ports that its operation needs."""

    def __init__(self) -> None:
        super().__init__(
            NodeType(
                type="Aten",
                category="Functions",
                role="layer",
                summary="Any tensor operation of torch by its name, for what no other node does.",
                docs=__doc__ or "",
                params=(
                    Param(name="op", kind="text", required=True, help="Its name, such as aten.relu.default."),
                    Param(
                        name="arguments",
                        kind="text",
                        default='{"self": {"input": 0}}',
                        help='Its arguments as JSON; {"input": 0} is the first wire.',
                    ),
                    Param(
                        name="outputs",
                        kind="int",
                        default=1,
                        minimum=1,
                        maximum=MAX_PORTS,
                        help="How many tensors it gives, where it gives a list.",
                    ),
                ),
            )
        )

    def bind(self, found: Analysis, id: str) -> Layer:
        params = found.params[id]
        if "op" not in params or params["op"] is None:
            return self
        try:
            return Operation(self.spec, str(params["op"]), str(params["arguments"]), int(str(params["outputs"])))
        except BadOperation as error:
            found.problems.append(_bad(id, str(error)))
            return self


class Operation(LookedInto):
    """One operation with its arguments."""

    def __init__(self, spec: NodeType, op: str, arguments: str, outputs: int) -> None:
        self._op = operation(op)
        self._arguments = _read(self._op, arguments)
        wires = 1 + max(_wires(list(self._arguments.values())), default=-1)
        many = outputs if gives_list(self._op) else len(self._op._schema.returns)
        names = tuple(f"output{place}" for place in range(many)) if gives_list(self._op) or many > 1 else ("output",)
        self.returns: Returns = names if len(names) > 1 or gives_list(self._op) else "output"
        inputs = tuple(Port(name=f"input{place}", accepts=("tensor", "image", "label")) for place in range(wires))
        ports = {"inputs": inputs, "outputs": tuple(Port(name=name) for name in names)}
        super().__init__(spec.model_copy(update=ports), {port.name: ANYTHING for port in inputs})

    def through(self, params: Params, inputs: Mapping[str, Flow]) -> Passed | Refused:
        return remembered(self, params, inputs)

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        wired = [inputs[port.name] for port in self.spec.inputs]
        return self._op(**{name: _value(value, wired) for name, value in self._arguments.items()})

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        wired = [inputs[port.name] for port in self.spec.inputs]
        positional, keywords, is_gap = [], [], False
        for argument in self._op._schema.arguments:
            is_gap = is_gap or argument.kwarg_only or argument.name not in self._arguments
            if argument.name in self._arguments:
                value = _expression(self._arguments[argument.name], wired)
                if is_gap:
                    keywords.append(ast.keyword(arg=argument.name, value=value))
                else:
                    positional.append(value)
        name, overload = self._op.__name__.split(".")
        return ast.Call(func=dotted("torch", "ops", "aten", name, overload), args=positional, keywords=keywords)


def _read(op: Any, text: str) -> dict[str, Any]:
    try:
        arguments = json.loads(text)
    except (ValueError, RecursionError):
        raise BadOperation("arguments is not JSON") from None
    known = {argument.name: argument for argument in op._schema.arguments}
    if not isinstance(arguments, dict):
        raise BadOperation('arguments is a JSON object, such as {"self": {"input": 0}}')
    for name, value in arguments.items():
        if name not in known or str(known[name].type) in ("Optional[Device]", "Device", "Optional[Generator]"):
            raise BadOperation(f"{op} takes no {name!r}; it takes: {', '.join(known)}")
        _check(value)
    missing = [name for name, argument in known.items() if name not in arguments and not argument.has_default_value()]
    if missing:
        raise BadOperation(f"{op} needs {missing[0]!r}")
    places = set(_wires(list(arguments.values())))
    if places != set(range(len(places))) or len(places) > MAX_PORTS:
        raise BadOperation("inputs are numbered from 0, without gaps")
    return arguments


def _check(value: Any, depth: int = 0) -> None:
    match value:
        case None | bool() | int() | float() | str():
            return
        case list() if depth < MAX_DEPTH:
            for item in value:
                _check(item, depth + 1)
            return
        case {"input": int() as place, **rest} if not rest and 0 <= place < MAX_PORTS:
            return
        case {"size": [int() as place, int()], **rest} if not rest and 0 <= place < MAX_PORTS:
            return
        case {"dtype": str() as name, **rest} if not rest and isinstance(getattr(torch, name, None), torch.dtype):
            return
        case {"memory_format": str() as name, **rest} if not rest and name in _FORMATS:
            return
        case {"number": "inf" | "-inf" | "nan", **rest} if not rest:
            return
        case dict() if len(value) == 1 and set(value) <= set(OPERATORS) and depth < MAX_DEPTH:
            (pair,) = value.values()
            if isinstance(pair, list) and len(pair) == 2:
                for item in pair:
                    _check(item, depth + 1)
                return
    raise BadOperation(f"an argument can't be {json.dumps(value)[:60]}")


_FORMATS = ("contiguous_format", "preserve_format", "channels_last", "channels_last_3d")


def _wires(value: Any) -> Iterator[int]:
    """The places of the inputs that a value uses."""
    match value:
        case {"input": int() as place} | {"size": [int() as place, _]}:
            yield place
        case dict():
            for item in value.values():
                yield from _wires(item)
        case list():
            for item in value:
                yield from _wires(item)


def _value(value: Any, wired: list[torch.Tensor]) -> Any:
    match value:
        case list():
            return [_value(item, wired) for item in value]
        case {"input": place}:
            return wired[place]
        case {"size": [place, axis]}:
            return wired[place].shape[axis]
        case {"dtype": name} | {"memory_format": name}:
            return getattr(torch, name)
        case {"number": text}:
            return float(text)
        case dict():
            ((name, (left, right)),) = value.items()
            return _COMPUTE[name](_value(left, wired), _value(right, wired))
    return value


_COMPUTE: Mapping[str, Any] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "floordiv": lambda a, b: a // b,
    "mod": lambda a, b: a % b,
}


def _expression(value: Any, wired: list[ast.expr]) -> ast.expr:
    match value:
        case list():
            return ast.List(elts=[_expression(item, wired) for item in value])
        case {"input": int() as place}:
            return wired[place]
        case {"size": [place, axis]}:
            return ast.Subscript(ast.Attribute(wired[place], "shape"), literal(axis))
        case {"dtype": name} | {"memory_format": name}:
            return dotted("torch", name)
        case {"number": text}:
            number = dotted("torch", text.removeprefix("-"))
            return ast.UnaryOp(op=ast.USub(), operand=number) if text.startswith("-") else number
        case dict():
            ((name, (left, right)),) = value.items()
            return ast.BinOp(_expression(left, wired), OPERATORS[name](), _expression(right, wired))
        case float() if not math.isfinite(value):
            return _expression({"number": str(value)}, wired)
    return literal(value)


def _bad(id: str, why: str) -> Problem:
    return Problem(
        code="bad_param",
        message=f"{id}: {why}.",
        hint="Operations are those of torch.ops.aten; their arguments are JSON.",
        node=id,
        fix=Fix(label=f"Remove {id}", edits=(RemoveNode(id=id),)),
    )
