"""A network with the weights of a run in it, and what torch makes of it as a graph."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.export import Dim, ExportedProgram

from builder.checker.axis import SHORTEST
from builder.compiler.program import Program, compile
from builder.drawing.document import Document
from builder.importers.hints import without_hints
from builder.importers.sizes import is_symbolic
from builder.kinds.exporter import ExportProblem, Weights

_tracing = threading.Lock()  # torch traces with global state


def trained(document: Document, weights: Weights) -> tuple[Program, nn.Module]:
    """The network with what it has learned, ready to answer; it needs no data and no Objective.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way.
        ExportProblem: ``weights_do_not_fit``.
    """
    program = compile(document, to_train=False)
    with torch.random.fork_rng(devices=[]):  # its first weights are thrown away: nobody's numbers may change
        net = program.network()
    _check_fit(net.state_dict(), weights)
    net.load_state_dict(weights)
    return program, net.eval()


def _check_fit(wanted: Mapping[str, Tensor], given: Weights) -> None:
    strange = sorted(wanted.keys() ^ given.keys())
    strange += [name for name in wanted if name in given and wanted[name].shape != given[name].shape]
    if strange:
        raise ExportProblem(
            "weights_do_not_fit",
            f"These weights are of another network: {', '.join(strange[:3])}{', ...' if strange[3:] else ''} differ.",
            "Use the drawing as it was when it was trained.",
        )


def traced(document: Document, weights: Weights) -> tuple[Program, ExportedProgram]:
    """The trained network as a graph of tensor operations, for batches of any size.

    Where torch can, it takes sequences of any length too, up to that of the data.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way.
        ExportProblem: ``weights_do_not_fit``, ``not_exportable``.
    """
    program, net = trained(document, weights)
    if not program.asked:
        raise ExportProblem(
            "not_exportable",
            "This network answers without being asked anything, so there is no input to export it with.",
            "Connect an Output to something that the data flow into.",
        )
    with tracing("a graph", "A node that fixes the batch size, or chooses by the values that flow, stands in the way."):
        return program, _with_free_steps(program, net) or _with_free_batch(program, net)


def _with_free_batch(program: Program, net: nn.Module) -> ExportedProgram:
    batch = Dim("batch")
    return torch.export.export(net, example(program), dynamic_shapes=tuple({0: batch} for _ in program.asked))


def _with_free_steps(program: Program, net: nn.Module) -> ExportedProgram | None:
    """The graph for sequences of any length up to that of the data; None where torch can't leave it open."""
    times = {field.name: 1 + field.time_axis for field in program.dataset.fields if field.time_axis is not None}
    if not times.keys() & set(program.asked):
        return None
    batch = Dim("batch")
    free = tuple({0: batch, times.get(name, 0): Dim.AUTO if name in times else batch} for name in program.asked)
    try:
        graph = torch.export.export(net, example(program), dynamic_shapes=free)
    except Exception:  # with a fixed length it may still be a graph
        return None
    is_open = all(int(limits.lower) <= SHORTEST for limits in graph.range_constraints.values())
    return graph if is_open else None


def open_axes(program: Program, graph: ExportedProgram) -> tuple[dict[int, str], ...]:
    """For each input of a graph the axes whose size is open, with their names: ``batch``, ``steps``."""
    shapes = {node.name: node.meta["val"].shape for node in graph.graph.nodes if node.op == "placeholder"}
    names: dict[str, str] = {}
    axes = []
    for field, input in zip(program.asked, graph.graph_signature.user_inputs, strict=True):
        sizes = {axis: size for axis, size in enumerate(shapes[str(input)]) if is_symbolic(size)}
        for axis, size in sizes.items():
            wish = "batch" if axis == 0 else "steps"
            names.setdefault(str(size), wish if wish not in names.values() else f"{field}_{wish}")
        axes.append({axis: names[str(size)] for axis, size in sizes.items()})
    return tuple(axes)


def example(program: Program) -> tuple[Tensor, ...]:
    """Two samples of what the network is asked with: torch takes a single one for a fixed size."""
    drawn = program.sources(2, torch.Generator()) if program.sources else {}
    fields = {field.name: field for field in program.dataset.fields}
    return tuple(
        drawn[name] if name in drawn else torch.zeros(2, *fields[name].shape, dtype=fields[name].dtype)
        for name in program.asked
    )


@contextmanager
def tracing(format: str, why: str) -> Iterator[None]:
    """One at a time; what torch refuses becomes a problem in words.

    Raises:
        ExportProblem: ``not_exportable``.
    """
    try:
        with _tracing, warnings.catch_warnings(), without_hints():
            warnings.simplefilter("ignore", FutureWarning)  # torch's own
            yield
    except Exception as error:  # torch refuses with exceptions of many kinds
        raise ExportProblem(
            "not_exportable",
            f"torch can't write this network as {format} that takes batches of any size.",
            f"{why} The weights and the script can always be exported.",
        ) from error
