"""A label that is hidden, where a loss or a metric would take what stands for it as a class."""

from __future__ import annotations

from collections.abc import Iterator

from builder.drawing.problems import Fix
from builder.kinds.dataset import Dataset
from builder.kinds.fewer import HIDDEN, LABELLED
from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.fixes import set_to
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import needed


def _find(look: Look) -> Iterator[Finding]:
    for id in needed(look, "loss", "metric"):
        target = look.into(id, "target")
        if target is None or not target.fields or target.low != HIDDEN:
            continue
        if look.found.layers[id].leaves_out_hidden:
            continue
        leaves_out = look.found.layers[id].param("ignore_index")
        ignored = look.found.params[id].get("ignore_index")
        if leaves_out is not None and ignored in (HIDDEN, None):
            continue
        named = ", ".join(sorted(target.fields))
        known = f"leaves out {ignored}, not {HIDDEN}" if leaves_out else f"takes {HIDDEN} for a target like any other"
        yield Finding(
            node=id,
            port="target",
            message=f"{id} judges by {named}, which is {HIDDEN} where it is hidden; {id} {known}.",
            hint=f"Leave out {HIDDEN}: set ignore_index to it."
            if leaves_out
            else "Judge by CrossEntropyLoss and Accuracy, which leave hidden labels out; or have all labels told.",
            fix=set_to(id, "ignore_index", HIDDEN) if leaves_out else _all_told(look),
            is_error=leaves_out is not None and look.found.layers[id].spec.role == "loss",
        )


def _all_told(look: Look) -> Fix | None:
    data = [id for id in needed(look, "data") if isinstance(look.found.layers[id], Dataset)]
    has_some = bool(data) and look.found.params[data[0]].get(LABELLED.name, 1) != 1
    return set_to(data[0], LABELLED.name, 1.0) if has_some else None


RULE = Rule(
    code="hidden_labels",
    title="Hidden labels that are judged by",
    what="A loss or a metric judges by labels of which some are hidden, and does not leave those out.",
    why="A hidden label is -100. Losses of classes leave that out; others would have the network answer -100.",
    mend="Judge by a loss that has ignore_index, such as CrossEntropyLoss; or have all labels told.",
    case=sketch("""
    data = TwoMoons(labelled=0.5)
    fc = Linear(out_features=1)(data.point)
    real = ToFloat()(data.label)
    column = Unsqueeze(dim=1)(real)
    loss = BCEWithLogitsLoss()(fc, column)
    objective = Objective()(loss)
    """),
    counter=sketch("""
    data = TwoMoons(labelled=0.5)
    fc = Linear(out_features=2)(data.point)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective()(loss)
    """),
    find=_find,
)
