"""What somebody asks about the data of a node: read, checked against the node's form, answered."""

from __future__ import annotations

from functools import lru_cache

from builder.checker.params import read_params
from builder.drawing.document import Node, Value
from builder.drawing.problems import InvalidDocument, Problem
from builder.kinds.dataset import Dataset, Parts
from builder.registry.nodes import CATALOG
from builder.samples.preview import PartName, Preview, preview

FEW = 280
"""Of so many, a node shows some: nobody waits for thousands that are not shown."""


def preview_of(node: Node, part: PartName = "training", *, is_small: bool = False) -> Preview:
    """What the data of a node look like; if it ``is_small``, of fewer samples, which alone are counted.

    Raises:
        InvalidDocument: it is no data set (``no_data_set``), or a parameter of it is wrong.
    """
    dataset = CATALOG.get(node.type)
    if not isinstance(dataset, Dataset):
        known = ", ".join(name for name, layer in CATALOG.items() if isinstance(layer, Dataset))
        raise InvalidDocument(
            [Problem(code="no_data_set", message=f"{node.type} is no data set.", hint=f"There are {known}.")]
        )
    params, problems = read_params(node.type, node, dataset)
    if problems:
        raise InvalidDocument(problems)
    if is_small and isinstance(many := params.get("samples"), int):
        params["samples"] = min(many, FEW)
    if problem := dataset.problem(params):
        raise InvalidDocument([problem])
    if not isinstance(dataset := dataset.for_node(params, ()), Dataset):
        raise TypeError(f"{node.type} is no data set once its parameters are known")
    dataset.must_be_here(params)
    return preview(dataset, _made(dataset, tuple(params.items())), part, is_small=is_small)


@lru_cache(maxsize=2)
def _made(dataset: Dataset, params: tuple[tuple[str, Value], ...]) -> Parts:
    """Kept, as who looks at one part looks at the next."""
    return dataset.read(dict(params))
