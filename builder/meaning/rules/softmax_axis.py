"""A softmax must run over the classes: over one value it says 1, over the batch it sets samples against each other."""

from __future__ import annotations

from collections.abc import Iterator

from builder.drawing.problems import Fix
from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.fixes import replace, set_to
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import doing, port_of


def _find(look: Look) -> Iterator[Finding]:
    for id, seen in doing(look, "_softmax", "_log_softmax", roles=("layer",)):
        if len(look.seen[id]) > 2:
            continue  # attention and the like know what they do
        flow = look.found.inputs(id).get(port_of(look, id, seen.facts[0]))
        axis = int(seen.args[1])
        if flow is None or flow.small != seen.shapes[0]:
            continue
        size, rank = flow.dims[axis], len(flow.small)
        if size == 1:
            yield Finding(
                node=id,
                message=f"{id} shares 1 out among a single value of {flow.label}: it always gives "
                f"{'0, the logarithm of 1' if seen.name == '_log_softmax' else '1'}.",
                hint="For a yes or no with one output take a Sigmoid; or give the last layer an output for each class.",
                fix=set_to(id, "dim", 1)
                if rank > 2 and flow.dims[1] not in (1, "N")
                else _sigmoid(look, id, seen.name),
            )
        elif size == "N" and rank > 1:
            yield Finding(
                node=id,
                message=f"{id} runs over the samples of a batch, the axis N of {flow.label}: what a sample gets "
                "depends on which others are in its batch.",
                hint="Let it run over the classes: dim 1, or -1 where they are last.",
                fix=set_to(id, "dim", 1 if axis == 0 else -1),
            )


def _sigmoid(look: Look, id: str, name: str) -> Fix:
    return replace(look, id, "LogSigmoid" if name == "_log_softmax" else "Sigmoid")


RULE = Rule(
    code="softmax_axis",
    title="A softmax over the wrong axis",
    what="A softmax runs over an axis of one value, or over the samples of a batch.",
    why="It makes what is along its axis sum to one: a single value becomes 1 whatever it was, and samples of a batch "
    "have nothing to do with each other.",
    mend="Let it run over the classes; for one output take a Sigmoid.",
    case=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=2)(data.point)
    soft = Softmax(dim=0)(fc)
    answer = Output()(soft)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective()(loss)
    """),
    counter=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=2)(data.point)
    soft = Softmax(dim=-1)(fc)
    answer = Output()(soft)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective()(loss)
    """),
    find=_find,
)
