"""Layers that lead nowhere are computed for nobody."""

from __future__ import annotations

from collections.abc import Iterator

from builder.drawing.document import split_port
from builder.drawing.problems import Fix, RemoveNode
from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.sketch import sketch

SHOWN = 4


def _find(look: Look) -> Iterator[Finding]:
    if not look.found.is_main or look.found.is_begun:
        return
    lost = _lost(look)
    idle = [id for id in look.found.with_role("layer", "loss") if id not in look.needed and id not in lost]
    if not idle:
        return
    named = ", ".join(idle[:SHOWN]) + (f" and {len(idle) - SHOWN} more" if len(idle) > SHOWN else "")
    is_one = len(idle) == 1
    yield Finding(
        node=idle[-1],
        message=f"{'This node leads' if is_one else f'These {len(idle)} nodes lead'} to no loss, metric or answer and "
        f"{'is' if is_one else 'are'} not trained: {named}.",
        hint="Connect what they give, or remove them.",
        fix=Fix(label=f"Remove {named}", edits=tuple(RemoveNode(id=id) for id in idle)),
    )


def _lost(look: Look) -> set[str]:
    """The nodes of which a wire leads on that can't be followed: that is said where it leads to."""
    sources, ends = look.found.wiring.sources, look.found.graph.edges.items()
    return {
        split_port(source)[0]
        for (node, port), source in ((split_port(target), source) for target, source in ends)
        if port not in sources.get(node, {})
    }


RULE = Rule(
    code="untrained",
    title="Layers that lead nowhere",
    what="What some layers give goes into no loss, no metric and no answer.",
    why="Nothing depends on them, so they are left out of training.",
    mend="Connect what they give to a loss, a metric or an answer; or remove them.",
    case=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=2)(data.point)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective()(loss)
    side = Linear(out_features=8)(data.point)
    relu = ReLU()(side)
    """),
    counter=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=2)(data.point)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective()(loss)
    side = Softmax()(fc)
    answer = Output()(side)
    """),
    find=_find,
)
