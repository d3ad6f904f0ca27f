"""Objective: minimise a loss."""

from builder.kinds.objective import OBJECTIVE

LAYER = OBJECTIVE
