"""Drops kernels that a replay need not run. Every rule gives the same values; none reorders a sum."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from trainer.tape.record import Call, Recording, storage

aten = torch.ops.aten
ALIASES = frozenset({aten.detach.default, aten.alias.default})


def simplify(found: Recording) -> Recording:
    """The same step in fewer kernels."""
    rules = (
        _without_aliases,
        _without_double_transposes,
        _sums_without_a_view,
        _pool_before_relu,
        _only_needed,
        _relu_in_place,
    )
    for rule in rules:
        found = rule(found)
    return found


def _without_aliases(found: Recording) -> Recording:
    same = {id(call.result): call.args[0] for call in found.calls if call.op in ALIASES}
    return _put(replace(found, calls=tuple(call for call in found.calls if call.op not in ALIASES)), same)


def _without_double_transposes(found: Recording) -> Recording:
    transposed = {id(call.result): call.args[0] for call in found.calls if call.op is aten.t.default}
    twice = {
        id(call.result): transposed[id(call.args[0])]
        for call in found.calls
        if call.op is aten.t.default and id(call.args[0]) in transposed
    }
    return _put(found, twice)


def _sums_without_a_view(found: Recording) -> Recording:
    """A sum over the batch that keeps its axis, and a view that drops it, are one sum."""
    made = _made(found)

    def joined(call: Call) -> Call:
        summed = made.get(id(call.args[0])) if call.op is aten.view.default else None
        if summed and summed.op is aten.sum.dim_IntList and summed.args[1:] == ([0], True):
            values = summed.args[0]
            if list(values.shape[1:]) == list(call.args[1]):
                return Call(summed.op, (values, [0], False), summed.kwargs, call.result)
        return call

    return replace(found, calls=tuple(map(joined, found.calls)))


def _pool_before_relu(found: Recording) -> Recording:
    """The largest of some values, cut at zero, is the largest of the values cut at zero: so cut after pooling."""
    made, users = _made(found), _users(found)
    changed: dict[int, Call] = {}
    for pool in found.calls:
        relu = made.get(id(pool.args[0])) if pool.op is aten.max_pool2d_with_indices.default else None
        if relu is None or relu.op is not aten.relu.default:
            continue
        backs = [c for c in users[id(pool.result[1])] if c.op is aten.max_pool2d_with_indices_backward.default]
        cuts = [c for c in users[id(relu.result)] if c.op is aten.threshold_backward.default]
        if len(backs) != 1 or len(cuts) != 1 or cuts[0].args[0] is not backs[0].result:
            continue
        if {id(c) for c in users[id(relu.result)]} != {id(pool), id(backs[0]), id(cuts[0])}:
            continue
        changed |= _swapped(relu, pool, backs[0], cuts[0])
    return replace(found, calls=tuple(changed.get(id(call), call) for call in found.calls))


def _swapped(relu: Call, pool: Call, back: Call, cut: Call) -> dict[int, Call]:
    """What stands in the place of each of four calls."""
    values, pooled = relu.args[0], torch.empty_like(pool.result[0])
    gradient = torch.empty_like(back.args[0])
    return {
        id(relu): replace(pool, args=(values, *pool.args[1:]), result=(pooled, pool.result[1])),
        id(pool): replace(relu, args=(pooled,), result=pool.result[0]),
        id(back): replace(cut, args=(back.args[0], pool.result[0], 0), result=gradient),
        id(cut): replace(back, args=(gradient, values, *back.args[2:]), result=cut.result),
    }


def _only_needed(found: Recording) -> Recording:
    """Without pure kernels that nothing uses: Python discards them in vain, but kernels that draw or write stay."""
    needed = {id(tensor) for tensor in (found.loss, *found.grads)}
    kept = []
    for call in reversed(found.calls):
        if call.is_random or call.written or any(id(out) in needed for out in call.outputs):
            kept.append(call)
            needed |= {id(tensor) for tensor in call.inputs}
    return replace(found, calls=tuple(reversed(kept)))


def _relu_in_place(found: Recording) -> Recording:
    """What nothing but a relu uses, and no other tensor shares memory with, is cut at zero where it lies."""
    made, users = _made(found), _users(found)
    all_there_are = {id(tensor): tensor for call in found.calls for tensor in (*call.inputs, *call.outputs)}
    sharing = Counter(map(storage, all_there_are.values()))
    kept = {id(tensor) for tensor in (found.loss, *found.grads)}

    def in_place(call: Call) -> Call:
        values = call.args[0]
        if call.op is not aten.relu.default or id(values) not in made or id(values) in kept:
            return call
        is_alone = len(users[id(values)]) == 1 and sharing[storage(values)] == 1
        return replace(call, op=aten.relu_.default) if is_alone else call

    return replace(found, calls=tuple(map(in_place, found.calls)))


def _made(found: Recording) -> dict[int, Call]:
    return {id(out): call for call in found.calls for out in call.outputs if not call.written}


def _users(found: Recording) -> defaultdict[int, list[Call]]:
    users: defaultdict[int, list[Call]] = defaultdict(list)
    for call in found.calls:
        for tensor in call.inputs:
            users[id(tensor)].append(call)
    return users


def _put(found: Recording, same: dict[int, Tensor]) -> Recording:
    """The recording with the second of two equal tensors in the place of the first."""

    def put(value: Any) -> Any:
        if isinstance(value, Tensor):
            while id(value) in same:
                value = same[id(value)]
            return value
        if isinstance(value, list | tuple):
            return type(value)(put(each) for each in value)
        return value

    calls = tuple(
        replace(call, args=put(call.args), kwargs={name: put(value) for name, value in call.kwargs.items()})
        if any(id(tensor) in same for tensor in call.inputs)
        else call
        for call in found.calls
    )
    return replace(found, calls=calls, loss=put(found.loss), grads=tuple(map(put, found.grads)))
