"""Works with a drawing without any web: ``python -m builder check|source|shapes|export|import FILE``.

``python -m builder data FILE... --out FOLDER`` makes a folder of data that drawings learn from: docs/own-data-files.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from safetensors.torch import save

import builder
from builder.checker.report import NodeReport, Report
from builder.drawing.document import Beginning, Document, read_document
from builder.drawing.problems import InvalidDocument, Problem
from builder.exporters.parts.begun import begun_weights
from builder.exporters.parts.weights import read_weights
from builder.folder.place import look_in
from builder.folder.weights import digest_of, weights_file
from builder.kinds.exporter import ExportProblem, Weights
from builder.registry.exporters import format_called

WORDS = 3  # columns of the table of shapes; numbers follow


def main(arguments: list[str] | None = None) -> int:
    """Do one thing with one drawing; 1 where problems stand in the way."""
    if (arguments := sys.argv[1:] if arguments is None else arguments)[:1] == ["data"]:
        from builder.intake.command import main as data  # polars takes a moment to import

        return data(arguments[1:])
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except InvalidDocument as error:
        return _complain(*error.problems)
    except ExportProblem as error:
        return _complain(error.problem)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m builder", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command, words in (
        ("check", _check, "say everything that is wrong with a drawing"),
        ("source", _source, "print the drawing as PyTorch"),
        ("shapes", _shapes, "list nodes, what flows out of them, what they learn and what they cost"),
        ("export", _export, f"write it in another format: {', '.join(builder.EXPORTERS)}"),
    ):
        one = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
        one.add_argument("file", type=Path, metavar="FILE", help="a document as JSON; - reads standard input")
        one.set_defaults(command=partial(_with_document, command))
        if name in ("check", "shapes"):
            one.add_argument("--json", action="store_true", help="the whole report as JSON")
        if name == "export":
            one.add_argument("--format", default="script", metavar="KEY", help="script unless it is given")
            one.add_argument("--out", type=Path, metavar="FILE", help="where to; standard output unless it is given")
            one.add_argument("--weights", type=Path, metavar="FILE", help="safetensors, or a checkpoint of a run")
    _add_import(commands)
    return parser


def _add_import(commands: Any) -> None:
    endings = ", ".join(suffix for importer in builder.IMPORTERS.values() for suffix in importer.suffixes)
    one = commands.add_parser(
        "import",
        help=f"make a drawing of a network in a file: {endings}",
        description="Make a drawing of a network in a file; its weights are written beside it.",
    )
    one.add_argument("file", type=Path, metavar="FILE", help=f"a file that ends in {endings}")
    one.add_argument("-o", "--out", type=Path, metavar="FILE", help="where to; the file's name with .json otherwise")
    one.add_argument(
        "--size", type=_size, action="append", default=[], metavar="NAME=N", help="a size that the file leaves open"
    )
    one.set_defaults(command=_import)


def _size(text: str) -> tuple[str, int]:
    name, _, size = text.rpartition("=")
    if not name or not size.isdigit() or int(size) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a name, =, and a number from 1 on, such as sequence=64")
    return name, int(size)


def _with_document(command: Callable[[Document, argparse.Namespace], int], options: argparse.Namespace) -> int:
    return command(_read(options.file), options)


def _import(options: argparse.Namespace) -> int:
    out: Path = options.out or Path(f"{options.file.stem}.json")
    if options.out is None and out.exists():
        raise ExportProblem("not_written", f"{out} is there already.", "Name another file with --out.")
    imported = builder.import_file(options.file.name, _bytes(options.file), dict(options.size), is_trusted=True)
    document = imported.document
    if imported.weights:
        beside = out.with_suffix(".safetensors")
        _write(beside, save({name: value.detach().clone().contiguous() for name, value in imported.weights.items()}))
        document = _beginning_from(document, beside)
        total = sum(value.numel() for value in imported.weights.values())
        print(f"{beside}: its weights, {total:,} numbers, which the drawing begins from while they lie beside it.")
    _write(out, document.model_dump_json(indent=2).encode() + b"\n")
    print(f"{out}: {_counted(document)}.")
    _complain(*imported.problems)
    return 0


def _beginning_from(document: Document, weights: Path) -> Document:
    beginning = Beginning(weights=digest_of(weights), title=weights.name[:200])
    return document.model_copy(update={"training": document.training.model_copy(update={"begins_from": (beginning,)})})


def _counted(document: Document) -> str:
    nodes, blocks = sum(len(block.nodes) for block in document.blocks.values()), len(document.blocks) - 1
    return f"{nodes:,} nodes" + (f" in {blocks + 1:,} blocks" if blocks else "")


def _read(file: Path) -> Document:
    if str(file) == "-":
        return read_document(sys.stdin.buffer.read())
    return read_document(_bytes(file))


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ExportProblem("no_file", f"{file} can't be read: {error.strerror}.") from error


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise ExportProblem("not_written", f"{file} can't be written: {error.strerror}.") from error


def _check(document: Document, options: argparse.Namespace) -> int:
    report = builder.check(document)
    if options.json:
        print(report.model_dump_json(indent=2))
    elif report.is_trainable:
        print(f"Ready to train: {report.parameters:,} parameters.")
    _complain(*report.problems)
    return 0 if report.is_trainable else 1


def _source(document: Document, options: argparse.Namespace) -> int:
    print(builder.source(document), end="")
    return 0


def _shapes(document: Document, options: argparse.Namespace) -> int:
    report = builder.check(document)
    if options.json:
        print(json.dumps(_as_json(report), indent=2))
    else:
        _table([("node", "type", "shape", "parameters", "multiply-adds", "bytes"), *_rows(document, report)])
        print(f"{report.parameters:,} parameters; for one sample:", end=" ")
        print(f"{report.flops // 2:,} multiply-adds forward, {report.activation_bytes:,} bytes kept in training")
        print("".join(f"T: the steps of a sequence, {length} here\n" for length in sorted(_lengths(report))), end="")
    _complain(*report.problems)
    return 0 if report.is_trainable else 1


def _lengths(report: Report) -> set[int]:
    """What T stands for: one length, unless sequences of several lengths flow apart from each other."""
    nodes = [node for block in (report.nodes, *report.blocks.values()) for node in block.values()]
    return {signal.length for node in nodes for signal in node.outputs.values() if signal.length}


def _as_json(report: Report) -> dict[str, object]:
    keys = ("parameters", "flops", "activation_bytes", "nodes", "blocks")
    told = report.model_dump(mode="json", include=set(keys))
    return {key: told[key] for key in keys}


def _rows(document: Document, report: Report) -> Iterator[tuple[str, ...]]:
    """One row a node; those of a block, as in its first use, after its name."""
    for name, block in document.blocks.items():
        nodes, prefix = (report.nodes, "") if name == document.main else (report.blocks.get(name, {}), f"{name}/")
        for id, node in block.nodes.items():
            found = nodes.get(id, NodeReport())
            shapes = [f"{signal.label}" for signal in found.outputs.values()]
            numbers = (found.parameters, found.flops // 2, found.activation_bytes)
            yield f"{prefix}{id}", node.type, " ".join(shapes), *(f"{number:,}" if number else "" for number in numbers)


def _table(rows: list[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.ljust(width) if column < WORDS else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())


def _export(document: Document, options: argparse.Namespace) -> int:
    exporter = format_called(options.format)
    weights: Weights | None = read_weights(options.weights) if options.weights else None
    if weights is None and exporter.needs_weights:
        look_in(Path() if str(options.file) == "-" else options.file.parent)
        weights = begun_weights(document, lambda beginning: weights_file(beginning.weights))
    content = exporter.export(document, weights)
    if options.out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return 0
    _write(options.out, content)
    return 0


def _complain(*problems: Problem) -> int:
    for problem in problems:
        place = ".".join(filter(None, (problem.block, problem.node, problem.port)))
        where = f" [{place}]" if place else ""
        print(f"{problem.code}{where}: {problem.message} {problem.hint}".strip(), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
