"""Networks that torch, Keras, scikit-learn and others have saved as ONNX.

Nothing in the file is executed: each operation is looked up by its name and computed with torch.

Reference: ONNX, onnx.ai.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor

from builder.drawing.problems import InvalidDocument, Problem
from builder.importers.module import import_traced
from builder.importers.onnx.hints import OTHERWISE, hint_for
from builder.importers.onnx.model import Given, Model, read_model, refusal
from builder.importers.onnx.network import Network
from builder.importers.onnx.operations.making import kind
from builder.importers.onnx.table import COMPUTES
from builder.importers.onnx.values import Unfit
from builder.importers.tracing import trace
from builder.kinds.importer import Imported, Importer, Sizes

OPEN_SIZE = 16
MAX_INPUT = 1 << 26
_TAKEN_APART = frozenset(("Constant", "If"))
_KEEP_PLACES = frozenset(("Cast", "Identity", "Reshape", "Unsqueeze", "Squeeze", "Flatten"))


def read(content: bytes, sizes: Sizes) -> Imported:
    """The network in an ONNX file, with its weights.

    Raises:
        InvalidDocument: ``not_onnx``, ``external_data``, ``too_many_nodes``, ``unknown_size``, or ``not_importable``
            for each operation that can't be imported.
    """
    model = read_model(content, frozenset(COMPUTES))
    _refuse_unknown(model)
    named = _sizes(model, sizes)
    try:
        examples = {each.name: _example(model, each, named) for each in model.inputs}
        network = Network(model)
    except Unfit as error:
        raise refusal("not_importable", str(error), error.hint or OTHERWISE) from error
    try:
        traced = trace(network, list(examples.values()), model.outputs)
        imported = import_traced(replace(traced, inputs=tuple(examples)), examples)
    except InvalidDocument as error:
        if network.failures:
            failure = network.failures[0]
            raise refusal("not_importable", str(failure), failure.hint or OTHERWISE) from error
        raise
    return replace(imported, problems=(*imported.problems, *_told(named, sizes)))


def _refuse_unknown(model: Model) -> None:
    """Name every operation that can't be imported, at once."""
    unknown: dict[str, list[str]] = {}
    for call in model.calls:
        if call.op not in COMPUTES and call.op not in _TAKEN_APART:
            unknown.setdefault(call.op, []).append(call.name)
    if unknown:
        raise InvalidDocument(
            [
                Problem(
                    code="not_importable",
                    message=f"The operation {op} ({_some(names)}) can't be imported: there is no node for it.",
                    hint=hint_for(op),
                )
                for op, names in unknown.items()
            ]
        )


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _sizes(model: Model, asked: Sizes) -> dict[str, int]:
    """A size for each open axis but the batch.

    Raises:
        InvalidDocument: ``unknown_size`` for a name that the file does not have.
    """
    names = dict.fromkeys(str(size) for each in model.inputs for _, size in _others(each) if isinstance(size, str))
    for name in asked:
        if name not in names:
            known = ", ".join(names) or "none"
            raise refusal("unknown_size", f"The file leaves no size open that is called {name}.", f"Open: {known}.")
    return {name: asked.get(name, OPEN_SIZE) for name in names}


def _others(given: Given) -> Iterator[tuple[int, int | str]]:
    """All axes of an input but the batch."""
    yield from ((place, size) for place, size in enumerate(given.axes) if place != given.batch_axis)


def _example(model: Model, given: Given, sizes: dict[str, int]) -> Tensor:
    """A batch of two for one input, with the batch as its first axis."""
    axes = [sizes[size] if isinstance(size, str) else size for _, size in _others(given)]
    if torch.Size(axes).numel() > MAX_INPUT:
        raise Unfit(f"The input {given.name} is too large to be drawn.")
    dtype = kind(given.kind)
    if dtype.is_floating_point:
        return torch.zeros(2, *axes, dtype=dtype) if given.axes else torch.zeros((), dtype=dtype)
    example = torch.zeros(2, *axes, dtype=dtype) if given.axes else torch.zeros((), dtype=dtype)
    if example.dim() and dtype != torch.bool:
        example.view(-1)[-1] = _rows(model, given.name) - 1
    return example


def _rows(model: Model, name: str) -> int:
    """How many different numbers an input may hold: the rows of the table that it looks up in, or two."""
    names = {name}
    for call in model.calls:
        if call.op in _KEEP_PLACES and call.inputs[0] in names:
            names.add(call.outputs[0])
        if call.op == "Gather" and call.inputs[1] in names and call.inputs[0] in model.held:
            return int(model.held[call.inputs[0]].shape[0])
    return 2


def _told(sizes: dict[str, int], asked: Sizes) -> Iterator[Problem]:
    """A warning for each open size that nobody named."""
    for name, size in sizes.items():
        if name not in asked:
            yield Problem(
                code="open_size",
                message=f"The file leaves the size {name} open; it was imported as {size}.",
                hint=f"On the command line, --size {name}=... imports another one.",
                severity="warning",
            )


IMPORTER = Importer(
    key="onnx",
    order=20,
    title="ONNX model",
    summary="A network that torch, Keras or another program has saved, with its weights.",
    suffixes=(".onnx",),
    read=read,
)
