"""Refusals of modules that can't be drawn, in words, with what to try."""

from __future__ import annotations

from builder.drawing.problems import InvalidDocument, Problem

OTHERWISE = "A module must compute tensors from tensors, without decisions that depend on their values."
KEEP_TENSORS = (
    "Leave values in tensors: compute with x.sum() instead of x.sum().item(), choose with torch.where(condition, a, b)."
)
KEEP_SHAPES = (
    "Keep the shape: torch.where(mask, x, 0), x * mask or x.masked_fill(~mask, 0); a mean over a mask is"
    " (x * mask).sum() / mask.sum()."
)
UNPACK = (
    "Give the padded batch, and take the state at the last step of each sequence:"
    " output[torch.arange(len(lengths)), lengths - 1]."
)
UNSCRIPT = "Import the module as it was before torch.jit.script or torch.jit.trace; its weights are the same."


FIXED = "The module computes with the batch size of the example as a plain number, as len(tensor) gives it."
FAILS = "The module does not run on the example: "


def refusal(message: str, hint: str = "") -> InvalidDocument:
    """The refusal of a module."""
    return InvalidDocument([Problem(code="not_importable", message=message, hint=hint or OTHERWISE)])


def no_batch(name: str, shape: tuple[int, ...], why: str, hint: str) -> InvalidDocument:
    """The refusal of an example whose first axis holds no samples."""
    return refusal(f"The first axis of {name}, of shape {shape}, is no batch: {why}.", hint)
