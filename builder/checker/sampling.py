"""What is wrong with samplers: parts of the drawing that they can't run, and losses that rest on what they make."""

from __future__ import annotations

from collections.abc import Iterator

from builder.checker.analysis import Analysis
from builder.checker.wiring import Wire
from builder.drawing.problems import Disconnect, Fix, Problem
from builder.kinds.sampler import Inner, Sampler
from builder.kinds.torch_layer import TorchLayer


def sampler_problems(found: Analysis) -> Iterator[Problem]:
    """Everything that is wrong with the samplers of the main block."""
    for id in found.with_role("sampler"):
        layer, wires = found.layers[id], found.wiring.sources[id]
        assert isinstance(layer, Sampler)
        for inner in layer.inner:
            first = inner.gives[0]
            if inner.port in wires and first in wires:
                wrong = _undone if inner.is_undone else _run
                yield from wrong(found, id, inner, wires[inner.port], wires[first])
        if "time" in wires and found.params[id].get("last") is None and last_time(found, id) is None:
            yield _timeless(found, id)
    sampled = found.sampled
    for id in found.with_role("objective"):
        if id in sampled:
            yield _learned(found, id)


LAST_SHARE = 0.99
"""At the very end of a time from 0 to 1 there may be nothing left of the data, and nothing can be divided by that."""


def last_time(found: Analysis, id: str) -> float | None:
    """The last time of a diffusion, read off what draws it; None where nothing says so."""
    node, wires = id, [found.wiring.sources[id]["time"]]
    while len(wires) == 1:
        node = wires[0][0]
        wires = list(found.wiring.sources[node].values())
    layer, params = found.layers[node], found.params.get(node, {})
    if layer.spec.type == "RandomIntegers":
        return float(str(params["high"])) - 1
    return LAST_SHARE if layer.spec.role == "source" and params.get("kind") == "uniform" else None


def _timeless(found: Analysis, id: str) -> Problem:
    return Problem(
        code="unknown_time",
        message=f"{id} does not know when there is only noise: what draws the time does not say so.",
        hint="Set last to the largest time of the training, or draw the time by RandomIntegers or uniform Noise.",
        node=id,
        port="time",
    )


def rests_on(found: Analysis, wire: Wire, other: Wire) -> bool:
    """Whether what flows on a wire is computed from what flows on another one."""
    ahead, known = [wire], set[Wire]()
    while ahead:
        each = ahead.pop()
        if each == other:
            return True
        if each not in known:
            known.add(each)
            ahead += found.wiring.sources[each[0]].values()
    return False


def _run(found: Analysis, id: str, inner: Inner, computed: Wire, given: Wire) -> Iterator[Problem]:
    """What is run anew must follow what the sampler gives."""
    if computed == given or not rests_on(found, computed, given):
        words = f"{_name(computed)} is not computed from {_name(given)}"
        yield Problem(
            code="sampler_loose",
            message=f"{id} would always be told the same: {words}.",
            hint=f"Wire {inner.gives[0]} to what {inner.port} is computed from, on the way between them.",
            node=id,
            port=inner.gives[0],
        )


def _undone(found: Analysis, id: str, inner: Inner, computed: Wire, given: Wire) -> Iterator[Problem]:
    """Between the two there must be one way, of layers that can be undone."""
    at = computed
    while at != given:
        wires = list(found.wiring.sources[at[0]].values())
        layer = found.layers[at[0]]
        if len(wires) != 1 or not _can_be_undone(found, at[0]):
            what = f"{at[0]} ({layer.spec.type}) can't be undone"
            yield Problem(
                code="not_undone",
                message=f"{id} goes back from {_name(computed)} to {_name(given)}, and {what}.",
                hint="Put layers there that can be run backwards, such as AffineCoupling and ActNorm.",
                node=id,
                port=inner.port,
            )
            return
        (at,) = wires


def _can_be_undone(found: Analysis, id: str) -> bool:
    layer = found.layers[id]
    return isinstance(layer, TorchLayer) and layer.can_be_undone


def _learned(found: Analysis, id: str) -> Problem:
    sampler = next(node for node in found.wiring.order if node in found.wiring.ancestors([id]) & found.sampled)
    return Problem(
        code="sampled_loss",
        message=f"{id} would learn from what {sampler} makes, and no gradient goes back through a sampler.",
        hint="Judge what the network answers while it is shown the data; measure what is made by a metric.",
        node=id,
        port="loss",
        fix=Fix(label="Remove the wire", edits=(Disconnect(target=f"{id}.loss"),)),
    )


def _name(wire: Wire) -> str:
    return ".".join(wire)
