"""Inputs with the wrong number of axes, or the wrong kind of numbers, in a learner's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import isqrt, prod

import torch

from builder.checker.advice import bypass, insert, inserted, retyped, with_article
from builder.checker.analysis import Analysis
from builder.checker.causes import lost_batch
from builder.checker.flattening import Reader, forgotten
from builder.checker.propagation import Flow
from builder.checker.targets import as_numbers, measured
from builder.drawing.problems import Connect, Fix, Problem
from builder.kinds.expected import FEATURES, IMAGES, WHOLE, Expected, Numbers
from builder.kinds.layer import Layer
from builder.registry.nodes import CATALOG


@dataclass(frozen=True)
class Unexpected:
    """An input whose number of axes, or whose kind of numbers, is not what the node takes."""

    port: str
    expected: Expected
    received: Flow


def unexpected(id: str, layer: Layer, inputs: Mapping[str, Flow]) -> Unexpected | None:
    """The first input with the wrong kind of numbers or, where there is none, the wrong number of axes."""
    ports = [port for port in layer.expects if port in inputs]
    for port in ports:
        if not layer.expects[port].takes(inputs[port].dtype):
            return Unexpected(port, layer.expects[port], inputs[port])
    for port in ports:
        expected = _narrowed(layer.expects[port], inputs)
        if len(inputs[port].small) not in (expected.ranks or (len(inputs[port].small),)):
            return Unexpected(port, expected, inputs[port])
        if expected.or_shares and not _are_shares(inputs[expected.one_more_than]):
            return Unexpected(expected.one_more_than, WHOLE, inputs[expected.one_more_than])
    return None


def _are_shares(target: Flow) -> bool:
    """Whether a target names classes, or says how much of each of several there is."""
    return not target.dtype.is_floating_point or (len(target.small) >= 2 and target.small[1] >= 2)


def _narrowed(expected: Expected, inputs: Mapping[str, Flow]) -> Expected:
    """What is expected, once the targets say how many axes scores must have."""
    targets = inputs.get(expected.one_more_than)
    if targets is None:
        return replace(expected, or_shares=False) if expected.or_shares else expected
    is_shares = expected.or_shares and targets.dtype.is_floating_point
    rank = len(targets.small) + (not is_shares)
    if rank not in expected.ranks:
        return expected
    return (
        replace(FEATURES, one_more_than=expected.one_more_than, or_shares=is_shares)
        if rank == 2
        else replace(expected, ranks=(rank,), or_shares=is_shares)
    )


def explain(found: Analysis, id: str, wrong: Unexpected) -> None:
    """Say the problem of an unexpected input, at its cause."""
    if not wrong.expected.takes(wrong.received.dtype):
        _wrong_numbers(found, id, wrong)
        return
    source = found.wiring.into(id)[wrong.port]
    if _are_rows(found, id, wrong):
        _lay_out_targets(found, id, wrong)
        return
    cause = lost_batch(found, [source])
    if cause:
        cause.say()
        return
    is_row = wrong.expected.ranks == (2,) and len(wrong.received.small) > 2
    reader = forgotten(found, source[0]) if is_row else None
    if reader:
        reader.say()
        return
    found.say(
        Problem(
            code="shape_mismatch",
            message=f"{id} takes {wrong.expected.words}; it received {wrong.received.label}.",
            hint=_rank_hint(found, id, wrong),
            node=id,
            port=wrong.port,
        ),
        _rank_fixes(found, id, wrong),
    )


def _are_rows(found: Analysis, id: str, wrong: Unexpected) -> bool:
    """Whether there is a row of scores for each of several targets of a sample."""
    target, scores = found.inputs(id).get(wrong.expected.one_more_than), wrong.received
    if target is None or len(scores.small) != 2 or len(target.small) < 2:
        return False
    return scores.small[0] == prod(target.small) and scores.large[0] == prod(target.large)


def _lay_out_targets(found: Analysis, id: str, wrong: Unexpected) -> None:
    port = wrong.expected.one_more_than
    target = found.inputs(id)[port]
    found.say(
        Problem(
            code="shape_mismatch",
            message=f"{id} can't compare {wrong.received.label} with {target.label}.",
            hint="There is one row of scores for each target: lay the targets out in one row, too.",
            node=id,
            port=port,
        ),
        (insert(found, id, port, ("row", "Reshape", {"shape": (-1,)})),),
    )


def _wrong_numbers(found: Analysis, id: str, wrong: Unexpected) -> None:
    kind = _numbers(wrong.received)
    source = found.wiring.into(id)[wrong.port]
    hint = NUMBER_HINTS.get((wrong.expected.numbers, kind), "Look at what the layer before it gives.")
    fixes: tuple[Fix, ...] = ()
    if wrong.expected.numbers == "real" or (wrong.expected.numbers == "number" and kind == "bool"):
        fixes = as_numbers(found, id, wrong.port, source, wrong.received)
    elif (wrong.expected.numbers, kind) == ("whole", "real") and wrong.port == "target":
        advice = measured(found, id, source, wrong.received)
        hint, fixes = advice.hint, advice.fixes
    elif (wrong.expected.numbers, kind) == ("whole", "real") and found.layers[id].spec.role == "metric":
        hint = "These are scores: an ArgMax along the axis of the classes gives the class that is chosen."
        fixes = tuple(_chosen(found, id, wrong))
    found.say(
        Problem(
            code="wrong_numbers",
            message=f"{id} takes {wrong.expected.words}; it received {NUMBERS[kind]} of shape {wrong.received.label}.",
            hint=hint,
            node=id,
            port=wrong.port,
        ),
        fixes,
    )


def _chosen(found: Analysis, id: str, wrong: Unexpected) -> Iterator[Fix]:
    """The best class of each place, by scores that stand on the last axis or on the one after the samples."""
    target, scores = found.inputs(id).get("target"), wrong.received.small
    for axis in (-1, 1) if len(scores) > 1 else ():
        if target and (*scores[:axis], *(scores[2:] if axis == 1 else ())) == target.small:
            yield insert(found, id, wrong.port, ("chosen", "ArgMax", {"dim": axis}))


NUMBERS = {"real": "real numbers", "whole": "whole numbers", "bool": "yes-or-no values", "any": "complex numbers"}
NUMBER_HINTS = {
    ("real", "whole"): "An Embedding or a OneHot turns classes and tokens into real numbers; ToFloat keeps the values.",
    ("real", "bool"): "A ToFloat turns yes into 1 and no into 0.",
    ("whole", "real"): "Connect tokens or labels; ArgMax gives the place of the largest value as a whole number.",
    ("number", "bool"): "A ToFloat turns yes into 1 and no into 0.",
    ("bool", "real"): "A comparison, such as Greater, gives yes-or-no values.",
    ("bool", "whole"): "A comparison, such as Equal, gives yes-or-no values.",
}


def _numbers(flow: Flow) -> Numbers:
    if flow.dtype.is_complex:
        return "any"
    return "real" if flow.dtype.is_floating_point else "bool" if flow.dtype == torch.bool else "whole"


def _rank_hint(found: Analysis, id: str, wrong: Unexpected) -> str:
    rank = len(wrong.received.small)
    target = found.inputs(id).get(wrong.expected.one_more_than)
    if target and len(target.small) >= rank:
        return f"The targets of {target.label} have an axis too many: there is one class for each answer, such as (N,)."
    before = found.wiring.into(id)[wrong.port][0]
    if max(wrong.expected.ranks) > 2 and rank == 2 and found.layers[before].spec.type == "Flatten":
        return "After a Flatten there are no images any more: put this layer before it."
    other = next(_other_dimensions(found, id, rank), None)
    if other:
        return f"{other} is the one for this shape."
    if wrong.expected is IMAGES and rank == 2:
        return "These are rows of features, not images: a Linear layer reads them."
    if 3 in wrong.expected.ranks and rank == 4:
        return "A sequence has its steps in one axis: a Squeeze takes an axis of size 1 away, a Flatten joins two."
    if rank > max(wrong.expected.ranks):
        return Reader(found, id, wrong.port, wrong.received).hint
    if rank == max(wrong.expected.ranks) - 1:
        return "It has one axis less: an Unsqueeze adds one, of size 1."
    return "Look at the shapes on the wires before it."


def _other_dimensions(found: Analysis, id: str, rank: int) -> Iterator[str]:
    """The same layer for signals, images or volumes, whichever takes this many axes."""
    match = re.fullmatch(r"(\w*?)[123]d", found.layers[id].spec.type)
    for sides in (1, 2, 3) if match else ():
        layer = CATALOG.get(f"{match[1]}{sides}d") if match else None
        if layer and all(rank in expected.ranks for expected in layer.expects.values()):
            yield layer.spec.type


def _rank_fixes(found: Analysis, id: str, wrong: Unexpected) -> tuple[Fix, ...]:
    return tuple(_fixes(found, id, wrong))


def _fixes(found: Analysis, id: str, wrong: Unexpected) -> Iterator[Fix]:
    rank, ranks, port, flow = len(wrong.received.small), wrong.expected.ranks, wrong.port, wrong.received
    before = found.wiring.into(id)[port][0]
    if rank == 2 and max(ranks) > 2 and found.layers[before].spec.type == "Flatten":
        yield _before_flatten(found, id, port, before)
    if wrong.expected.one_more_than:
        yield from _target_fixes(found, id, wrong)
    for type_name in _other_dimensions(found, id, rank):
        params = {k: v for k, v in found.graph.nodes[id].params.items() if not isinstance(v, tuple)}
        yield Fix(label=f"Make {id} {with_article(type_name)}", edits=(retyped(found, id, type_name, params),))
    if rank == 2 and "out_channels" in found.params[id]:
        width = found.params[id]["out_channels"]
        edit = retyped(found, id, "Linear", {"out_features": width})
        yield Fix(label=f"Make {id} a Linear", edits=(edit,))
    if 2 in ranks and rank > 2:
        if rank == 4 and wrong.expected.one_more_than:
            yield insert(found, id, port, ("pool", "AdaptiveAvgPool2d", {"output_size": 1}), ("flatten", "Flatten", {}))
        yield from Reader(found, id, port, flow).fixes
    if 3 in ranks and rank == 4:
        if flow.small[1] == 1:
            yield insert(found, id, port, ("rows", "Squeeze", {"dim": 1}))
        places = ("places", "Flatten", {"start_dim": 2})
        yield insert(found, id, port, places, ("turned", "Transpose", {"dim0": 1, "dim1": 2}))
    if rank + 1 in ranks:
        for axis in (1, -1):
            yield insert(found, id, port, ("unsqueeze", "Unsqueeze", {"dim": axis}))
    if 4 in ranks and rank == 2 and isqrt(flow.small[1]) ** 2 == flow.small[1]:
        side = isqrt(flow.small[1])
        yield insert(found, id, port, ("images", "Unflatten", {"dim": 1, "unflattened_size": (1, side, side)}))
    if rank > max(ranks):
        yield bypass(found, id)


def _before_flatten(found: Analysis, id: str, port: str, flatten: str) -> Fix:
    """The layer put before the Flatten: it reads what the Flatten read, which then reads it."""
    source = found.graph.edges[f"{flatten}.input"]
    own = found.layers[id].spec.outputs[0].name
    readers = [target for target, wire in found.graph.edges.items() if wire.partition(".")[0] == id]
    edits = [
        Connect(target=f"{id}.{port}", source=source),
        Connect(target=f"{flatten}.input", source=f"{id}.{own}"),
        *(Connect(target=target, source=f"{flatten}.output") for target in readers),
    ]
    return Fix(label=f"Put {id} before {flatten}", edits=tuple(edits))


def _target_fixes(found: Analysis, id: str, wrong: Unexpected) -> Iterator[Fix]:
    """Targets with an axis too many: of size 1, or one place for each class."""
    port = wrong.expected.one_more_than
    target, source = found.inputs(id).get(port), found.wiring.sources[id].get(port)
    if target is None or source is None or len(target.small) < 2:
        return
    if target.small[-1] == 1:
        yield insert(found, id, port, ("squeeze", "Squeeze", {"dim": -1}))
        return
    if len(target.small) == len(wrong.received.small):
        before = found.wiring.sources[source[0]].get("input")
        if found.layers[source[0]].spec.type == "OneHot" and before:
            yield Fix(label=f"Connect {'.'.join(before)}", edits=inserted(found, before, ((id, port),)))
        yield insert(found, id, port, ("shares", "ToFloat", {}))
        yield insert(found, id, port, ("classes", "ArgMax", {"dim": 1}))
