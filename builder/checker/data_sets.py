"""What is wrong where a drawing learns from several data sets."""

from __future__ import annotations

from collections.abc import Iterator

from builder.checker.analysis import Analysis
from builder.drawing.problems import Problem


def data_set_problems(found: Analysis) -> Iterator[Problem]:
    """Samples of two sets have nothing to do with each other, and all their fields need names of their own."""
    data = [id for id in found.with_role("data") if id in found.needed]
    if len(data) > 1:
        yield from _same_names(found, data)
        yield from _unpaired(found, data)


def _same_names(found: Analysis, data: list[str]) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    ports = [(id, port.name) for id in data for port in found.layers[id].spec.outputs]
    for id, port in ports:
        if (other := owners.setdefault(f"{id}_{port}", id)) != id:
            message = f"{id}.{port} and a field of {other} would both be called {id}_{port}."
            yield Problem(code="same_fields", message=message, hint=f"Give {id} another name.", node=id)


def _unpaired(found: Analysis, data: list[str]) -> Iterator[Problem]:
    """Losses and metrics that compare an answer to a sample of one set with a sample of another."""
    for id in (*found.with_role("loss"), *found.with_role("metric")):
        wires = found.wiring.sources.get(id, {})
        if id not in found.needed or not {"input", "target"} <= set(wires):
            continue
        answered, wanted = (found.wiring.ancestors([wires[port][0]]) & set(data) for port in ("input", "target"))
        if answered and wanted and not answered & wanted:
            message = f"{id} compares an answer to {_listed(answered)} with what {_listed(wanted)} holds: the samples "
            message += "of two data sets have nothing to do with each other."
            hint = f"Wire {id}.target to a field of {_listed(answered)}, or remove it."
            yield Problem(code="unpaired_data", message=message, hint=hint, node=id, port="target")


def _listed(names: set[str]) -> str:
    return " and ".join(sorted(names))
