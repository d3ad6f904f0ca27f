"""Works with a drawing without any web: ``python -m builder check|source|shapes|export FILE``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import builder
from builder.document import Document, read_document
from builder.exporter import ExportProblem, Weights
from builder.formats import format_called
from builder.problems import InvalidDocument, Problem
from builder.report import NodeReport, Report
from builder.weights import read_weights

WORDS = 3  # columns of the table of shapes; numbers follow


def main(arguments: list[str] | None = None) -> int:
    """Do one thing with one drawing; 1 where problems stand in the way."""
    options = _parser().parse_args(arguments)
    command: Callable[[Document, argparse.Namespace], int] = options.command
    try:
        return command(_read(options.file), options)
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
        one.set_defaults(command=command)
        if name in ("check", "shapes"):
            one.add_argument("--json", action="store_true", help="the whole report as JSON")
        if name == "export":
            one.add_argument("--format", default="script", metavar="KEY", help="script unless it is given")
            one.add_argument("--out", type=Path, metavar="FILE", help="where to; standard output unless it is given")
            one.add_argument("--weights", type=Path, metavar="FILE", help="safetensors, or a checkpoint of a run")
    return parser


def _read(file: Path) -> Document:
    if str(file) == "-":
        return read_document(sys.stdin.buffer.read())
    try:
        return read_document(file.read_bytes())
    except OSError as error:
        raise ExportProblem("no_file", f"{file} can't be read: {error.strerror}.") from error


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
    content = exporter.export(document, weights)
    if options.out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return 0
    try:
        options.out.write_bytes(content)
    except OSError as error:
        raise ExportProblem("not_written", f"{options.out} can't be written: {error.strerror}.") from error
    return 0


def _complain(*problems: Problem) -> int:
    for problem in problems:
        place = ".".join(filter(None, (problem.block, problem.node, problem.port)))
        where = f" [{place}]" if place else ""
        print(f"{problem.code}{where}: {problem.message} {problem.hint}".strip(), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
