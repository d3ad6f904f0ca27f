"""Signals that are joined differ only along the axis that they are joined along."""

from __future__ import annotations

from itertools import pairwise

from builder.checker.advice import Advice, Trouble, insert, keep_size, set_params, widener
from builder.checker.propagation import Flow
from builder.drawing.problems import Fix


def _hint(trouble: Trouble) -> Advice | None:
    if trouble.type not in ("Concatenate", "Stack") or len(trouble.inputs) < 2:
        return None
    flows = list(trouble.inputs.values())
    if len({len(flow.small) for flow in flows}) > 1:
        return _ranks(trouble, flows)
    rank, axis = len(flows[0].small), trouble.whole("dim")
    if axis is None or not -rank <= axis < rank:
        return None
    kept = axis % rank if trouble.type == "Concatenate" else None
    differ = [at for at in range(rank) if len({flow.small[at] for flow in flows}) > 1]
    wrong = [at for at in differ if at != kept]
    if not wrong:
        return None
    sizes = " and ".join(dict.fromkeys(str(flow.dims[wrong[0]]) for flow in flows))
    along = (
        f"joined along axis {kept}, so all other axes must be equal"
        if kept is not None
        else "stacked, so all axes must be equal"
    )
    fixes = [trouble.set(dim=wrong[0])] if len(differ) == 1 and kept is not None else []
    return Advice(hint=f"They are {along}; axis {wrong[0]} is {sizes}.", fixes=(*fixes, *_wider(trouble, wrong)))


def _ranks(trouble: Trouble, flows: list[Flow]) -> Advice:
    shapes = " and ".join(flow.label for flow in flows)
    most = max(len(flow.small) for flow in flows)
    fixes: list[Fix] = []
    for port, flow in trouble.inputs.items():
        if len(flow.small) == most and most > 2:
            fixes.append(insert(trouble.found, trouble.id, port, ("flatten", "Flatten", {})))
        if len(flow.small) == most - 1:
            fixes.append(insert(trouble.found, trouble.id, port, ("unsqueeze", "Unsqueeze", {"dim": -1})))
            fixes.append(insert(trouble.found, trouble.id, port, ("unsqueeze", "Unsqueeze", {"dim": 1})))
    hint = (
        f"Signals are joined that have equally many axes; these are {shapes}. "
        "A Flatten joins axes, an Unsqueeze adds one."
    )
    return Advice(hint=hint, fixes=tuple(fixes))


def _wider(trouble: Trouble, wrong: list[int]) -> list[Fix]:
    """Layers before it made equally wide, or kept from making images smaller."""
    fixes: list[Fix] = []
    for (one, first), (two, second) in pairwise(trouble.inputs.items()):
        for port, other in ((one, second), (two, first)):
            wide = widener(trouble.found, trouble.source(port)[0])
            if not wide:
                continue
            if wide[1] == "out_channels" and 1 not in wrong:
                fixes.append(set_params(wide[0], padding="same"))
            else:
                axis = 1 if wide[1] == "out_channels" else -1
                fixes.append(set_params(wide[0], **{wide[1]: other.small[axis]}))
    return [*fixes, *keep_size(trouble.found, trouble.id)]


HINT = _hint
