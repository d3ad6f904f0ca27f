"""Any torch module as a document, by following what it computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from torch import Tensor, nn

from builder.compiler.plan import Plan, plan
from builder.drawing.document import Document, split_port
from builder.drawing.problems import InvalidDocument
from builder.importers.drawing import draw
from builder.importers.reading import Reader
from builder.importers.tracing import Traced, Tracer, fixed_batch, not_importable
from builder.kinds.importer import Imported

Examples = Tensor | Sequence[Tensor] | Mapping[str, Tensor]


def import_module(module: nn.Module, example_inputs: Examples) -> Imported:
    """Any module as a drawing that can be edited and answers as the module does.

    Args:
        module: is followed as it answers (in eval mode) and not changed.
        example_inputs: what it is called with: tensors whose first axis is the batch, by position or by name.

    Raises:
        InvalidDocument: the module can't be imported; its problem ``not_importable`` names what stands in the way.
    """
    names = list(example_inputs) if isinstance(example_inputs, Mapping) else None
    if isinstance(example_inputs, Mapping):
        tensors = list(example_inputs.values())
    else:
        tensors = [example_inputs] if isinstance(example_inputs, Tensor) else list(example_inputs)
    tracer, apart = Tracer(module, tensors, names), frozenset[nn.Module]()
    while True:
        traced = tracer.traced(apart)
        reader = _read(traced, dict(zip(traced.inputs, tensors, strict=True)))
        missed = reader.missed() - apart
        if not missed:
            return _drawn(traced, reader)
        apart |= missed


def import_traced(traced: Traced, examples: Mapping[str, Tensor]) -> Imported:
    """A module that was followed already, as a drawing.

    Raises:
        InvalidDocument: an operation can't be imported (``not_importable``).
    """
    return _drawn(traced, _read(traced, examples))


def _read(traced: Traced, examples: Mapping[str, Tensor]) -> Reader:
    reader = Reader(traced, examples)
    reader.read()
    return reader


def _drawn(traced: Traced, reader: Reader) -> Imported:
    marked = dict(zip(reader.answers, traced.outputs, strict=True))
    drawing = draw(reader.pieces, reader.shapes, {name: wire for wire, name in marked.items()})
    document = drawing.document
    planned = _plan(document, reader.is_fixed)
    order = [".".join(wire) for wire in planned.answers]
    outputs = tuple(order.index(drawing.wires[wire]) for wire in reader.answers)
    inputs = tuple(split_port(drawing.wires[reader.given(key)])[0] for key in reader.sources.values())
    problems = traced.problems
    if reader.is_fixed and not any(problem.code == "fixed_batch" for problem in problems):
        problems = (*problems, fixed_batch())
    return Imported(document, drawing.weights, inputs, outputs, problems)


def _plan(document: Document, is_fixed: bool) -> Plan:
    """What is written for the document.

    Raises:
        InvalidDocument: the module only takes the batch size of the example.
    """
    try:
        return plan(document, to_train=False)
    except InvalidDocument as error:
        if not is_fixed:
            raise
        raise not_importable(
            "The module computes with the batch size of the example as a plain number, as len(tensor) gives it."
        ) from error
