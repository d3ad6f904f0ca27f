"""A module of ours whose numbers are counted over what is learned from, before the first step."""

from __future__ import annotations

from builder.kinds.own_module import OwnModule


class FittedModule(OwnModule):
    """A module with a method ``fit(input)``, which sets its buffers from all samples of the training part.

    It stands on what comes from data by nodes that learn nothing (`builder.checker.fitting` says where it does not).
    """
