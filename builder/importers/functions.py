"""Finds the catalogue's own node for a torch operation, where one means the same."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from builder.checker.params import MAX_AXES, read_value
from builder.checker.propagation import Flow, Passed, through
from builder.drawing.document import Value
from builder.kinds.layer import ComputedLayer
from builder.kinds.many_ports import Gathering
from builder.kinds.spec import Param
from builder.kinds.tensor_function import TensorFunction
from builder.kinds.torch_layer import TorchLayer
from builder.layers.splitting import MOST
from builder.registry.nodes import CATALOG

SAME: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "view": ("Reshape", {"size": "shape"}),
    "reshape": ("Reshape", {}),
    "_unsafe_view": ("Reshape", {"size": "shape"}),
    "slice": ("Slice", {}),
    "transpose": ("Transpose", {}),
    "permute": ("Permute", {}),
    "unsqueeze": ("Unsqueeze", {}),
    "squeeze": ("Squeeze", {}),
    "select": ("Select", {}),
    "relu": ("ReLU", {}),
    "relu6": ("ReLU6", {}),
    "gelu": ("GELU", {}),
    "silu": ("SiLU", {}),
    "tanh": ("Tanh", {}),
    "sigmoid": ("Sigmoid", {}),
    "softmax": ("Softmax", {}),
    "log_softmax": ("LogSoftmax", {}),
    "elu": ("ELU", {}),
    "leaky_relu": ("LeakyReLU", {}),
    "softplus": ("Softplus", {}),
    "hardtanh": ("Hardtanh", {}),
    "hardswish": ("Hardswish", {}),
    "mish": ("Mish", {}),
    "max_pool1d": ("MaxPool1d", {}),
    "max_pool2d": ("MaxPool2d", {}),
    "max_pool3d": ("MaxPool3d", {}),
    "avg_pool1d": ("AvgPool1d", {}),
    "avg_pool2d": ("AvgPool2d", {}),
    "avg_pool3d": ("AvgPool3d", {}),
    "logical_and": ("LogicalAnd", {}),
    "__and__": ("LogicalAnd", {}),
    "bitwise_and": ("LogicalAnd", {}),
    "__or__": ("LogicalOr", {}),
    "bitwise_or": ("LogicalOr", {}),
    "bitwise_not": ("LogicalNot", {}),
    "glu": ("GLU", {}),
    "selu": ("SELU", {}),
    "celu": ("CELU", {}),
    "log_sigmoid": ("LogSigmoid", {}),
    "hardsigmoid": ("Hardsigmoid", {}),
    "hardshrink": ("Hardshrink", {}),
    "softshrink": ("Softshrink", {}),
    "threshold": ("Threshold", {}),
    "cosine_similarity": ("CosineSimilarity", {}),
    "pairwise_distance": ("PairwiseDistance", {}),
    "pixel_shuffle": ("PixelShuffle", {}),
    "pixel_unshuffle": ("PixelUnshuffle", {}),
    "channel_shuffle": ("ChannelShuffle", {}),
    "linalg_vector_norm": ("Norm", {}),
    "adaptive_avg_pool1d": ("AdaptiveAvgPool1d", {}),
    "adaptive_avg_pool2d": ("AdaptiveAvgPool2d", {}),
    "adaptive_avg_pool3d": ("AdaptiveAvgPool3d", {}),
}
"""Operations whose node has another name, and arguments that do."""

LAST = 2**63 - 1


def _by_function() -> dict[str, str]:
    """The tensor functions of the catalogue by the name of torch's function."""
    names: dict[str, str] = {}
    for name, layer in CATALOG.items():
        if isinstance(layer, TensorFunction) and layer.spec.role == "layer" and not layer.own_code:
            names.setdefault(layer.function_name, name)
    return names


_NAMES = _by_function()


def node_for(
    op: Any, arguments: Mapping[str, Any], tensors: Mapping[int, Flow], wanted: Flow
) -> tuple[str, dict[str, Value], dict[str, int]] | None:
    """A node type, its parameters and the places of its inputs; None where no node means just this.

    Args:
        arguments: by the names of the operation's schema, tensors as ``{"input": place}``.
        tensors: what flows into each place.
        wanted: what comes out.
    """
    name = op.__name__.split(".")[0]
    scaled = _scaled(op.__name__, arguments, tensors, wanted)
    if scaled:
        return "Scale", scaled, {"input": 0}
    type_name, renamed = SAME.get(name, (_NAMES.get(name, ""), {}))
    layer = CATALOG.get(type_name)
    if not isinstance(layer, TensorFunction | TorchLayer):
        return None
    try:
        params = _params(layer, op, arguments, renamed)
    except (ValueError, TypeError):
        return None
    wires = [wire["input"] for value in arguments.values() if _is_wired(value) for wire in _several(value)]
    layer = _with_ports(layer, params, len(wires))
    ports = [port.name for port in layer.spec.inputs]
    required = [port for port in layer.spec.inputs if not port.optional]
    if not len(required) <= len(wires) <= len(ports) or not _are_in_order(layer, op, arguments, renamed):
        return None
    inputs = dict(zip(ports, wires, strict=False))
    flows = {port: tensors[place] for port, place in inputs.items()}
    return (type_name, params, inputs) if _means(layer, params, flows, wanted) else None


