"""Recognises modules of torch that the catalogue offers, by what they hold and what they give."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from builder.checker.params import read_value
from builder.checker.propagation import Flow, Passed, through
from builder.drawing.document import Value
from builder.importers.transformers import told_by_parts
from builder.kinds.spec import Param
from builder.kinds.torch_layer import TorchLayer
from builder.registry.nodes import CATALOG

_UNTOLD = {"training", "inplace", "enable_nested_tensor", "use_nested_tensor", "mask_check"}
"""They do not change what is computed here."""


def layer_for(module: nn.Module) -> TorchLayer | None:
    """The layer of the catalogue that makes modules of this class, or of one that computes just as it does."""
    for kind in type(module).__mro__:
        layer = CATALOG.get(kind.__name__)
        if isinstance(layer, TorchLayer) and getattr(nn, kind.__name__, None) is kind:
            is_own = type(module).forward is kind.forward and not any(map(_is_changed, module.modules()))
            return layer if is_own else None
    return None


def _is_changed(module: nn.Module) -> bool:
    """Whether somebody hung a hook onto a module, or put another forward in place of its own."""
    return bool(module._forward_hooks or module._forward_pre_hooks) or "forward" in vars(module)


def params_for(layer: TorchLayer, module: nn.Module, inputs: Mapping[str, Flow]) -> dict[str, Value] | None:
    """The parameters with which the layer makes a module like this one; None when it can't."""
    told = {**told_by_parts(module), **_form_of_weight(module)}
    read = {param.name: _read(param, module, told) for param in layer.spec.params if not param.inferred}
    short = {name: _shortened(layer.param(name), value) for name, value in read.items()}
    values = next((values for values in (short, read) if _makes(layer, values, inputs, module)), None)
    if values is None:
        return None
    params = {param.name: param for param in layer.spec.params}
    return {name: value for name, value in values.items() if params[name].required or value != params[name].default}


def _form_of_weight(module: nn.Module) -> dict[str, str]:
    """The form in which a layer learns its weight, if that is one of torch's two and no other."""
    if not nn.utils.parametrize.is_parametrized(module):
        return {}
    chains: Any = module.parametrizations
    kinds = {name: [type(each).__name__ for each in chain] for name, chain in chains.items()}
    known = {"_WeightNorm": "weight_norm", "_SpectralNorm": "spectral_norm"}
    form = next((form for kind, form in known.items() if kinds == {"weight": [kind]}), None)
    return {"parametrization": form} if form else {}


def _makes(layer: TorchLayer, values: Mapping[str, Value], inputs: Mapping[str, Flow], module: nn.Module) -> bool:
    """Whether the layer makes a module like this one with these parameters."""
    try:
        inferred = layer.sizes(dict(_on_meta(inputs)))
        with torch.device("meta"):
            made = layer.make({**values, **inferred})
    except Exception:  # what torch refuses to make is drawn from its operations
        return False
    return _alike(made, module)


def _shortened(param: Param | None, value: Value) -> Value:
    """One number for all axes, where they are all the same."""
    if param is None or param.per_axis or not isinstance(value, tuple) or len(set(value)) != 1:
        return value
    return value[0]


def outputs_for(
    layer: TorchLayer,
    params: Mapping[str, Value],
    inputs: Mapping[str, Flow],
    wanted: list[Flow],
    ports: list[str] | None = None,
) -> list[str] | None:
    """The ports that give what is wanted, told apart by their shapes; None when they do not, or can't be told.

    Args:
        ports: those that give it, where they are known.
    """
    for port, expected in layer.expects.items():
        if port in inputs and not expected.fits(len(inputs[port].small), inputs[port].dtype):
            return None
    defaults = {param.name: param.default for param in layer.spec.params if not param.inferred}
    answer = through(layer, {**defaults, **params}, inputs)
    if not isinstance(answer, Passed):
        return None
    if ports is not None:
        return ports if [dict(answer.outputs).get(port) for port in ports] == wanted else None
    ports = []
    for flow in wanted:
        fitting = [port for port, given in answer.outputs if given == flow]
        if len(fitting) != 1:
            return None
        ports += fitting
    return ports if len(set(ports)) == len(ports) else None


def _read(param: Param, module: nn.Module, told: Mapping[str, Any]) -> Value:
    found = told[param.name] if param.name in told else getattr(module, param.name, param.default)
    if param.kind == "bool":
        return found is not None and found is not False
    try:
        return read_value(param, tuple(found) if isinstance(found, list) else found)
    except (ValueError, TypeError):
        return param.default  # kept under another name; whether it is the same is seen in the module that is made


def _on_meta(inputs: Mapping[str, Flow]) -> Mapping[str, torch.Tensor]:
    return {port: torch.empty(flow.small, dtype=flow.dtype, device="meta") for port, flow in inputs.items()}


def _alike(made: nn.Module, module: nn.Module) -> bool:
    """Whether two modules have the same parts, settings and shapes of weights."""
    ours, theirs = dict(made.named_modules()), dict(module.named_modules())
    if ours.keys() != theirs.keys():
        return False
    if any(type(theirs[name]).forward is not type(ours[name]).forward for name in ours):
        return False
    if any(not _agree(ours[name], theirs[name]) for name in ours):
        return False
    return _weights(made) == _weights(module)


def _agree(made: nn.Module, module: nn.Module) -> bool:
    facts, theirs = _facts(made), _facts(module)
    return facts == {name: value for name, value in theirs.items() if name in facts}


def _facts(module: nn.Module) -> dict[str, Any]:
    plain = (bool, int, float, str, tuple, list, type(None), types.FunctionType, types.BuiltinFunctionType)
    facts = {name: value for name, value in vars(module).items() if isinstance(value, plain) and name not in _UNTOLD}
    return {name: value for name, value in facts.items() if not name.startswith("_")}


def _weights(module: nn.Module) -> dict[str, Any]:
    return {name: (tensor.shape, tensor.dtype) for name, tensor in module.state_dict().items()}
