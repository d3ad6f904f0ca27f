"""Files of ``torch.save``: a pickle, which may run any code. None is opened; what lies in it is read from its words.

Reference: pickletools of the standard library, which takes a pickle apart without building anything.
"""

from __future__ import annotations

import contextlib
import io
import pickletools
import zipfile
from collections.abc import Iterator

from builder.drawing.problems import InvalidDocument, Problem
from builder.kinds.importer import Imported, Importer, Sizes

MAX_PICKLE = 1 << 26
SHOWN = 4
_SAVE_WEIGHTS = "safetensors.torch.save_file(model.state_dict(), 'weights.safetensors')"
_SAVE_WHOLE = "torch.export.save(torch.export.export(model, (example,)), 'network.pt2')"
HINT = f"In Python: {_SAVE_WHOLE} saves the network, and {_SAVE_WEIGHTS} its weights for a drawing of it."


def read(content: bytes, sizes: Sizes) -> Imported:
    """Never a network: says what lies in the file, and how to bring it here.

    Raises:
        InvalidDocument: ``pickled``.
    """
    raise InvalidDocument([Problem(code="pickled", message=_told(content), hint=HINT)])


def _told(content: bytes) -> str:
    names: list[str] = []
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            names = [name.partition("/")[2] for name in opened.namelist()]
            pickles = [each for each in opened.infolist() if each.filename.partition("/")[2] == "data.pkl"]
            pickled = opened.read(pickles[0]) if pickles and pickles[0].file_size <= MAX_PICKLE else b""
    else:
        pickled = content[:MAX_PICKLE]
    if any(name.startswith("code/") for name in names):
        return "This is a network of TorchScript, whose code is not opened here."
    keys, kinds = _words(pickled)
    if kinds:
        named = ", ".join(sorted(kinds)[:SHOWN])
        return f"This is a whole network as a pickle ({named}), which needs the code of its classes, or runs any other."
    if keys:
        listed = ", ".join(keys[:SHOWN]) + (f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else "")
        return f"This file holds weights alone ({listed}), and not the network that computes with them."
    return "This is a file of torch.save or another pickle, which may run code as it is opened, so it is not."


def _words(pickled: bytes) -> tuple[list[str], set[str]]:
    """The names of tensors in pickles that follow each other, and the classes of modules that they would make."""
    keys: list[str] = []
    kinds: set[str] = set()
    texts: list[str] = []
    for operation, argument in _operations(pickled):
        if isinstance(argument, str) and "UNICODE" in operation:
            texts.append(argument)
        elif operation == "GLOBAL":
            _add_kind(str(argument).split(" ", maxsplit=1), kinds)
        elif operation == "STACK_GLOBAL":
            _add_kind(texts[-2:], kinds)
        elif operation == "BINPERSID":  # the values of a tensor, whose name came before them
            named = [text for text in texts if text not in ("storage", "cpu") and not text.isdigit()]
            keys += named[-1:]
            texts.clear()
    return keys, kinds


def _operations(pickled: bytes) -> Iterator[tuple[str, object]]:
    """The steps of which pickles are made, as far as they can be read."""
    opened = io.BytesIO(pickled)
    with contextlib.suppress(Exception):  # whatever stands at their end, what was read before it is told
        while opened.tell() < len(pickled):
            for operation, argument, _ in pickletools.genops(opened):
                yield operation.name, argument


def _add_kind(words: list[str], kinds: set[str]) -> None:
    """Count a class in, unless it is one that tensors and dictionaries are made of."""
    home = words[0] if words else ""
    is_plain = home.partition(".")[0] in ("collections", "builtins", "__builtin__", "numpy", "argparse", "_codecs")
    if len(words) == 2 and not is_plain and not home.startswith(("torch._", "torch.storage")) and home != "torch":
        kinds.add(".".join(words))


IMPORTER = Importer(
    key="pickled",
    order=50,
    title="File of torch.save",
    summary="Says what lies in it and how to bring it here, as opening it may run code.",
    suffixes=(".pt", ".pth", ".ckpt"),
    read=read,
)
