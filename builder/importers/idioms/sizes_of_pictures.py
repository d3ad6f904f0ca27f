"""Pictures and signals brought to another size: ``F.interpolate`` by a factor or to a size."""

from __future__ import annotations

from builder.drawing.document import Value
from builder.importers.written import Drawn, Idioms, Written

FAMILY = Idioms()
_MODES = {
    "upsample_nearest1d.vec": "nearest",
    "upsample_nearest2d.vec": "nearest",
    "upsample_nearest3d.vec": "nearest",
    "upsample_linear1d.vec": "linear",
    "upsample_bilinear2d.vec": "bilinear",
    "upsample_bicubic2d.vec": "bicubic",
    "upsample_trilinear3d.vec": "trilinear",
}


@FAMILY(*_MODES)
def resized(written: Written) -> Drawn | None:
    """By a factor where one was given, else to the size that comes out."""
    input, factors = written.tensor("input"), written["scale_factors"]
    if input is None:
        return None
    mode = {"mode": _MODES[written.name]} if "nearest" not in written.name else {}
    if factors and len(set(factors)) == 1 and not written["align_corners"]:
        return Drawn("Upsample", {"scale_factor": float(factors[0]), **mode}, {"input": input})
    shape = written.node.meta["val"].shape[2:]
    if not all(isinstance(size, int) for size in shape) or (factors and not _is_whole(written, factors)):
        return None
    size = tuple(int(size) for size in shape)
    params: dict[str, Value] = {"size": size[0] if len(set(size)) == 1 else size, **mode}
    return Drawn(
        "Interpolate", params | ({"align_corners": True} if written["align_corners"] else {}), {"input": input}
    )


def _is_whole(written: Written, factors: list[float]) -> bool:
    """Whether the size says as much as the factors do."""
    before = written["input"].meta["val"].shape[2:]
    return bool(written["align_corners"]) or all(
        int(size) * factor == int(size * factor) for size, factor in zip(before, factors, strict=True)
    )
