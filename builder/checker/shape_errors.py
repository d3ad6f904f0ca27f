"""Shapes that don't fit, in a learner's words, with the edits that may make them fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import cast

from builder.checker.advice import Advice, Trouble, said, set_params, widener
from builder.checker.analysis import Analysis
from builder.checker.causes import lost_batch
from builder.checker.flattening import forgotten
from builder.checker.propagation import Flow, Refused
from builder.drawing.problems import Fix, Problem, UnsetParam
from builder.kinds.layer import ComputedLayer
from builder.registry.walk import walk

Hint = Callable[[Trouble], Advice | None]


@cache
def hints() -> tuple[Hint, ...]:
    """The rules that torch holds nodes to: every file of ``builder/checker/hints``."""
    return tuple(cast(Hint, hint) for hint in walk("builder.checker.hints", "HINT"))


def refused(found: Analysis, id: str, layer: ComputedLayer, inputs: Mapping[str, Flow], answer: Refused) -> None:
    """Say why torch would not run a node, without torch's words, at its cause."""
    cause = lost_batch(found, _required(found, id, layer))
    if cause:
        cause.say()
        return
    is_judged = layer.spec.role in ("loss", "metric") and _has_more_axes(inputs) and not answer.in_words
    if is_judged and not layer.expects["input"].one_more_than:
        reader = forgotten(found, found.wiring.sources[id]["input"][0])
        if reader:
            reader.say()
            return
    _say(found, Trouble(found, id, layer, found.params[id], inputs, answer.reason), answer)


def _say(found: Analysis, trouble: Trouble, answer: Refused) -> None:
    id, inputs = trouble.id, trouble.inputs
    is_told = answer.in_words and trouble.layer.spec.role == "metric"
    advice = None if is_told else next((advice for hint in hints() if (advice := hint(trouble))), None)
    own_words = _sentence(answer.reason) if answer.in_words else _plain_hint(trouble)
    received = " and ".join(flow.label for flow in inputs.values())
    plain = f"{id} can't work on {received}." if inputs else f"{id} can't be made as it is set."
    problem = Problem(
        code="shape_mismatch",
        message=advice.message if advice and advice.message else plain,
        hint=advice.hint if advice and advice.hint else own_words,
        node=id,
        port=next(iter(inputs), None),
    )
    found.say(problem, advice.fixes if advice else ())


def _required(found: Analysis, id: str, layer: ComputedLayer) -> list[tuple[str, str]]:
    """The wires that bring samples: what is optional, and masks, may be the same for all of them."""
    wires = found.wiring.sources[id]
    required = [wires[port.name] for port in layer.spec.inputs if not port.optional and port.name in wires]
    return [wire for wire in required if found.layers[wire[0]].spec.type != "CausalMask"]


def _has_more_axes(inputs: Mapping[str, Flow]) -> bool:
    scores, target = inputs.get("input"), inputs.get("target")
    return bool(scores and target and len(scores.small) > max(2, len(target.small)))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."


def _plain_hint(trouble: Trouble) -> str:
    if trouble.layer.spec.role in ("loss", "metric"):
        return "What the network says must fit what it should have said: look at both shapes, axis by axis."
    shown = ", ".join(f"{name} {said(value)}" for name, value in trouble.given.items())
    if shown:
        return f"Its settings don't suit this shape: {shown}."
    if len(trouble.inputs) > 1:
        return "Its inputs don't suit each other: look at both shapes, axis by axis."
    return "Look at the shapes before it."


def broken_inside(found: Analysis, id: str, name: str) -> None:
    """Point to a block in which something is said to be wrong, from where it is used."""
    problem = Problem(
        code="shape_mismatch",
        message=f"{id} gives nothing: something inside {name} does not fit what comes in.",
        hint=f"Open {name} to see what.",
        severity="warning",
        node=id,
        port=next(iter(found.inputs(id)), None),
    )
    found.say(problem)


def overridden(found: Analysis, id: str, inferred: Iterable[tuple[str, int]]) -> None:
    """Say which sizes were set by hand and are contradicted by the input."""
    params = found.params[id]
    for name, size in inferred:
        if name not in params or params[name] in (size, (size,)):
            continue
        problem = Problem(
            code="size_mismatch",
            message=f"{id}: {name} is set to {said(params[name])}, but the input has {size}.",
            hint="Leave it out: it follows from the input.",
            node=id,
        )
        fix = Fix(label=f"Use {size}", edits=(UnsetParam(id=id, name=name),))
        found.problems.append(problem.model_copy(update={"fix": fix}))


def too_few_classes(found: Analysis) -> None:
    """Say which losses and metrics judge fewer scores than there are classes."""
    worked_out = {node for node, _ in found.flows}
    for id in found.with_role("loss", "metric"):
        inputs = found.inputs(id)
        scores, target = inputs.get("input"), inputs.get("target")
        is_judged = id in worked_out
        if not (is_judged and scores and target and target.classes and len(scores.small) >= 2):
            continue
        is_scored = scores.dtype.is_floating_point and not target.dtype.is_floating_point
        if scores.small[1] < target.classes and is_scored:
            wide = widener(found, found.wiring.sources[id]["input"][0])
            problem = Problem(
                code="too_few_classes",
                message=f"{id} needs one score for each of the {target.classes} classes; "
                f"it received {scores.small[1]}.",
                hint="The last layer must have as many outputs as there are classes.",
                node=id,
                port="input",
            )
            found.say(problem, [set_params(wide[0], **{wide[1]: target.classes})] if wide else [])
