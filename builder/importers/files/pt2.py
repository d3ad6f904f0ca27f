"""Programs that ``torch.export.save`` has written.

``torch.export.load`` unpickles what such a file holds beside its graph, which may run any code: it is read on the
command line only, never for the page.
"""

from __future__ import annotations

import io
import zipfile

import torch
from torch import Tensor, fx

from builder.drawing.problems import InvalidDocument, Problem
from builder.importers.layers import with_layers
from builder.importers.module import import_module
from builder.importers.tracing import not_importable
from builder.kinds.importer import Imported, Importer, Sizes


def read(content: bytes, sizes: Sizes) -> Imported:
    """The network in a program file, with its weights.

    Raises:
        InvalidDocument: ``not_pt2`` or ``not_importable``.
    """
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise _not_pt2("it is no archive")
    try:
        program = torch.export.load(io.BytesIO(content))
    except Exception as error:  # whatever torch says of a file that it can't read
        raise _not_pt2(next(iter(str(error).splitlines()), type(error).__name__)) from error
    args, kwargs = program.example_inputs or ((), {})
    if kwargs or not args or not all(isinstance(each, Tensor) for each in args):
        raise not_importable("The program takes something else than tensors by position, or holds no example of them.")
    module = program.module(check_guards=False)
    assert isinstance(module, fx.GraphModule)
    return import_module(with_layers(fx.GraphModule(module, module.graph)), list(args))


def _not_pt2(why: str) -> InvalidDocument:
    message = f"This is no program of torch.export that can be read: {why}."
    return InvalidDocument(
        [Problem(code="not_pt2", message=message, hint="Write it with torch.export.save(program, FILE).")]
    )


IMPORTER = Importer(
    key="pt2",
    order=30,
    title="torch.export program",
    summary="A program that torch.export.save has written, with its weights.",
    suffixes=(".pt2",),
    read=read,
    trusts_file=True,
)
