"""Pictures, and one JSON file that says where in them things are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from builder.folder.format import Format
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.table import HEAD, Table
from builder.intake.archives import is_passed_over
from builder.intake.json_cells import parsed
from builder.intake.kinds_of_file import PICTURES, kind_of
from builder.intake.left_out import passed_over, told_unread
from builder.intake.picture import opened, upright_size
from builder.intake.texts import text_of

AT_ONCE = 500
LOOKED_AT = 1 << 20
Four = tuple[float, float, float, float]
Box = tuple[Four, str]
Said = dict[str, list[Box]]


def takes(files: Mapping[str, Path]) -> bool:
    """Whether one of the files speaks of boxes, and another is a picture."""
    return _telling(files) is not None and any(kind_of(file) in PICTURES for file in files.values())


def read(files: Mapping[str, Path], limits: Limits) -> Table:
    """A row for each picture that is spoken of: its boxes as shares of the square that is cut out of it.

    Raises:
        Refused: ``no_boxes``: the file can't be read, or names no picture that came.
    """
    telling = _telling(files) or ""
    said = _read(files[telling], telling, limits)
    paths = {name: path for name in said if (path := _path(name, files, telling))}
    if not paths:
        words = f"names no picture that came, such as {next(iter(said), 'none at all')}."
        raise Refused("no_boxes", telling, words, "Send the pictures together with it.")
    found = {path: _boxes(said[name], files[path], path, limits) for name, path in paths.items()}
    rows = {path: boxes for path, boxes in found.items() if isinstance(boxes, str)}
    unread = {number: each for number, each in enumerate(found.values()) if isinstance(each, Refused)}
    frame = pl.DataFrame(
        {"picture": list(rows), "boxes": list(rows.values())}, schema=dict.fromkeys(_COLUMNS, pl.String)
    )
    return Table(
        PurePosixPath(telling).stem,
        f"Pictures with boxes: {len(frame):,}",
        len(frame),
        frame[:HEAD],
        lambda: frame.iter_slices(AT_ONCE),
        files={path: files[path] for path in rows},
        media=frozenset({"picture"}),
        notes=told_unread(unread, len(found))
        + passed_over([name for name in said if name not in paths], "there is no such picture"),
    )


def _read(file: Path, name: str, limits: Limits) -> Said:
    try:
        return _said(parsed(text_of(file, name, limits)))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        words = "speaks of boxes in a way that is not known."
        hint = 'Write it as in COCO, or as [{"file": "a.png", "boxes": [[x, y, width, height, "cat"]]}].'
        raise Refused("no_boxes", name, words, hint) from error


def _boxes(said: list[Box], file: Path, name: str, limits: Limits) -> str | Refused:
    """The boxes of a picture as its cell says them, or why it can't be read."""
    try:
        with opened(file, name, limits) as image:
            return _in_square(said, *upright_size(image))
    except Refused as refused:
        return refused


def _telling(files: Mapping[str, Path]) -> str | None:
    """The one JSON file that speaks of boxes."""
    found = [name for name in files if name.lower().endswith(".json") and not is_passed_over(name)]
    speaking = [name for name in found if _speaks(files[name])]
    return speaking[0] if len(speaking) == 1 else None


def _speaks(file: Path) -> bool:
    with file.open("rb") as content:
        head = content.read(LOOKED_AT)
        content.seek(max(0, file.stat().st_size - LOOKED_AT))
        head += content.read()
    return b'"boxes"' in head or b'"bbox"' in head


def _said(told: Any) -> Said:
    """For each file the boxes, left, top, width and height, with their classes."""
    said: Said = defaultdict(list)
    if isinstance(told, dict) and "annotations" in told:
        names = {image["id"]: str(image["file_name"]) for image in told["images"]}
        kinds = {kind["id"]: str(kind["name"]) for kind in told.get("categories", [])}
        said.update({name: [] for name in names.values()})
        for each in told["annotations"]:
            said[names[each["image_id"]]].append((_four(each["bbox"]), kinds.get(each["category_id"], "thing")))
        return said
    for each in told if isinstance(told, list) else [told]:
        boxes = [(_four(box[:4]), str(box[4]) if len(box) > 4 else "thing") for box in each["boxes"]]
        said[str(each["file"])] += boxes
    return said


def _four(numbers: Any) -> Four:
    left, top, width, height = map(float, numbers)
    return left, top, width, height


def _path(name: str, files: Mapping[str, Path], telling: str) -> str | None:
    """The path by which a picture came that is called so."""
    beside = str(PurePosixPath(telling).parent / name)
    ending = [path for path in files if path == name or path.endswith(f"/{name}")]
    return beside if beside in files else ending[0] if len(ending) == 1 else None


def _in_square(boxes: list[Box], wide: int, high: int) -> str:
    """Boxes as centre, width and height in shares of the middle square; what hardly shows there is left out."""
    side = min(wide, high)
    left, top = (wide - side) / 2, (high - side) / 2
    kept = []
    for (x, y, width, height), what in boxes:
        x1, x2 = (min(max((each - left) / side, 0), 1) for each in (x, x + width))
        y1, y2 = (min(max((each - top) / side, 0), 1) for each in (y, y + height))
        if (x2 - x1) * (y2 - y1) * side * side >= SHOWN * width * height > 0:
            kept.append([round(each, 5) for each in ((x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1)] + [what])
    return json.dumps(kept)


SHOWN = 0.25
"""So much of a box must lie in the square."""

_COLUMNS = ("picture", "boxes")
FORMAT = Format("boxes", "pictures with boxes (JSON)", (".json",), takes, read, order=15)
