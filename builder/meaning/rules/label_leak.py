"""The right answer must not be among what the answer is computed from."""

from __future__ import annotations

from collections.abc import Iterator

from builder.drawing.problems import Connect, Fix, RemoveNode
from builder.meaning.facts import OPEN
from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import needed


def _find(look: Look) -> Iterator[Finding]:
    if not look.found.is_main:
        return
    for id in needed(look, "loss"):
        answer, target = look.into(id, "input"), look.into(id, "target")
        if answer is None or target is None or not answer.is_learned:
            continue
        for field in sorted(answer.fields & target.fields):
            flow = look.found.flows.get(_wire(field))
            if flow is None or len(flow.small) > 1 or target.fields != {field}:
                continue  # a sequence or a picture may well be both: shifted, masked, or to be made again
            way_in = _way_in(look, field, id)
            if way_in is None:
                continue
            yield Finding(
                node=way_in[0],
                message=f"{field} is what {id} asks for, and {way_in[0]} brings it into what the answer is made of.",
                hint="The network would only pass the right answer on. What it shall find out must not go in.",
                port=way_in[1],
                fix=_apart(look, field, way_in[0], id),
            )


def _apart(look: Look, field: str, first: str, judge: str) -> Fix | None:
    """Take away the node in which the label meets what the network may know, and what only leads there."""
    alone: list[str] = []
    node = first
    while True:
        sources = look.found.wiring.sources[node]
        others = [wire for wire in sources.values() if field not in look.facts.get(wire, OPEN).fields]
        leads_to = [target for wire, targets in look.consumers.items() if wire[0] == node for target in targets]
        if len(others) == 1:
            moved = tuple(Connect(target=".".join(target), source=".".join(others[0])) for target in leads_to)
            gone = tuple(RemoveNode(id=each) for each in (*alone, node))
            return Fix(label=f"Remove {', '.join((*alone, node))}", edits=(*moved, *gone))
        if others or len(leads_to) != 1 or leads_to[0][0] == judge:
            return None
        alone.append(node)
        node = leads_to[0][0]


def _wire(field: str) -> tuple[str, str]:
    node, _, port = field.partition(".")
    return node, port


def _way_in(look: Look, field: str, judge: str) -> tuple[str, str] | None:
    """The first input that a label goes into on its way to an answer."""
    source = look.found.wiring.sources[judge].get("input")
    before = look.found.wiring.ancestors([source[0]]) if source else set()
    return next((target for target in look.consumers.get(_wire(field), ()) if target[0] in before), None)


RULE = Rule(
    code="label_leak",
    title="The right answer goes in",
    what="A label, or something made of it, is among what the answer is computed from.",
    why="The network learns to pass it on. It is right on every sample that has its label with it, and knows nothing.",
    mend="Take the wire from the label into the network away; the label goes into the loss and the metrics.",
    case=sketch("""
    data = TwoMoons()
    y = OneHot(num_classes=2)(data.label)
    both = Concatenate(dim=1)(data.point, y)
    fc = Linear(out_features=2)(both)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective()(loss)
    """),
    counter=sketch("""
    data = Digits()
    y = OneHot(num_classes=10)(data.label)
    real = ToFloat()(y)
    fc = Linear(out_features=64)(real)
    flat = Flatten()(data.image)
    loss = MSELoss()(fc, flat)
    objective = Objective()(loss)
    """),
    find=_find,
)
