"""Any torch module as a document, by following what it computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from torch import Tensor, nn

from builder.compiler.plan import Plan, plan
from builder.drawing.document import Document, split_port
from builder.drawing.problems import InvalidDocument, Problem
from builder.importers.drawing import draw
from builder.importers.examples import batch_added, batch_moved, explained, mask_held, refuse_other_answers
from builder.importers.given import Given, given_to, scripted_parts, without_masks
from builder.importers.old_norms import with_new_norms
from builder.importers.probing import seq_first_parts, with_batch_added, with_batch_first
from builder.importers.reading import Reader
from builder.importers.refusals import FIXED, UNSCRIPT, refusal
from builder.importers.tracing import Traced, Tracer, fixed_batch
from builder.kinds.importer import Imported

Examples = Tensor | Sequence[Any] | Mapping[str, Any]


def import_module(module: nn.Module, example_inputs: Examples) -> Imported:
    """Any module as a drawing that can be edited and answers as the module does.

    Args:
        module: is followed as it answers (in eval mode) and not changed.
        example_inputs: what it is called with: tensors whose first axis is the batch, by position or by name, also
            inside lists and dictionaries; settings beside them are drawn as they are given.

    Raises:
        InvalidDocument: the module can't be imported; its problem ``not_importable`` names what stands in the way.
    """
    _refuse_what_is_no_python(module)
    module = with_new_norms(module)
    given = given_to(module, example_inputs)
    bare, masks = without_masks(given, rows_of=1)
    if turned := with_batch_first(module, bare):
        return _imported(module, turned, batch_moved(seq_first_parts(module)), *map(mask_held, masks))
    given, masks = without_masks(given)
    try:
        return _imported(module, given, *map(mask_held, masks))
    except InvalidDocument as error:
        told = explained(module, given, error)
        lifted = with_batch_added(module, given) if told is not error else None
        if lifted is None:
            raise told from error
        return _imported(module, lifted, batch_added(tuple(given.tensors[0].shape)))


def _imported(module: nn.Module, given: Given, *more: Problem) -> Imported:
    tracer = Tracer(module, given)
    try:
        traced, reader = _followed(tracer, given)
        imported = _drawn(traced, reader)
    except InvalidDocument:
        if not tracer.switches:
            raise
        traced = tracer.answering()
        reader = _read(traced, dict(zip(traced.inputs, given.tensors, strict=True)))
        imported = _drawn(traced, reader)
    refuse_other_answers(module, given, imported, [traced.inputs.index(name) for name in reader.sources], traced.calls)
    return replace(imported, problems=(*imported.problems, *more))


def _followed(tracer: Tracer, given: Given) -> tuple[Traced, Reader]:
    """A module as it answers and as it trains, with those parts written out that do something else while it trains."""
    apart = frozenset[nn.Module]()
    while True:
        traced = tracer.traced(apart)
        reader = _read(traced, dict(zip(traced.inputs, given.tensors, strict=True)))
        missed = reader.missed() - apart
        if not missed:
            return traced, reader
        apart |= missed


def _refuse_what_is_no_python(module: Any) -> None:
    if not isinstance(module, nn.Module):
        kind = type(module).__name__
        raise refusal(f"This is of type {kind}, and no torch.nn.Module.", "Put it into the forward of a module.")
    for part in scripted_parts(module):
        raise refusal(f"TorchScript can't be followed: {part} was made by torch.jit.", UNSCRIPT)


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
    problems = (*traced.problems, *reader.partly_frozen())
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
        raise refusal(FIXED) from error
