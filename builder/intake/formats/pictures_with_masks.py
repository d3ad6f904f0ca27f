"""Pictures in one folder, and in another the mask of each, of the same name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import polars as pl

from builder.folder.format import Format
from builder.folder.limits import Limits
from builder.folder.table import HEAD, Table
from builder.intake.archives import is_passed_over
from builder.intake.formats.folders import columns_of_paths
from builder.intake.kinds_of_file import PICTURES, kind_of
from builder.intake.left_out import passed_over

MASKS = frozenset({"mask", "masks", "label", "labels", "annotations", "segmentation", "segmentations", "gt"})
AT_ONCE = 500


def takes(files: Mapping[str, Path]) -> bool:
    """Whether more than half of the pictures have a mask, or are one."""
    pictures = [name for name in files if not is_passed_over(name) and kind_of(files[name]) in PICTURES]
    return bool(pictures) and len(_pairs(pictures)) * 4 > len(pictures)


def read(files: Mapping[str, Path], limits: Limits) -> Table:
    """A row for each picture with its mask; if the first folders are called train and test, the part too."""
    shown = [name for name in sorted(files) if not is_passed_over(name)]
    pairs = _pairs([name for name in shown if kind_of(files[name]) in PICTURES])
    used = {*pairs, *pairs.values()}
    columns: dict[str, Sequence[str | None]] = {"picture": list(pairs), "mask": list(pairs.values())}
    told = columns_of_paths(list(pairs))
    columns |= {"part": told["part"]} if "part" in told else {}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return Table(
        "Pictures with masks",
        f"Pictures with masks: {len(frame):,}",
        len(frame),
        frame[:HEAD],
        lambda: frame.iter_slices(AT_ONCE),
        files={name: files[name] for name in used},
        media=frozenset({"picture", "mask"}),
        notes=passed_over([name for name in shown if name not in used], "no picture with a mask"),
    )


def _pairs(pictures: Sequence[str]) -> dict[str, str]:
    """For each picture its mask: of the same name but for the ending, in a folder that is called so instead."""
    masks = {_key(name): name for name in pictures if _level(name) is not None}
    return {name: masks[key] for name in pictures if _level(name) is None and (key := _key(name)) in masks}


def _level(name: str) -> int | None:
    folders = PurePosixPath(name.lower()).parts[:-1]
    return next((level for level, folder in enumerate(folders) if folder in MASKS), None)


def _key(name: str) -> tuple[str, ...]:
    """What a picture and its mask have in common: the path without the folder that tells them apart."""
    path, level = PurePosixPath(name), _level(name)
    folders = list(path.parts[:-1])
    if level is not None:
        del folders[level]
    else:
        folders = [folder for folder in folders if folder.lower() not in _PICTURES]
    stem = path.stem.lower()
    return (
        *folders,
        next((stem.removesuffix(end) for end in ("_mask", "-mask", "_label") if stem.endswith(end)), stem),
    )


_PICTURES = frozenset({"image", "images", "img", "imgs", "picture", "pictures", "photos"})
FORMAT = Format("pictures_with_masks", "pictures with masks", (".png",), takes, read, order=40)
