"""Inverse: another node's layer, run backwards."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from builder.checker.propagation import Flow, Passed, Refused
from builder.checker.weight_sharing import Bound, Sharer
from builder.kinds.layer import ComputedLayer, Params

if TYPE_CHECKING:
    from builder.checker.analysis import Analysis


class BoundInverse(Bound):
    """What goes out of the node ``of`` comes in here, and what comes in there goes out here."""

    def __init__(self, sharer: Sharer, found: Analysis, of: str, other: ComputedLayer) -> None:
        super().__init__(sharer, found, of, other)
        self.returns = "output"
        ports = {side: tuple(port for port in getattr(self.spec, side)[:1]) for side in ("inputs", "outputs")}
        self.spec = self.spec.model_copy(update=ports)

    def through(self, params: Params, inputs: Mapping[str, Flow]) -> Passed | Refused:
        """The same shape, if the other node's layer can be undone."""
        if not any(hasattr(part, "inverse") for part in self.other.own_code):  # its sizes may not be known yet
            return Refused(f"{self.of} is a {self.other.spec.type}, which can't be undone", in_words=True)
        answer = super().through(params, inputs)
        return answer if isinstance(answer, Refused) else Passed((("output", inputs["input"]),), cost=answer.cost)

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        assert module is not None
        return ast.Call(func=ast.Attribute(value=module, attr="inverse"), args=[inputs["input"]], keywords=[])


LAYER = Sharer(
    type_name="Inverse",
    summary="Undoes what another node does, with that node's own weights: from noise to data, from a scale to units.",
    docs="Takes what an invertible node (AffineCoupling, ActNorm) gives and finds what it was given. Put one for each "
    "layer of a flow in a row, from the last to the first, to sample from it. Of a Standardize or MinMaxScale that a "
    "target went through, it brings the answer back to the units of the target.",
    bound=BoundInverse,
)
