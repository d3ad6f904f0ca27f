"""Query, key and value: as many features as said, and a value for each key."""

from __future__ import annotations

from builder.checker.advice import Advice, Trouble, set_params, widener


def _hint(trouble: Trouble) -> Advice | None:
    flows = trouble.inputs
    if "query" in flows and "key" in flows and "value" in flows:
        return _of_three(trouble)
    if "tgt" in flows:
        return _of_two(trouble)
    return None


def _of_three(trouble: Trouble) -> Advice | None:
    query, key, value = (trouble.inputs[name] for name in ("query", "key", "value"))
    if key.small[-2] != value.small[-2]:
        hint = (
            f"There is a value for each key: {key.label} are the keys, {value.label} the values. Wire both to the same."
        )
        return Advice(hint=hint)
    width = query.small[-1]
    if trouble.type == "MultiheadAttention":
        wanted = {
            name: flow.small[-1]
            for name, flow in (("kdim", key), ("vdim", value))
            if flow.small[-1] != (trouble.whole(name) or width)
        }
        if not wanted:
            return None
        hint = (
            f"The query has {width} features, key and value {key.small[-1]} and {value.small[-1]}: "
            "kdim and vdim say so."
        )
        return Advice(hint=hint, fixes=(trouble.set(**wanted),))
    if key.small[-1] == width:
        return None
    wide = widener(trouble.found, trouble.source("key")[0])
    hint = f"Queries and keys are compared feature by feature: {width} and {key.small[-1]} don't go together."
    return Advice(hint=hint, fixes=(set_params(wide[0], **{wide[1]: width}),) if wide else ())


def _of_two(trouble: Trouble) -> Advice | None:
    """A decoder and what it looks back at."""
    other = "memory" if "memory" in trouble.inputs else "src"
    if other not in trouble.inputs:
        return None
    width, theirs = trouble.inputs["tgt"].small[-1], trouble.inputs[other].small[-1]
    if width == theirs:
        return None
    wide = widener(trouble.found, trouble.source(other)[0])
    hint = f"tgt and {other} have the same number of features: they have {width} and {theirs}."
    return Advice(hint=hint, fixes=(set_params(wide[0], **{wide[1]: width}),) if wide else ())


HINT = _hint
