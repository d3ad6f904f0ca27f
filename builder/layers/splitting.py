"""Splitting: one signal becomes several."""

import ast
from collections.abc import Mapping

import torch
from torch import Tensor

from builder.drawing.document import Value
from builder.kinds.fields import axis, whole
from builder.kinds.layer import Params
from builder.kinds.many_ports import Splitting
from builder.kinds.spec import Param
from builder.kinds.syntax import literal

MOST = 64


class Chunk(Splitting):
    """`torch.chunk`; how many parts stands right behind the tensor, as one writes it by hand."""

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        rest = {name: value for name, value in params.items() if name != "chunks"}
        args = [inputs["input"], literal(params["chunks"])]
        return ast.Call(func=self._name, args=args, keywords=self._keywords(rest))


def split_at(input: Tensor, index: int | tuple[int, ...], dim: int) -> tuple[Tensor, ...]:
    """What stands before a place of an axis, and the rest; with several places, also what stands between."""
    return input.tensor_split(index if isinstance(index, tuple) else (index,), dim)


def _places(index: Value) -> int:
    return len(index) if isinstance(index, tuple) else 1


def _chunk(chunks: int, type_name: str, summary: str) -> Chunk:
    return Chunk(
        torch.chunk,
        params=(whole("chunks", "Into how many parts, each with an output.", least=2, most=MOST), axis()),
        many=lambda params: int(str(params["chunks"])),
        starts={"chunks": chunks, "dim": -1},
        type_name=type_name,
        summary=summary,
    )


LAYERS = (
    _chunk(2, "Chunk", "Cuts an axis into equal parts, such as a mean and a variance."),
    _chunk(3, "ChunkInThree", "Cuts an axis into three parts, such as query, key and value."),
    _chunk(4, "ChunkInFour", "Cuts an axis into four parts, such as the gates of an LSTM."),
    Splitting(
        split_at,
        type_name="Split",
        summary="Cuts an axis at one place, or at several, into parts of any sizes.",
        params=(
            Param(
                name="index",
                kind="size",
                required=True,
                help="The first place of the second part or, with commas, of each later one; negative from the end.",
            ),
            axis(),
        ),
        many=lambda params: _places(params["index"]) + 1,
        starts={"index": 1, "dim": -1},
    ),
    Splitting(
        torch.unbind,
        type_name="Unbind",
        summary="Takes an axis apart: each of its places becomes an output of its own.",
        params=(axis(), whole("parts", "How many places the axis has.", least=1, most=MOST)),
        many=lambda params: int(str(params["parts"])),
        only_ports=frozenset({"parts"}),
        starts={"dim": 1, "parts": 2},
    ),
)
