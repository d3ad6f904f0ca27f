"""Reads the archive of a program: its graph as JSON, its tensors from their bytes. Pickles in it are never opened."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from builder.drawing.problems import InvalidDocument, Problem

MAX_GRAPH = 1 << 27
DTYPES = {
    1: torch.uint8,
    2: torch.int8,
    3: torch.int16,
    4: torch.int32,
    5: torch.int64,
    6: torch.float16,
    7: torch.float32,
    8: torch.float64,
    9: torch.complex32,
    10: torch.complex64,
    11: torch.complex128,
    12: torch.bool,
    13: torch.bfloat16,
}
"""Kinds of numbers as the archive counts them."""

HINT = "Write it with torch.export.save(program, FILE), of torch 2.8 or newer."


@dataclass(frozen=True)
class Archive:
    """``graph`` and ``signature`` as they are written; ``tensors`` by name, and which of them are ``learned``."""

    graph: Mapping[str, Any]
    signature: Mapping[str, Any]
    tensors: Mapping[str, Tensor]
    learned: frozenset[str]


def read_archive(content: bytes) -> Archive:
    """What a program's archive holds.

    Raises:
        InvalidDocument: ``not_pt2``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return _Reader(opened).read()
    except zipfile.BadZipFile as error:
        raise not_pt2("it is no archive") from error
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, RuntimeError, RecursionError) as error:
        raise not_pt2(next(iter(str(error).splitlines()), type(error).__name__)) from error


def not_pt2(why: str, hint: str = HINT) -> InvalidDocument:
    """The refusal of a file that is no program, or one that can't be read as data."""
    message = f"This is no program of torch.export that can be read: {why}."
    return InvalidDocument([Problem(code="not_pt2", message=message, hint=hint)])


class _Reader:
    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._opened = opened
        self._tensors: dict[str, Tensor] = {}
        self._names = {name.partition("/")[2]: name for name in opened.namelist()}

    def read(self) -> Archive:
        if "models/model.json" not in self._names:
            raise self._other()
        if self._text("byteorder", "little").strip() != "little":
            raise not_pt2("its numbers stand with their largest byte first")
        module = json.loads(self._bytes("models/model.json"))["graph_module"]
        tensors: dict[str, Tensor] = {}
        learned: set[str] = set()
        for folder, config in (("weights", "model_weights_config"), ("constants", "model_constants_config")):
            for name, told in self._config(f"data/{folder}/{config}.json").items():
                place = json.dumps([folder, told["path_name"], told["tensor_meta"]], sort_keys=True)
                if place not in self._tensors:  # tied weights lie at one place
                    self._tensors[place] = self._tensor(name, folder, told)
                tensors[name] = self._tensors[place]
                if told["is_param"] and told["tensor_meta"]["requires_grad"]:
                    learned.add(name)
        return Archive(module["graph"], module["signature"], tensors, frozenset(learned))

    def _config(self, name: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = json.loads(self._bytes(name))["config"] if name in self._names else {}
        return found

    def _tensor(self, name: str, folder: str, told: Mapping[str, Any]) -> Tensor:
        if told["use_pickle"] or told.get("tensor_meta") is None:
            raise not_pt2(f"{name} is kept as a pickle, which may hold code and is not opened")
        meta = told["tensor_meta"]
        kind = int(meta["dtype"])
        if kind not in DTYPES:
            raise not_pt2(f"{name} holds numbers of a kind that can't be drawn")
        content = self._bytes(f"data/{folder}/{told['path_name']}")
        sizes = [int(size["as_int"]) for size in meta["sizes"]]
        if not content:
            return torch.empty(sizes, dtype=DTYPES[kind])
        flat = torch.frombuffer(bytearray(content), dtype=DTYPES[kind])
        strides = [int(stride["as_int"]) for stride in meta["strides"]]
        return torch.as_strided(flat, sizes, strides, int(meta["storage_offset"]["as_int"])).clone()

    def _text(self, name: str, otherwise: str) -> str:
        return self._bytes(name).decode(errors="replace") if name in self._names else otherwise

    def _bytes(self, name: str) -> bytes:
        told = self._opened.getinfo(self._names[name])
        if told.file_size > MAX_GRAPH and told.compress_type != zipfile.ZIP_STORED:
            raise not_pt2(f"{name} would take {told.file_size / 1e6:,.0f} MB")
        return self._opened.read(told)

    def _other(self) -> InvalidDocument:
        """What the archive is instead."""
        if "serialized_exported_program.json" in self._opened.namelist():
            return not_pt2(
                "an older torch wrote it, with its weights as a pickle, which may hold code and is not opened",
                "With the torch that wrote it read it, and write it again with torch 2.8 or newer.",
            )
        if any(name.startswith("data/aotinductor/") for name in self._names):
            return not_pt2("it holds compiled code (AOTInductor)", "Write the program with torch.export.save instead.")
        if "data.pkl" in self._names:
            return not_pt2("it is a pickle of torch.save, which may hold code and is not opened")
        return not_pt2("it holds no graph")
