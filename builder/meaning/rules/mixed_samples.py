"""What one sample gets must not depend on which others are in its batch: one is changed, and the others looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import prod

import torch
from torch import Tensor

from builder.checker.block_use import BoundUse
from builder.checker.propagation import Flow
from builder.drawing.document import Value
from builder.drawing.problems import Fix
from builder.kinds.layer import ComputedLayer
from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.fixes import set_to
from builder.meaning.rules.parts.sketch import sketch

SAMPLES = 3
LARGEST = 4_000_000
"""Values in all that a node's operations take and give for two samples; what is larger is not tried."""
_Flows = tuple[tuple[str, Flow], ...]


def _find(look: Look) -> Iterator[Finding]:
    answering = _answering(look)
    for id in look.found.with_role("layer"):
        layer = look.found.layers[id]
        if id not in answering or look.found.weights(id) or not isinstance(layer, ComputedLayer):
            continue
        if isinstance(layer, BoundUse) or id not in look.found.traces or not _may_mix(look, id):
            continue
        if sum(map(prod, look.found.traces[id].shapes)) > LARGEST:  # told before anything takes memory
            continue
        params = {**look.found.params[id], **look.found.inferred.get(id, {})}
        inputs = tuple(sorted(look.found.inputs(id).items()))
        outputs = {port.name: flow for port in layer.spec.outputs if (flow := look.found.flows.get((id, port.name)))}
        if any(flow.dims.count("N") > 1 for flow in outputs.values()):
            continue  # each sample beside each other one: they are meant to be compared
        if _mixes(layer, tuple(sorted(params.items())), inputs, tuple(sorted(outputs.items()))):
            received = " and ".join(flow.label for _, flow in inputs)
            yield Finding(
                node=id,
                message=f"{id} mixes the samples of a batch, the axis N of {received}: with one others change, too.",
                hint="The answer for a sample would depend on its neighbours in the batch. Work along another axis; "
                "samples are counted by the first.",
                fix=_along_features(look, id),
            )


def _along_features(look: Look, id: str) -> Fix | None:
    """Have it work along the axis after that of the samples, where one setting says which it is."""
    flow = next((flow for flow in look.found.inputs(id).values() if "N" in flow.dims), None)
    dim = look.found.params[id].get("dim")
    if flow is None or not isinstance(dim, int) or len(flow.dims) < 2 or flow.dims[dim] != "N":
        return None
    return set_to(id, "dim", 1 if flow.dims[0] == "N" else 0)


def _answering(look: Look) -> set[str]:
    """The nodes that an answer about single samples rests on: an Output, or what a label judges."""
    found = look.found
    if not found.is_main:
        return set()
    ends = [wire[0] for id in found.with_role("output") for wire in found.wiring.sources[id].values()]
    for id in found.with_role("loss", "metric"):
        source, target = found.wiring.sources[id].get("input"), look.into(id, "target")
        if source and target and target.fields and not target.is_learned:
            ends.append(source[0])
    return found.wiring.ancestors(ends)


def _may_mix(look: Look, id: str) -> bool:
    """Whether what it does could: operations on each value alone can't."""
    return any(seen.name not in ALONE for seen in look.seen[id])  # softmax has a rule of its own


ALONE = frozenset(
    [
        "add",
        "sub",
        "mul",
        "div",
        "relu",
        "sigmoid",
        "tanh",
        "exp",
        "log",
        "sqrt",
        "abs",
        "neg",
        "clamp",
        "where",
        "gelu",
        "silu",
        "dropout",
        "native_dropout",
        "bernoulli",
        "empty_like",
        "clone",
        "detach",
        "_to_copy",
        "eq",
        "lt",
        "gt",
        "le",
        "ge",
        "ne",
        "convolution",
        "embedding",
        "max_pool2d_with_indices",
        "zeros",
        "_softmax",
        "_log_softmax",
    ]
)


@lru_cache(4_096)
def _mixes(layer: ComputedLayer, params: tuple[tuple[str, Value], ...], inputs: _Flows, outputs: _Flows) -> bool:
    if not all(_is_clear(flow) for _, flow in inputs):
        return False
    given = {name: _drawn(flow) for name, flow in inputs}
    try:
        before = _run(layer, dict(params), given)
        for sample in (0, SAMPLES - 1):
            after = _run(layer, dict(params), {name: _disturbed(given[name], flow, sample) for name, flow in inputs})
            if any(_others_moved(before[port], after[port], sample, flow.dims) for port, flow in outputs):
                return True
    except Exception:  # it can't be tried with numbers from anywhere
        return False
    return False


def _run(layer: ComputedLayer, params: Mapping[str, Value], inputs: Mapping[str, Tensor]) -> dict[str, Tensor]:
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        torch.manual_seed(0)
        module = layer.make(params)
        return layer.outputs(layer.run(module.eval() if module else None, params, inputs))


def _drawn(flow: Flow) -> Tensor:
    """A batch of three, with numbers between 0 and 1."""
    shape = tuple(big + (big - small) * (SAMPLES - 3) for small, big in zip(flow.small, flow.large, strict=True))
    random = torch.Generator().manual_seed(1)
    drawn = torch.rand(shape, generator=random)
    return drawn if flow.dtype.is_floating_point else (drawn > 0.5).to(flow.dtype)


def _is_clear(flow: Flow) -> bool:
    """Whether it is known where each sample is: not in a part of an axis that may be laid out in two ways."""
    dims = [dim for dim in flow.dims if "N" in str(dim)]
    return not dims or (dims == ["N"] and flow.dtype.is_floating_point)  # whole numbers say which sample is taken


def _per_sample(dim: int | str) -> int:
    """How many places of an axis belong to one sample; 0 where it does not count samples."""
    found = re.fullmatch(r"(\d*)N", str(dim))
    return int(found[1] or 1) if found else 0


def _disturbed(tensor: Tensor, flow: Flow, sample: int) -> Tensor:
    for axis, dim in enumerate(flow.dims):
        if many := _per_sample(dim):
            changed = tensor.clone()
            part = changed.narrow(axis, sample * many, many)
            part.copy_(1 - part if part.dtype != torch.bool else ~part)
            return changed
    return tensor


def _others_moved(before: Tensor, after: Tensor, sample: int, dims: tuple[int | str, ...]) -> bool:
    """Whether anything moved that does not belong to the sample that was changed."""
    moved = (before != after) & ~(before.isnan() & after.isnan()) if before.is_floating_point() else before != after
    if not moved.any():
        return False
    for axis, dim in enumerate(dims):
        many = _per_sample(dim)
        for inner in (size for size in range(1, many + 1) if many % size == 0):
            of_samples = moved.movedim(axis, 0).reshape(many // inner, SAMPLES, -1).any(2).any(0)
            if of_samples.tolist() == [place == sample for place in range(SAMPLES)]:
                return False
    return True


RULE = Rule(
    code="mixed_samples",
    title="Samples of a batch are mixed",
    what="A node works along the axis that counts the samples, so that what one gets depends on the others.",
    why="Batches are put together by chance. What is right with some neighbours is wrong with others, and one sample "
    "alone can't be asked at all.",
    mend="Work along the axis of features; or take a layer that normalizes each sample by itself, such as LayerNorm.",
    case=sketch("""
    data = TwoMoons()
    norm = Normalize(dim=0)(data.point)
    fc = Linear(out_features=2)(norm)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective()(loss)
    """),
    counter=sketch("""
    data = TwoMoons()
    norm = Normalize(dim=1)(data.point)
    fc = Linear(out_features=2)(norm)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective()(loss)
    """),
    find=_find,
)
