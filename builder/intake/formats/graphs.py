"""Graphs, one in a file or several, as JSON or GraphML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from builder.folder.format import Format
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.table import Table, of_frame
from builder.intake.archives import is_passed_over
from builder.intake.formats.folders import columns_of_paths
from builder.intake.graphs import answers_of, graph_of, of_graphml
from builder.intake.json_cells import parsed
from builder.intake.kinds_of_file import kind_of
from builder.intake.left_out import passed_over, told_unread
from builder.intake.texts import text_of

SUFFIXES = (".json", ".jsonl", ".graphml", ".xml")
LOOKED_AT = 1 << 20


def takes(files: Mapping[str, Path]) -> bool:
    """Whether most files are graphs."""
    shown = [name for name in files if not is_passed_over(name)]
    return sum(_is_graph(name, files[name]) for name in shown) * 2 > len(shown)


def read(files: Mapping[str, Path], limits: Limits) -> Table:
    """A row for each graph, with what is said of it: a label, an energy; and the folder that its file lies in.

    Raises:
        Refused: ``no_graph``: none can be read.
    """
    names = sorted(name for name in files if not is_passed_over(name) and _is_graph(name, files[name]))
    others = sorted(name for name in files if not is_passed_over(name) and name not in names)
    found = [(name, read) for name in names for read in _graphs(name, files[name], limits)]
    rows = [(name, each) for name, each in found if not isinstance(each, Refused)]
    unread = {place: each for place, (_, each) in enumerate(found) if isinstance(each, Refused)}
    notes = passed_over(others, "no graph") + told_unread(unread, len(found))
    told = {name: [row.get(name) for _, row in rows] for name in dict.fromkeys(name for _, row in rows for name in row)}
    if len(names) > 1:
        told |= {
            name: cells for name, cells in columns_of_paths([name for name, _ in rows]).items() if name not in told
        }
    title = PurePosixPath(names[0]).stem if len(names) == 1 else "Graphs"
    frame = pl.DataFrame(told, schema=dict.fromkeys(told, pl.String))
    return of_frame(title, f"Graphs: {len(frame):,}", frame, notes=notes)


def _graphs(name: str, file: Path, limits: Limits) -> Iterator[dict[str, str] | Refused]:
    """The rows of a file: of one graph, of a list of them, or of one in each line."""
    try:
        told = list(_told(name, text_of(file, name, limits).strip()))
    except (ValueError, Refused) as error:
        yield error if isinstance(error, Refused) else _refused(name, error)
        return
    for number, said in enumerate(told):
        try:
            yield {"graph": graph_of(said).text, **answers_of(said)}
        except (ValueError, AttributeError) as error:
            yield _refused(name if len(told) == 1 else f"{name}, graph {number + 1}", error)


def _told(name: str, text: str) -> Iterator[Any]:
    if text.startswith("<"):
        yield from of_graphml(text)
    elif name.lower().endswith(".jsonl"):
        yield from (parsed(line) for line in text.splitlines() if line.strip())
    else:
        said = parsed(text)
        yield from said if isinstance(said, list) else [said]


def _refused(where: str, error: Exception) -> Refused:
    return Refused("no_graph", where, f"{error}.", 'Write it as {"nodes": [[1, 2], [3, 4]], "edges": [[0, 1]]}.')


def _is_graph(name: str, file: Path) -> bool:
    """Whether it is called so, and speaks of nodes and edges."""
    if not name.lower().endswith(SUFFIXES) or kind_of(file) != "text":
        return False
    with file.open("rb") as content:
        head = content.read(LOOKED_AT)
        content.seek(max(0, file.stat().st_size - LOOKED_AT))
        head += content.read()
    return b"<graphml" in head or (b'"nodes"' in head and (b'"edges"' in head or b'"links"' in head))


FORMAT = Format("graphs", "graphs (JSON, GraphML)", SUFFIXES, takes, read, order=20)
