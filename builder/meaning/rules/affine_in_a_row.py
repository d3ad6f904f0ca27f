"""Layers that only multiply by weights, one after the other, are one such layer."""

from __future__ import annotations

from collections.abc import Iterator

from builder.checker.propagation import Flow
from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.fixes import insert
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import cause_of, doing, port_of


def _find(look: Look) -> Iterator[Finding]:
    for id, seen in doing(look, "mm", "addmm", "convolution", roles=("layer",)):
        signal, weight = seen.facts[:2] if seen.name == "convolution" else seen.facts[-2:]
        first = cause_of(look, signal.trait("affine"))
        is_plain = weight.is_weight and (len(seen.args) < 9 or seen.args[8] == 1)  # separate channels mean two parts
        if first is None or signal.is_constant or not is_plain or _is_meant(*first, look, id):
            continue
        yield Finding(
            node=id,
            message=f"Nothing but straight lines lies between {first[1]} and {id}: together they can do no more than "
            "one.",
            hint=f"A layer that bends, such as ReLU, goes between {first[1]} and {id}.",
            fix=insert(look, "ReLU", id, port_of(look, id, signal)),
        )


def _is_meant(before: Look, first: str, look: Look, second: str) -> bool:
    """Whether two are there for a reason: a narrow place between them, or somebody else who takes the first one's.

    Copies of a block that is repeated are as they are: the first then stands in the copy before.
    """
    if before is look and (first == second or first not in look.found.wiring.ancestors([second])):
        return True
    into, out, last = next(iter(before.found.inputs(first).values()), None), _out(before, first), _out(look, second)
    if into is None or out is None or last is None:
        return True
    is_narrow = _features(before, first, out) < min(_features(before, first, into), _features(look, second, last))
    return is_narrow or len(before.consumers.get((first, "output"), ())) > 1 or not _is_alone(look, second)


def _is_alone(look: Look, id: str) -> bool:
    """Whether nobody else takes what comes into a node, as a way around it would, back to where it was computed."""
    while wire := next(iter(look.found.wiring.sources[id].values()), None):
        if len(look.consumers[wire]) > 1:
            return False
        id = wire[0]
        if look.found.layers[id].param("out_features") or look.found.layers[id].param("out_channels"):
            return True
    return True


def _out(look: Look, id: str) -> Flow | None:
    return look.found.flows.get((id, "output"))


def _features(look: Look, id: str, flow: Flow) -> int:
    is_convolution = look.found.layers[id].param("out_channels") and len(flow.small) > 2
    return flow.small[1 if is_convolution else -1]


RULE = Rule(
    code="affine_in_a_row",
    title="Layers in a row with nothing between",
    what="Two layers that multiply by weights follow each other, with nothing between them that bends.",
    why="A line of a line is a line: the two together can do no more than one of them, and the network stays as "
    "straight as if it had no hidden layer.",
    mend="Put an activation function, such as ReLU, between them.",
    case=sketch("""
    data = TwoMoons()
    fc1 = Linear(out_features=8)(data.point)
    fc2 = Linear(out_features=2)(fc1)
    loss = CrossEntropyLoss()(fc2, data.label)
    objective = Objective()(loss)
    """),
    counter=sketch("""
    data = Digits()
    flat = Flatten()(data.image)
    down = Linear(out_features=2)(flat)
    up = Linear(out_features=64)(down)
    loss = MSELoss()(up, flat)
    objective = Objective()(loss)
    """),
    find=_find,
)
