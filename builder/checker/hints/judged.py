"""What the network says and what it should have said go together, axis by axis."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from builder.checker.advice import Advice, Trouble, bypass, insert, keep_size, padded, set_params, widener
from builder.checker.propagation import Flow
from builder.drawing.problems import Fix


def _hint(trouble: Trouble) -> Advice | None:
    scores, target = trouble.inputs.get("input"), trouble.inputs.get("target")
    if trouble.layer.spec.role not in ("loss", "metric") or scores is None or target is None:
        return None
    is_chosen = bool(trouble.layer.expects["input"].one_more_than) and not target.dtype.is_floating_point
    if is_chosen:
        return _of_classes(trouble, scores, target)
    return _alike(trouble, scores, target)


def _of_classes(trouble: Trouble, scores: Flow, target: Flow) -> Advice | None:
    found, id = trouble.found, trouble.id
    wanted = (target.small[0], *target.small[1:])
    if len(scores.small) == len(target.small) + 1 >= 3 and (*scores.small[:-1],) == wanted:
        return Advice(
            hint=f"The scores of the classes stand on axis 1, not on the last one: (N, classes, ...) for targets of "
            f"{target.label}. A Transpose moves them there.",
            fixes=(insert(found, id, "input", ("turned", "Transpose", {"dim0": 1, "dim1": -1})),),
        )
    if len(scores.small) > 2 and scores.small[0] == target.small[0]:
        here, there = scores.small[2:], target.small[1:]
        size, wished = (" x ".join(map(str, sides)) for sides in (here, there))
        resized = insert(
            found, id, "input", ("resized", "Interpolate", {"size": there if len(there) > 1 else there[0]})
        )
        return Advice(
            hint=f"There is one target for each place: {wished} of them, and scores for {size}. "
            'padding "same" keeps a convolution from making images smaller.',
            fixes=(*keep_size(found, id), resized),
        )
    return None


def _alike(trouble: Trouble, scores: Flow, target: Flow) -> Advice | None:
    if scores.small == target.small:
        return None
    if _without_ones(scores) == _without_ones(target):
        hint = "The shapes differ by an axis of size 1: Squeeze removes it, Unsqueeze adds it."
    elif len(scores.small) == len(target.small):
        at = next(i for i, (one, two) in enumerate(zip(scores.small, target.small, strict=True)) if one != two)
        hint = (
            f"They are compared value by value, so both need the same shape: axis {at} is {scores.dims[at]} in what "
            f"the network says and {target.dims[at]} in what it should have said."
        )
    else:
        hint = (
            f"They are compared value by value, so both need the same shape: {scores.label} has {len(scores.small)} "
            f"axes and {target.label} has {len(target.small)}."
        )
    return Advice(hint=hint, fixes=tuple(_fixes(trouble, scores, target)))


def _fixes(trouble: Trouble, scores: Flow, target: Flow) -> Iterator[Fix]:
    found, id = trouble.found, trouble.id
    said, wanted = scores.small, target.small
    if said == (*wanted, 1):
        yield insert(found, id, "target", ("column", "Unsqueeze", {"dim": -1}))
    if wanted == (*said, 1):
        yield insert(found, id, "target", ("row", "Squeeze", {"dim": -1}))
    wide = widener(found, trouble.source("input")[0])
    before = trouble.source("input")[0]
    if len(said) == len(wanted) and wide:
        axis = 1 if wide[1] == "out_channels" else -1
        yield set_params(wide[0], **{wide[1]: wanted[axis]})
        if said[2:] != wanted[2:] and wide[1] == "out_channels":
            yield from keep_size(found, id)
            yield set_params(wide[0], **padded(wide[1], wanted[1]))
    if len(said) == len(wanted) + 1 and wide and len(wanted) == 1:
        yield set_params(wide[0], **{wide[1]: 1})
    if prod(said) == prod(wanted):
        if len(wanted) > 2 == len(said):
            yield insert(found, id, "target", ("flat", "Flatten", {}))
        if len(said) > 2 == len(wanted):
            yield insert(found, id, "input", ("flat", "Flatten", {}))
    if len(said) == 2 < len(wanted) and wide:
        flat = insert(found, id, "target", ("flat", "Flatten", {}))
        width = set_params(wide[0], **{wide[1]: prod(wanted[1:])})
        yield Fix(
            label=f"{flat.label} and {width.label[:1].lower()}{width.label[1:]}", edits=(*flat.edits, *width.edits)
        )
    if found.layers[before].spec.type in ("Squeeze", "Unsqueeze", "Flatten"):
        yield bypass(found, before)
    if len(said) > 2 == len(wanted):
        yield insert(found, id, "input", ("flat", "Flatten", {}))


def _without_ones(flow: Flow) -> tuple[int, ...]:
    return tuple(size for size in flow.small if size != 1)


HINT = _hint
