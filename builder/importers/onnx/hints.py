"""What to try where an operation of ONNX can't be imported."""

from __future__ import annotations

OTHERWISE = "Save the network with other operations, or another part of it."
_QUANTISED = "The network is quantised; whole numbers can't learn on. Export the float model that it was made from."
_CONTROL = "A drawing has no loops by values. Export the network by tracing it, with as many steps as it shall have."
_BY_VALUES = "Its size depends on values. Export the network up to where it is chosen from, and choose outside it."

_HINTS = {
    **dict.fromkeys(("Loop", "Scan", "SequenceMap"), _CONTROL),
    **dict.fromkeys(("NonZero", "Unique", "NonMaxSuppression", "Compress", "StringSplit"), _BY_VALUES),
}


def hint_for(op: str) -> str:
    """The way out for one operation."""
    name = op.rpartition(".")[2]
    if name.startswith(("QLinear", "Quantize", "Dequantize", "DynamicQuantize", "QGemm")) or name.endswith("Integer"):
        return _QUANTISED
    if op.startswith("com.microsoft.Q") or "BitQuantizer" in name:
        return _QUANTISED
    return _HINTS.get(op, OTHERWISE)
