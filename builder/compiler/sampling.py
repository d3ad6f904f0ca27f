"""What samplers make, as functions of the source: what is told whoever asks, and what is measured of it."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from builder.checker.wiring import Wire
from builder.compiler.plan import Plan, fields_of
from builder.drawing.parsing import parsed
from builder.kinds.syntax import dotted

MEASURED_WITH = 0
"""The seed of what is made to be measured: always the same, so that what changes is the network."""


def sampled_lines(plan: Plan, targets: Iterable[Wire]) -> tuple[list[ast.stmt], dict[Wire, ast.expr]]:
    """Wires that rest on samplers, computed for the first rows of ``batch``, in the body of a function."""
    few = parsed(f"few = {{name: values[:{plan.found.document.training.decoded}] for name, values in batch.items()}}")
    setting = parsed(
        "first = next(iter(few.values()))\nrows, device = len(first), first.device\n"
        f"chance = torch.Generator().manual_seed({MEASURED_WITH})"
    )
    lines, values = plan.body.compute(targets, "net", fields_of(plan, "few"))
    return [*few.body, *setting.body, *lines], values


def make_lines(plan: Plan, targets: Iterable[Wire]) -> tuple[list[ast.stmt], dict[Wire, ast.expr]]:
    """Wires that rest on samplers, made of what a batch gives: of what they begin with, all of it."""
    setting = parsed("device = next((values.device for values in net.parameters()), None)")
    lines, values = plan.body.compute(targets, "net", fields_of(plan), is_begun=True)
    reads_device = any(isinstance(part, ast.Name) and part.id == "device" for line in lines for part in ast.walk(line))
    return [*(setting.body if reads_device else []), *lines], values


def made_fields(plan: Plan, targets: Iterable[Wire]) -> tuple[str, ...]:
    """The fields of a batch that wires that rest on samplers are made of."""
    missing = set(plan.body.missing(targets, {}))
    return tuple(name for wire, name in plan.fields.items() if wire in missing)


def makes(name: str) -> str:
    """The function that makes what an answer tells."""
    return f"make_{name}"


MAKE_ARGUMENTS: dict[str, ast.expr | None] = {
    "net": ast.Name("Network"),
    "rows": ast.Name("int"),
    "batch": ast.Subscript(ast.Name("dict"), ast.Tuple(elts=[ast.Name("str"), ast.Name("Tensor")])),
    "chance": dotted("torch", "Generator"),
}
