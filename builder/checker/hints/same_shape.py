"""What is added or compared value by value has one shape, or 1 where it differs."""

from __future__ import annotations

from itertools import combinations

from builder.checker.advice import Advice, Trouble, insert, keep_size, padded, set_params, widener
from builder.checker.propagation import Flow
from builder.drawing.problems import Fix

ALIKE = ("Arithmetic", "Comparison", "Choosing", "Distance")
ORDINAL = {0: "batch", 1: "channels or features"}


def _hint(trouble: Trouble) -> Advice | None:
    if trouble.layer.spec.role != "layer" or trouble.layer.spec.category not in ALIKE or len(trouble.inputs) < 2:
        return None
    for (one, first), (two, second) in combinations(trouble.inputs.items(), 2):
        if places := _differ(first, second):
            return Advice(
                hint=_words(trouble, first, second, places), fixes=_fixes(trouble, (one, first), (two, second))
            )
    return None


def _differ(first: Flow, second: Flow) -> list[int]:
    """The axes, counted from the end, in which two shapes don't go together."""
    pairs = zip(reversed(first.small), reversed(second.small), strict=False)
    return [-place for place, (one, two) in enumerate(pairs, 1) if one != two and 1 not in (one, two)]


def _words(trouble: Trouble, first: Flow, second: Flow, places: list[int]) -> str:
    if len(first.small) != len(second.small):
        return (
            f"{trouble.type} goes value by value, so its inputs need the same shape: {first.label} has "
            f"{len(first.small)} axes and {second.label} has {len(second.small)}. "
            "Unsqueeze adds an axis of size 1, a Flatten joins some."
        )
    one, two = (flow.dims[places[-1]] for flow in (first, second))
    axis = len(first.small) + places[-1]
    mend = "Change the layer before one of them."
    if all(place <= -1 and len(first.small) + place >= 2 for place in places):
        mend = 'padding "same" keeps a convolution from making images smaller.'
    return (
        f"{trouble.type} goes value by value, so its inputs need the same shape: axis {axis} is {one} in the one "
        f"and {two} in the other. {mend}"
    )


def _fixes(trouble: Trouble, *ends: tuple[str, Flow]) -> tuple[Fix, ...]:
    fixes: list[Fix] = []
    for (port, flow), (_, other) in (ends, ends[::-1]):
        rank = len(flow.small)
        wide = widener(trouble.found, trouble.source(port)[0])
        if len(other.small) == rank and wide:
            axis = -1 if wide[1] in ("out_features", "embedding_dim", "hidden_size") else 1
            fixes.append(set_params(wide[0], **{wide[1]: other.small[axis]}))
            layer = trouble.found.layers[wide[0]]
            if layer.param("padding") and rank > 2 and other.small[2:] != flow.small[2:]:
                fixes += [
                    set_params(wide[0], padding="same"),
                    set_params(wide[0], **padded(wide[1], other.small[1])),
                    set_params(wide[0], padding=_half(trouble, wide[0])),
                ]
        if len(other.small) == rank + 1:
            fixes += [
                insert(trouble.found, trouble.id, port, ("unsqueeze", "Unsqueeze", {"dim": at})) for at in (1, -1)
            ]
        if len(other.small) == rank + 2 and other.small[:2] == flow.small[:2]:
            fixes.append(
                insert(
                    trouble.found,
                    trouble.id,
                    port,
                    ("unflatten", "Unflatten", {"dim": 1, "unflattened_size": (-1, 1, 1)}),
                )
            )
        if rank > 2 and len(other.small) == 2:
            fixes.append(insert(trouble.found, trouble.id, port, ("flatten", "Flatten", {})))
    return (*fixes, *keep_size(trouble.found, trouble.id))


def _half(trouble: Trouble, id: str) -> int:
    kernel = trouble.found.params[id].get("kernel_size", 3)
    return kernel // 2 if isinstance(kernel, int) else 1


HINT = _hint
