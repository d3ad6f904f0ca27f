"""What a training measures on the parts that are not learned from, and which way is better."""

from __future__ import annotations

from builder.compiler.plan import plan
from builder.drawing.document import Document


def measures(document: Document) -> dict[str, bool]:
    """Every loss that is minimised and every metric, by name, with whether it is better when it is larger.

    Raises:
        InvalidDocument: the drawing can't be trained.
    """
    planned = plan(document)
    return {name: not planned.found.layers[name].smaller_is_better for name in planned.measured}
