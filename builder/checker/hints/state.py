"""The state that a recurrent layer starts from has a row for each layer and sample."""

from __future__ import annotations

from builder.checker.advice import Advice, Trouble, insert

STATES = ("hx", "h_0", "c_0")


def _hint(trouble: Trouble) -> Advice | None:
    if trouble.layer.spec.category != "Recurrent" or trouble.first is None:
        return None
    for port in STATES:
        flow = trouble.inputs.get(port)
        size = trouble.whole("hidden_size")
        if flow is None or size is None:
            continue
        layers = (trouble.whole("num_layers") or 1) * (2 if trouble.params.get("bidirectional") else 1)
        is_cell = trouble.type.endswith("Cell")
        wanted = f"(N, {size})" if is_cell else f"({layers}, N, {size})"
        if flow.label == wanted:
            continue
        hint = f"{port}, the state that it starts from, has the shape {wanted} here; it received {flow.label}."
        fixes = []
        if flow.small[-1] != size:
            fixes.append(trouble.set(hidden_size=flow.small[-1]))
        if not is_cell and flow.label == f"(N, 1, {size})":
            fixes.append(insert(trouble.found, trouble.id, port, ("turned", "Transpose", {"dim0": 0, "dim1": 1})))
        return Advice(hint=hint, fixes=tuple(fixes))
    return None


HINT = _hint
