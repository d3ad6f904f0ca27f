"""Node types whose ports and form depend on what a node of the drawing says."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from builder.kinds.layer import Layer

if TYPE_CHECKING:
    from builder.checker.analysis import Analysis


class ContextualLayer(Layer, ABC):
    """A node type that makes a layer of its own for each node."""

    is_bound = False

    @abstractmethod
    def bind(self, found: Analysis, id: str) -> Layer:
        """The layer of the node ``id``, or this one, with a problem noted, when the node does not say enough."""
