"""Programs that ``torch.export.save`` has written.

``torch.export.load`` unpickles what such a file holds beside its graph, which may run any code. It is not called here:
the graph is JSON and the tensors are bytes, and both are read as such.
"""

from __future__ import annotations

from torch import fx

from builder.drawing.problems import InvalidDocument
from builder.importers.layers import with_layers
from builder.importers.module import import_module
from builder.importers.pt2.archive import not_pt2, read_archive
from builder.importers.pt2.program import Program
from builder.importers.refusals import refusal
from builder.kinds.importer import Imported, Importer, Sizes


def read(content: bytes, sizes: Sizes) -> Imported:
    """The network in a program file, with its weights.

    Raises:
        InvalidDocument: ``not_pt2`` or ``not_importable``.
    """
    archive = read_archive(content)
    try:
        program = Program(archive)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, RuntimeError) as error:
        raise not_pt2(next(iter(str(error).splitlines()), type(error).__name__)) from error
    if not program.examples:
        raise refusal("The program takes no tensors.")
    module = with_layers(fx.GraphModule(program.module, program.module.graph))
    try:
        return import_module(module, program.examples)
    except InvalidDocument as error:
        if program.is_for_any_batch:
            raise
        raise refusal(
            f"The program computes for batches of {len(program.examples[0])} only.",
            'Export it for any batch: torch.export.export(model, (example,), dynamic_shapes=({0: Dim("batch")},)).',
        ) from error


IMPORTER = Importer(
    key="pt2",
    order=30,
    title="torch.export program",
    summary="A program that torch.export.save has written, with its weights.",
    suffixes=(".pt2",),
    read=read,
)
