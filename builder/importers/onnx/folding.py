"""What of an ONNX model is known before anything flows: weights, and what only follows from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from builder.importers.onnx.branches import Foreseeing
from builder.importers.onnx.call import Call
from builder.importers.onnx.model import Model
from builder.importers.onnx.table import COMPUTES, compute
from builder.importers.onnx.values import Filled, Known, Unfit, known

_RANDOM = frozenset(
    ("RandomNormal", "RandomUniform", "RandomNormalLike", "RandomUniformLike", "Multinomial", "Bernoulli")
)


class Folded:
    """A model without what can be computed beforehand.

    ``held`` are all tensors that are known, ``learned`` the names of those that come from weights, ``calls`` what is
    left to compute.
    """

    def __init__(self, model: Model) -> None:
        self.held: dict[str, Known] = dict(model.held)
        self.learned = {name for name, values in model.held.items() if _is_weight(values)}
        self.calls: list[Call] = []
        self._tied = _tied(model)
        self._made: dict[str, Call] = {}
        self._foreseeing = Foreseeing(self.held, self._made, model.shapes)
        with torch.no_grad():
            for call in model.calls:
                self._take(call)
        self.calls = _with_biases(self.calls, self.held, set(model.outputs))

    def _take(self, call: Call) -> None:
        if call.op == "Constant":
            self.held[call.outputs[0]] = _constant(call)
        elif call.op == "If":
            self._take_way(call)
        elif call.op not in COMPUTES:
            raise Unfit(f"The operation {call.op} ({call.name}) can't be imported: there is no node for it.")
        elif self._can_fold(call):
            values = [self.held[name] if name else None for name in call.inputs]
            for name, value in zip(call.outputs, compute(call, values), strict=False):
                self.held[name] = _as_array(value)
                if self.learned & set(call.inputs) and _is_weight(self.held[name]):
                    self.learned.add(name)
        else:
            self._made |= dict.fromkeys(call.outputs, call)
            self.calls.append(call)

    def _take_way(self, call: Call) -> None:
        """Take the branch that an If always takes in its place."""
        for inside in self._foreseeing.way(call):
            if isinstance(inside, Call):
                self._take(replace(inside, scope=inside.scope or call.scope))
            else:
                name, values = inside
                self.held[name] = values
                if _is_weight(values):
                    self.learned.add(name)

    def _can_fold(self, call: Call) -> bool:
        is_known = all(not name or name in self.held for name in call.inputs)
        return is_known and call.op not in _RANDOM and call.outputs[0] not in self._tied


def _is_weight(values: Known) -> bool:
    """Whether a tensor can learn: more than one number, all finite, and no mask of zeros and ones."""
    if values.dtype.kind != "f" or values.size < 2 or not np.isfinite(values).all():
        return False
    return values.ndim < 2 or not np.isin(values.ravel()[:SAMPLED], (0, 1)).all()


SAMPLED = 4_096


def _tied(model: Model) -> set[str]:
    """Outputs of transpositions of tables that are also looked up in: they stay tied to them."""
    tables = {call.inputs[0] for call in model.calls if call.op == "Gather"} & model.held.keys()
    turned = (call for call in model.calls if call.op == "Transpose" and call.inputs[0] in tables)
    return {call.outputs[0] for call in turned}


def _constant(call: Call) -> Known:
    for name, kind in (
        ("value_float", np.float32),
        ("value_floats", np.float32),
        ("value_int", np.int64),
        ("value_ints", np.int64),
    ):
        if name in call.attributes:
            return np.asarray(call.attributes[name], dtype=kind)
    value = call.get("value")
    if not isinstance(value, np.ndarray):
        raise Unfit(f"The constant {call.name} holds no numbers.")
    return value


def _as_array(value: object) -> Known:
    if isinstance(value, Tensor):
        return np.asarray(value.numpy())
    assert isinstance(value, Filled | np.ndarray)
    return known(value)


def _with_biases(calls: Sequence[Call], held: dict[str, Known], answers: set[str]) -> list[Call]:
    """A product with a weight and a bias added right after it, as one call."""
    readers = Counter(name for call in calls for name in call.inputs)
    products = {call.outputs[0]: call for call in calls if call.op == "MatMul" and _is_table(held.get(call.inputs[1]))}
    joined: dict[str, Call] = {}
    gone = set()
    for call in calls:
        if call.op != "Add":
            continue
        product, bias = call.inputs if call.inputs[0] in products else reversed(call.inputs)
        if product not in products or readers[product] != 1 or product in answers:
            continue
        if _is_bias(held.get(bias), held[products[product].inputs[1]]):
            begun = products[product]
            joined[call.outputs[0]] = replace(begun, inputs=(*begun.inputs, bias), outputs=call.outputs)
            gone.add(product)
    kept = (joined.get(call.outputs[0], call) for call in calls if call.outputs[0] not in gone)
    return list(kept)


def _is_table(values: Known | None) -> bool:
    return values is not None and values.ndim == 2 and values.dtype.kind == "f"


def _is_bias(values: Known | None, table: Known) -> bool:
    return values is not None and values.shape == table.shape[1:] and values.size > 0
