"""In a product of matrices the columns of the first are as many as the rows of the second."""

from __future__ import annotations

from builder.checker.advice import Advice, Trouble, insert, set_params, widener

TURN = ("turned", "Transpose", {"dim0": -2, "dim1": -1})


def _hint(trouble: Trouble) -> Advice | None:
    if trouble.type != "MatrixMultiply" or len(trouble.inputs) < 2:
        return None
    (one, first), (two, second) = list(trouble.inputs.items())[:2]
    if min(len(first.small), len(second.small)) < 2:
        return None
    columns, rows = first.dims[-1], second.dims[-2]
    if columns == rows:
        return None
    hint = (
        f"The columns of the first, {columns}, must be as many as the rows of the second, {rows}: "
        f"{first.label} times {second.label}. A Transpose exchanges rows and columns."
    )
    fixes = [insert(trouble.found, trouble.id, port, TURN) for port in (two, one)]
    wide = widener(trouble.found, trouble.source(one)[0])
    if wide:
        fixes.append(set_params(wide[0], **{wide[1]: second.small[-2]}))
    return Advice(hint=hint, fixes=tuple(fixes))


HINT = _hint