def _with_ports(
    layer: TensorFunction | TorchLayer, params: Mapping[str, Value], wires: int
) -> TensorFunction | TorchLayer:
    """The layer with the inputs that a node of these parameters and so many wires has."""
    if isinstance(layer, Gathering):
        return layer.with_inputs(max(2, wires))
    whole = layer.for_node({param.name: params.get(param.name, param.default) for param in layer.spec.params}, ())
    assert isinstance(whole, TensorFunction | TorchLayer)
    return whole


def _are_in_order(layer: ComputedLayer, op: Any, arguments: Mapping[str, Any], renamed: Mapping[str, str]) -> bool:
    """Whether nothing that a node can't say stands before or between the tensors of an operation."""
    names = [argument.name for argument in op._schema.arguments]
    last = max((place for place, name in enumerate(names) if _is_wired(arguments.get(name))), default=-1)
    return all(_is_wired(arguments.get(n)) or layer.param(renamed.get(n, n)) for n in names[: last + 1])


def cut_for(
    op: Any, arguments: Mapping[str, Any], tensors: Mapping[int, Flow], parts: Sequence[Flow]
) -> tuple[str, dict[str, Value], dict[str, int]] | None:
    """As `node_for`, for an operation that cuts one tensor into several."""
    name, axis = op.__name__.split(".")[0], arguments.get("dim", 0)
    if arguments.get("self") != {"input": 0} or not 1 < len(parts) <= MOST:
        return None
    cuts: list[tuple[str, dict[str, Value]]]
    if name == "unbind":
        cuts = [("Unbind", {"dim": axis, "parts": len(parts)})]
    else:
        places = tuple(itertools.accumulate(part.small[axis] for part in parts[:-1]))
        cuts = [("Chunk", {"chunks": len(parts), "dim": axis}), ("Split", {"index": places, "dim": axis})]
    for type_name, params in cuts:
        whole = CATALOG[type_name]
        if isinstance(params.get("index"), tuple) and len(places) > MAX_AXES:
            continue
        layer = whole.for_node(params, ())
        assert isinstance(layer, ComputedLayer)
        answer = through(layer, params, {"input": tensors[0]})
        if isinstance(answer, Passed) and [flow for _, flow in answer.outputs] == list(parts):
            return type_name, params, {"input": 0}
    return None


def is_cut(op: Any) -> bool:
    """Whether an operation cuts one tensor into several along an axis."""
    return op.__name__.split(".")[0] in ("chunk", "split", "split_with_sizes", "unbind")


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_wired(value: Any) -> bool:
    """Whether a value is a wire, or several."""
    if isinstance(value, list):
        return bool(value) and all(_is_wired(item) for item in value)
    return isinstance(value, dict) and "input" in value


def _scaled(
    name: str, arguments: Mapping[str, Any], tensors: Mapping[int, Flow], wanted: Flow
) -> dict[str, Value] | None:
    """The parameters of a Scale, where a number is added to a tensor or multiplied with it."""
    number = arguments.get("other")
    if name not in ("mul.Tensor", "add.Tensor") or isinstance(number, bool) or not isinstance(number, int | float):
        return None
    if not _is_wired(arguments["self"]) or tensors[0] != wanted or not wanted.dtype.is_floating_point:
        return None
    return {"factor" if name == "mul.Tensor" else "offset": float(number)} if "alpha" not in arguments else None


def _params(
    layer: ComputedLayer, op: Any, arguments: Mapping[str, Any], renamed: Mapping[str, str]
) -> dict[str, Value]:
    schema = {argument.name: argument for argument in op._schema.arguments}
    params: dict[str, Value] = {}
    for name, value in arguments.items():
        if _is_wired(value) or (schema[name].has_default_value() and value == schema[name].default_value):
            continue
        param = layer.param(renamed.get(name, name))
        if param is None or not _is_plain(value):
            raise ValueError(name)
        if value == [] and param.default is None:
            continue
        given = _shortened(param, value)
        params[param.name] = read_value(param, None if (name, given) == ("end", LAST) else given)
    for param in layer.spec.params:
        if param.name in params or param.inferred:
            continue
        theirs = next((s for s in schema.values() if renamed.get(s.name, s.name) == param.name), None)
        default = theirs.default_value if theirs is not None and theirs.has_default_value() else None
        if param.required or (theirs is not None and default != param.default):
            params[param.name] = read_value(param, _shortened(param, default))
        elif theirs is None and not _is_idle(param.name, param.default):
            raise ValueError(param.name)
    facts = {param.name: param for param in layer.spec.params}
    return {name: value for name, value in params.items() if facts[name].required or facts[name].default != value}


def _shortened(param: Param, value: Any) -> Any:
    """A list as a form holds it: one number for all axes where they are all the same, nothing where it is empty."""
    if not isinstance(value, list):
        return value
    if not value:
        return None
    return value[0] if len(set(value)) == 1 and not param.per_axis else tuple(value)


def _is_plain(value: Any) -> bool:
    return all(isinstance(item, int) for item in value) if isinstance(value, list) else not isinstance(value, dict)


def _is_idle(name: str, default: Value) -> bool:
    """Whether a parameter that the operation does not know does nothing by default."""
    return default in (None, False, "none", 1, 0) or name == "inplace"


def _means(layer: ComputedLayer, params: Mapping[str, Value], flows: Mapping[str, Flow], wanted: Flow) -> bool:
    for port, expected in layer.expects.items():
        if port in flows and not expected.fits(len(flows[port].small), flows[port].dtype):
            return False
    defaults = {param.name: param.default for param in layer.spec.params if not param.inferred}
    answer = through(layer, {**defaults, **params}, flows)
    return isinstance(answer, Passed) and [flow for _, flow in answer.outputs] == [wanted]
