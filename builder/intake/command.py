"""``python -m builder data FILE... FOLDER``: files of anybody become a folder that trainer and scripts read."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from builder.folder.refused import Refused
from builder.folder.schema import Kind
from builder.folder.told import Choices, Prepared, Role, Survey
from builder.intake.prepare import prepare
from builder.intake.survey import survey


def main(arguments: list[str]) -> int:
    """Say what is in the files or, where a folder is given, write it; 1 where they are refused."""
    options = _parser().parse_args(arguments)
    files = {name: file for path in options.files for name, file in _files_below(path)}
    try:
        if options.out is None:
            _say_survey(survey(files))
        else:
            _say_prepared(prepare(files, _choices(options), options.out), options.out)
    except Refused as refused:
        print(refused.problem.message, refused.problem.hint, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m builder data",
        description="Say what is in files of yours, and what it seems to be; with --out write a folder of it.",
    )
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="files, folders or archives")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="where to")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="NAME=KIND:ROLE",
        help=f"what a column is; a kind is one of {', '.join(get_args(Kind))}; a role of {', '.join(get_args(Role))}",
    )
    parser.add_argument(
        "--choice",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=f"{', '.join(name for name in Choices.model_fields if name != 'columns')}; the value as JSON or text",
    )
    return parser


def _files_below(path: Path) -> list[tuple[str, Path]]:
    """A file by its name, those of a folder by their paths in it."""
    if path.is_dir():
        return [(str(each.relative_to(path)), each) for each in sorted(path.rglob("*")) if each.is_file()]
    if not path.is_file():
        raise SystemExit(f"{path} is not there.")
    return [(path.name, path)]


def _choices(options: argparse.Namespace) -> Choices:
    told: dict[str, Any] = {"name": options.files[0].stem}
    told |= {name: _value(value) for name, _, value in (each.partition("=") for each in options.choice)}
    columns = {}
    for each in options.column:
        name, _, what = each.rpartition("=")
        kind, _, role = what.partition(":")
        columns[name] = {"kind": kind, "role": role or "input", "is_chosen": True}
    try:
        return Choices.model_validate(told | {"columns": columns})
    except ValidationError as error:
        first = error.errors()[0]
        raise SystemExit(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from None


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _say_survey(told: Survey) -> None:
    print(f"{told.name}: {told.source}")
    for each in told.columns:
        kind = each.kinds[0] if each.kinds else None
        guess = f"{kind.kind}, {each.role}: {kind.why}" if kind else f"{each.role}: {each.why_role}"
        print(f"  {each.name}  ({'; '.join(each.examples)})  {guess}")
    for note in told.notes:
        print(f"  {note}")


def _say_prepared(told: Prepared, out: Path) -> None:
    training, validation, test = told.schema_.samples
    print(f"{out}: {training:,} samples to learn from, {validation:,} to validate on, {test:,} for the test.")
    for each in told.schema_.fields:
        print(f"  {each.name}: {each.kind} {each.shape}")
    for note in told.notes:
        print(f"  {note}")
    for twins in told.twins:
        likeness = "are also" if twins.is_exact else "look like some"
        print(f"  {twins.count} of {twins.of} samples of the {twins.of_part} part {likeness} in {twins.in_part}.")
    print('The node: {"type": "OwnData", "params": ' + json.dumps(_params(told)) + "}")


def _params(told: Prepared) -> dict[str, str]:
    return {"data": told.schema_.digest, "schema": told.schema_.text}
