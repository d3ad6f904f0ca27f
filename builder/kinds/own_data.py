"""A node for anybody's own data: its ports follow from a schema, its samples are read from a folder."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable, Collection
from functools import lru_cache, partial
from typing import Any

import numpy
import torch
from torch import Tensor
from torch.nn import functional

from builder.drawing.problems import Problem
from builder.folder.place import folder_of
from builder.folder.schema import LABELS, FieldSchema, Schema, read_schema
from builder.kinds.dataset import LESS, DataField, Dataset, Parts
from builder.kinds.fewer import Split, fewer
from builder.kinds.layer import Layer, Params
from builder.kinds.spec import Param

WINDOW, HORIZON = 32, 1
SOME = 200
"""So many pictures tell whether they are dark on light."""
_schema_of = lru_cache(64)(read_schema)


def own_data(folder: str, window: int = 32, horizon: int = 1, stride: int | None = None) -> Parts:
    """The data of a folder, as its ``schema.json`` describes them.

    A picture's bytes become 0 to 1, sound -1 to 1. Samples that differ in length are filled with zeros behind their
    end, or with class 0; ``..._length`` says where it is, and ``..._mask`` is 1 before it. Where samples follow each
    other in time, a sample is a ``window`` of them; of a text, ``..._next`` holds the token after each of these, of
    everything else the ``horizon`` values that come after them. Windows begin ``stride`` steps apart; left out,
    those of a text stand one behind the other, and others begin at every step.
    """
    place = pathlib.Path(folder)
    schema = json.loads((place / "schema.json").read_text("utf-8"))
    part = torch.from_numpy(numpy.load(place / "part.npy", allow_pickle=False))
    fields: Split = {}
    for field in schema["fields"]:
        fields |= own_field(place, field)
    rows = [{name: values[part == each] for name, values in fields.items()} for each in range(3)]
    if schema.get("form") == "steps":
        texts = [field["name"] for field in schema["fields"] if field.get("classes")]
        apart = stride or (window if texts else 1)
        rows = [windows(each, texts, window, horizon, apart) for each in rows]
    training, validation, test = rows
    return training, validation, test


def own_field(place: pathlib.Path, field: dict[str, Any]) -> Split:
    """The values of one field, filled up to one length where samples differ in theirs."""
    name, shape = field["name"], field.get("shape", [])
    values = torch.from_numpy(numpy.load(place / f"{name}.npy", allow_pickle=False))
    is_label = field.get("classes") and field["kind"] != "class set"
    values = values.long() if is_label else values.float() / field.get("divisor", 1.0)
    if not field.get("is_ragged"):
        return {name: values}
    lengths = torch.from_numpy(numpy.load(place / f"{name}.lengths.npy", allow_pickle=False)).long()
    mask = torch.arange(shape[0]) < lengths[:, None]  # (N, longest)
    filled = values.new_zeros(len(lengths), *shape)
    filled[mask] = values
    return {name: filled, f"{name}_length": lengths, f"{name}_mask": mask.float()}


def windows(steps: Split, texts: list[str], window: int, horizon: int, stride: int) -> Split:
    """Windows of steps that follow each other, and what comes next.

    Shape: of each (N, ...) -> (M, window, ...), and next (M, window, ...) of texts, else (M, horizon, ...), without
    that axis where it is 1.
    """
    cut: Split = {}
    for name, values in steps.items():
        ahead = 1 if name in texts else horizon
        starts = torch.arange(0, max(0, len(values) - window - ahead + 1), stride)
        cut[name] = values[starts[:, None] + torch.arange(window)]
        if name in texts:
            cut[f"{name}_next"] = values[starts[:, None] + torch.arange(1, window + 1)]
        else:
            coming = values[starts[:, None] + torch.arange(window, window + horizon)]
            cut[f"{name}_next"] = coming[:, 0] if horizon == 1 else coming
    shortest = min(map(len, cut.values()))
    return {name: values[:shortest] for name, values in cut.items()}


_CHOSEN = (
    Param(name="data", kind="text", pattern=r"[0-9a-f]{64}|", default="", help="Which data: the version's checksum."),
    Param(name="schema", kind="text", default="", help="What is in them, as schema.json says it."),
)
_WINDOWS = (
    Param(name="window", kind="int", default=WINDOW, minimum=1, maximum=65_536, help="How many steps a sample has."),
    Param(
        name="horizon",
        kind="int",
        default=HORIZON,
        minimum=1,
        maximum=65_536,
        help="How many steps ahead are to be foretold; of a text it is the next token after each.",
    ),
    Param(
        name="stride",
        kind="int",
        minimum=1,
        maximum=65_536,
        help="How many steps after a sample the next one begins; left out, a window of text, else one step.",
    ),
)


class OwnData(Dataset):
    """Data that are read from a folder; without a schema it has no ports yet."""

    def __init__(self, schema: Schema | None = None, fields: tuple[DataField, ...] = ()) -> None:
        self.schema, self.is_bound = schema, schema is not None
        steps = _WINDOWS if schema is None or schema.form == "steps" else ()
        super().__init__(
            own_data,
            type_name="OwnData",
            summary="Data of your own: a table, pictures, sounds or texts.",
            fields=fields,
            params=(*_CHOSEN, *steps),
            less=None if schema else LESS,
        )

    def for_node(self, params: Params, wired: Collection[str]) -> Layer:
        """The node with the ports of its schema. It says nothing of a schema that can't be read: `problem` does."""
        try:
            return _bound(*(params[name] for name in ("schema", "window", "horizon"))) if params["schema"] else self
        except ValueError:
            return self

    def problem(self, params: Params) -> Problem | None:
        if not params["schema"]:
            return _problem("has no data yet.", "Drop a file on the page, or press Your data and choose some.")
        try:
            schema = _schema_of(str(params["schema"]))
        except ValueError as error:
            return _problem(f"can't read what is in its data: {error}.", "Choose the data anew.")
        if not params["data"]:
            hint = "They were deleted, or belong to somebody who has not shared them: choose data of your own."
            return _problem(f"has no data here: {schema.name} can't be reached.", hint)
        if schema.digest != params["data"]:
            return _problem("names other data than its schema is of.", "Choose the data anew.")
        least = int(str(params["window"])) + int(str(params["horizon"]))
        if schema.form == "steps" and min(schema.samples) < least:
            words = f"needs {least} steps for a window and what comes next; a part has only {min(schema.samples)}."
            return _problem(words, "Set a smaller window or horizon, or bring more data.")
        return None

    def asked(self, params: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """As of any data set; instead of a version and its schema the name of the folder that holds them."""
        own, less = super().asked(params)
        schema = _schema_of(own.pop("schema"))
        own = {"folder": schema.slug, **{name: value for name, value in own.items() if name != "data"}}
        return (own if schema.form == "steps" else {"folder": schema.slug}), less

    def drawn(self, field: str) -> Callable[[Tensor], Tensor] | None:
        """Ink as these pictures have it: a drawing is as large as they are, and dark on light if they are."""
        told = next((each for each in self.schema.fields if each.name == field), None) if self.schema else None
        if told is None or told.kind != "image" or self.schema is None:
            return None
        return partial(_as_picture, version=self.schema.digest, field=told)

    def counted(self, params: Params) -> int | None:
        _, less = self.asked(dict(params))
        return self.schema.samples[0] if self.schema and self.schema.form == "samples" and not less else None

    def must_be_here(self, params: Params) -> None:
        folder_of(str(params["data"]))

    def read(self, params: dict[str, Any]) -> Parts:
        """The samples, wherever their folder lies. Raises: DataAway."""
        own, less = self.asked(params)
        parts = own_data(**own | {"folder": str(folder_of(str(params["data"])))})
        return fewer(parts, **less) if less else parts


def _as_picture(drawing: Tensor, version: str, field: FieldSchema) -> Tensor:
    """Shape: (height, width) of ink from 0 to 1 -> (1, C, H, W), in the range that these pictures have."""
    channels, height, width = field.shape
    low, high = field.between or (0.0, 1.0)
    ink = functional.interpolate(drawing[None, None], (height, width), mode="area").expand(1, channels, height, width)
    light = 1 - ink if _is_on_light(version, field) else ink
    return low + (high - low) * light


@lru_cache(64)
def _is_on_light(version: str, field: FieldSchema) -> bool:
    """Whether the edges of these pictures are rather light than dark."""
    pictures = numpy.load(folder_of(version) / f"{field.name}.npy", mmap_mode="r", allow_pickle=False)[:SOME]
    edges = (pictures[..., 0, :], pictures[..., -1, :], pictures[..., 0], pictures[..., -1])
    low, high = field.between or (0.0, 1.0)
    return float(numpy.mean([edge.mean() for edge in edges])) / field.divisor > (low + high) / 2


def _problem(words: str, hint: str) -> Problem:
    return Problem(code="no_own_data", message=f"The node {words}", hint=hint)


@lru_cache(64)
def _bound(text: str, window: int, horizon: int) -> OwnData:
    schema = _schema_of(text)
    return OwnData(schema, tuple(each for field in schema.fields for each in _ports(field, schema, window, horizon)))


def fields_of(schema: Schema) -> tuple[DataField, ...]:
    """What a sample holds, a field of the schema each; of data that follow each other in time, what a step holds."""
    alone = schema.model_copy(update={"form": "samples"})
    return tuple(_ports(field, alone, WINDOW, HORIZON)[0] for field in schema.fields)


def _ports(field: FieldSchema, schema: Schema, window: int, horizon: int) -> tuple[DataField, ...]:
    """The fields that a node has of one in the schema."""
    if schema.form == "steps":
        is_text = field.kind in LABELS
        ahead = (window,) if is_text else () if horizon == 1 else (horizon,)
        coming = "What comes next after each of them." if is_text else "What comes after them."
        return (
            _port(field, field.name, (window, *field.shape), 0, field.help),
            _port(field, f"{field.name}_next", (*ahead, *field.shape), 0 if ahead else None, coming),
        )
    time = {"audio": len(field.shape) - 1, "text": 0, "tokens": 0, "series": 0}.get(field.kind)
    own = _port(field, field.name, field.shape, time, field.help)
    if not field.is_ragged:
        return (own,)
    longest = field.shape[0]
    length = DataField(
        f"{field.name}_length", (), dtype=torch.int64, between=(0, longest), help="How long each sample is."
    )
    return own, length, DataField(f"{field.name}_mask", (longest,), between=(0, 1), help="1 before a sample's end.")


def _port(field: FieldSchema, name: str, shape: tuple[int, ...], time: int | None, help: str) -> DataField:
    is_set = field.kind == "class set"
    is_label = field.kind in LABELS and not is_set
    named = f"{help} {', '.join(field.columns)}".strip() if len(field.columns) <= MOST_NAMED else help
    return DataField(
        name,
        shape,
        kind="label" if is_label else "image" if field.kind == "image" else "tensor",
        dtype=torch.int64 if is_label else torch.float32,
        classes=() if is_set else field.classes,
        help=named,
        time_axis=time,
        between=(0, 1) if is_set else field.between or (-torch.inf, torch.inf),
        columns=field.classes if is_set else field.columns,
        rate=field.rate,
        is_set=is_set,
        is_photo=field.kind == "image",
    )


MOST_NAMED = 12
"""Of so many columns the names are told at the port."""
