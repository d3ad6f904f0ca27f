"""Reads the bytes of an ONNX file: what it holds, checked against limits, as plain facts."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import onnx
from google.protobuf.message import DecodeError
from onnx import inliner, numpy_helper, shape_inference

from builder.drawing.problems import InvalidDocument, Problem
from builder.importers.onnx.call import Call
from builder.importers.onnx.values import Known

MAX_OPERATIONS = 50_000
OWN_DOMAINS = ("", "ai.onnx")

Scope = tuple[str, str]
"""The place of a module in the network that was exported, and its class."""


@dataclass(frozen=True)
class Given:
    """One input of the model. ``axes`` are sizes, or the names of open ones."""

    name: str
    kind: int
    axes: tuple[int | str, ...]

    @property
    def batch_axis(self) -> int:
        """The batch: the first axis, unless that is fixed and another one is the only open one."""
        is_open = [place for place, size in enumerate(self.axes) if isinstance(size, str)]
        return is_open[0] if len(is_open) == 1 and self.axes[0] != 1 else 0


@dataclass(frozen=True)
class Branch:
    """One way of an If: its operations in computing order, tensors and the names of its outputs."""

    calls: tuple[Call, ...]
    held: dict[str, Known]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """An ONNX graph: its inputs, operations in computing order, tensors and the names of its outputs.

    ``shapes`` are the sizes of what flows, as far as they can be told beforehand; open ones are names, or nothing.
    """

    inputs: tuple[Given, ...]
    calls: tuple[Call, ...]
    held: dict[str, Known]
    outputs: tuple[str, ...]
    shapes: Mapping[str, tuple[int | str, ...]] = field(default_factory=dict)


def read_model(content: bytes, computed: frozenset[str]) -> Model:
    """The graph of an ONNX file. Nothing in it is executed, and no other file is read.

    Args:
        computed: the operations that can be computed; others are taken apart where ONNX says what they consist of.

    Raises:
        InvalidDocument: ``not_onnx``, ``external_data``, ``too_many_nodes`` or ``not_importable``.
    """
    proto = _parse(content)
    _refuse_external(proto)
    proto = _taken_apart(proto, computed)
    graph = proto.graph
    if len(graph.node) > MAX_OPERATIONS:
        raise refusal(
            "too_many_nodes",
            f"The file has {len(graph.node):,} operations; at most {MAX_OPERATIONS:,} are read.",
            "Export a smaller network.",
        )
    try:
        held = {tensor.name: _values(tensor) for tensor in graph.initializer}
        inputs = tuple(_given(each) for each in graph.input if each.name not in held)
        shapes = _shapes(proto)
        calls = tuple(_Calls(proto, inputs, shapes).of(graph.node))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _not_onnx(str(error).splitlines()[0] if str(error) else type(error).__name__) from error
    return Model(inputs, calls, held, tuple(each.name for each in graph.output), shapes)


def refusal(code: str, message: str, hint: str) -> InvalidDocument:
    """One problem that stands in the way."""
    return InvalidDocument([Problem(code=code, message=message, hint=hint)])


def _parse(content: bytes) -> onnx.ModelProto:
    try:
        proto = onnx.load_model_from_string(content)
    except (DecodeError, ValueError) as error:
        raise _not_onnx("its bytes are no ONNX model") from error
    if not proto.graph.node:
        raise _not_onnx("it holds no operations")
    return proto


def _not_onnx(why: str) -> InvalidDocument:
    return refusal(
        "not_onnx", f"This is no ONNX file that can be read: {why}.", "Choose a file as torch.onnx writes it."
    )


def _refuse_external(proto: onnx.ModelProto) -> None:
    elsewhere = [t.name for t in _tensors(proto.graph) if t.data_location == onnx.TensorProto.EXTERNAL]
    if elsewhere:
        raise refusal(
            "external_data",
            f"The weights lie in another file ({elsewhere[0]} and {len(elsewhere) - 1} more)."
            if len(elsewhere) > 1
            else f"The weights lie in another file ({elsewhere[0]}).",
            "Save the model with its weights inside: torch.onnx.export(..., external_data=False).",
        )


def _tensors(graph: onnx.GraphProto) -> Iterator[onnx.TensorProto]:
    yield from graph.initializer
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("t"):
                yield attribute.t
            yield from attribute.tensors
            for inner in (attribute.g, *attribute.graphs):
                if inner.node or inner.initializer:
                    yield from _tensors(inner)


def _taken_apart(proto: onnx.ModelProto, computed: frozenset[str]) -> onnx.ModelProto:
    """The model without functions: those of the file, and operations that ONNX itself defines by simpler ones."""
    try:
        if proto.functions:
            proto = inliner.inline_local_functions(proto)
        version = _version(proto)
        foreign = {node.op_type for node in proto.graph.node if node.domain in OWN_DOMAINS} - computed
        composed = [("", op) for op in foreign if _is_composed(op, version)]
        if composed:
            proto = inliner.inline_selected_functions(proto, composed, inline_schema_functions=True)
    except (RuntimeError, ValueError) as error:
        raise _not_onnx(str(error).splitlines()[0]) from error
    return proto


def _is_composed(op: str, version: int) -> bool:
    if not onnx.defs.has(op):
        return False
    try:
        schema = onnx.defs.get_schema(op, version)
    except onnx.defs.SchemaError:  # not yet in this version
        return False
    return bool(schema.function_body.node)


def _version(proto: onnx.ModelProto) -> int:
    return next((each.version for each in proto.opset_import if each.domain in OWN_DOMAINS), 1)


def _values(tensor: onnx.TensorProto) -> Known:
    values: Known = numpy_helper.to_array(tensor)
    if values.dtype.kind not in "fiubc":
        kind = onnx.TensorProto.DataType.Name(tensor.data_type)
        raise ValueError(f"{tensor.name} holds values of the kind {kind}")
    return values


def _given(value: onnx.ValueInfoProto) -> Given:
    kind = value.type.tensor_type
    if not value.type.HasField("tensor_type"):
        raise ValueError(f"the input {value.name} is no tensor")
    return Given(value.name, kind.elem_type, tuple(_size(axis) for axis in kind.shape.dim))


def _size(axis: onnx.TensorShapeProto.Dimension) -> int | str:
    return axis.dim_value if axis.HasField("dim_value") and axis.dim_value > 0 else axis.dim_param or "?"


class _Calls:
    """Reads the operations of a graph, and of the branches inside it."""

    def __init__(
        self, proto: onnx.ModelProto, inputs: Sequence[Given], shapes: Mapping[str, tuple[int | str, ...]]
    ) -> None:
        batches = {each.axes[0] for each in inputs if each.axes}
        batch = batches.pop() if len(batches) == 1 else None
        self._version, self._shapes = _version(proto), shapes
        self._batch = batch if isinstance(batch, int) else None

    def of(self, nodes: Iterable[onnx.NodeProto]) -> Iterator[Call]:
        """The operations, in order."""
        for place, node in enumerate(nodes):
            domain = "" if node.domain in OWN_DOMAINS else f"{node.domain}."
            yield Call(
                op=f"{domain}{node.op_type}",
                name=node.name or next(filter(None, node.output), str(place)),
                inputs=tuple(node.input),
                outputs=tuple(node.output),
                attributes={each.name: self._attribute(each) for each in node.attribute},
                version=self._version,
                ranks=tuple(len(self._shapes[name]) if name in self._shapes else None for name in node.input),
                fixed_batch=self._batch,
                scope=_scope(node),
            )

    def _attribute(self, attribute: onnx.AttributeProto) -> Any:
        if attribute.type == onnx.AttributeProto.TENSOR:
            return _values(attribute.t)
        if attribute.type == onnx.AttributeProto.GRAPH:
            held = {tensor.name: _values(tensor) for tensor in attribute.g.initializer}
            outputs = tuple(each.name for each in attribute.g.output)
            return Branch(tuple(self.of(attribute.g.node)), held, outputs)
        return onnx.helper.get_attribute_value(attribute)


def _shapes(proto: onnx.ModelProto) -> dict[str, tuple[int | str, ...]]:
    """The sizes of each value, as far as they can be told beforehand; open ones by their names."""
    try:
        graph = shape_inference.infer_shapes(proto, data_prop=True).graph
    except (
        RuntimeError,
        ValueError,
        shape_inference.InferenceError,
    ):  # what it can't infer is found when the network is followed
        graph = proto.graph
    told = [*graph.value_info, *graph.input, *graph.output]
    shapes = {
        each.name: tuple(_size(axis) for axis in each.type.tensor_type.shape.dim)
        for each in told
        if each.type.tensor_type.HasField("shape")
    }
    return shapes | {tensor.name: tuple(tensor.dims) for tensor in graph.initializer}


def _scope(node: onnx.NodeProto) -> tuple[Scope, ...]:
    """The modules that a node stood in, the outermost first: from what torch writes beside it, else from its name."""
    told = {each.key: each.value for each in node.metadata_props}
    names = _words(told.get("pkg.torch.onnx.name_scopes", ""))
    kinds = _words(told.get("pkg.torch.onnx.class_hierarchy", ""))
    if names and len(names) == len(kinds):
        scopes = [(name, kind.rpartition(".")[2]) for name, kind in zip(names, kinds, strict=True)][:-1]
        return tuple((name, kind) for name, kind in scopes if name and not name.startswith("_"))
    return tuple(_from_name(node.name))


def _words(text: str) -> list[str]:
    try:
        words = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return []
    return [str(word) for word in words] if isinstance(words, list) else []


def _from_name(name: str) -> Iterator[Scope]:
    """Of ``/layer1/layer1.0/conv1/Conv``: layer1, layer1.0 and layer1.0.conv1."""
    path = ""
    for word in name.strip("/").split("/")[:-1] if name.startswith("/") else ():
        path = word if not path or word.startswith(f"{path}.") else f"{path}.{word}"
        kind = next((part for part in reversed(path.split(".")) if not part.isdigit()), path)
        yield path, kind.rstrip("0123456789_").title().replace("_", "") or "Part"
