"""How weights come to be kept: from a file that is sent, from a run, from an imported network."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from builder.folder.weights import digest_of, shapes_in
from webapp.accounts.models import Visitor
from webapp.errors import ApiError, TooMany
from webapp.operating.budget import room_of
from webapp.weights import files
from webapp.weights.models import KeptWeights

MAX_BYTES = 10**9
"""A BERT takes 440 MB."""
MAX_HEADER, MAX_TENSORS = 16 * 2**20, 100_000
MAX_KEPT = 500
CHUNK = 1 << 20
SAVE_IT = "from safetensors.torch import save_file; save_file(net.state_dict(), 'weights.safetensors')"
Origin = Literal["run", "file", "import"]


def take(visitor: Visitor, name: str, read: Callable[[int], bytes]) -> KeptWeights:
    """Keep a safetensors file that is sent; nothing in it is executed.

    Raises: ApiError ``no_weights_file``, ``file_too_large``, ``budget_spent``; TooMany ``too_many_weights``.
    """
    with files.incoming() as place:
        _receive(place, read, min(MAX_BYTES, room_of(visitor.pk)))
        return _keep(visitor, place, name=name, origin="file")


def keep_tensors(
    visitor: Visitor, tensors: Mapping[str, Tensor], *, name: str, origin: Origin, **facts: Any
) -> KeptWeights:
    """Keep weights by their names in a network; the same ones are kept once. ``facts`` are fields of the row.

    Raises: ApiError ``budget_spent``; TooMany ``too_many_weights``.
    """
    apart = {name: value.detach().to("cpu", copy=True).contiguous() for name, value in tensors.items()}
    size = sum(value.numel() * value.element_size() for value in apart.values())
    if size > room_of(visitor.pk):
        raise weights_too_large(room_of(visitor.pk))
    with files.incoming() as place:
        save_file(apart, place, {"format": "pt"})
        return _keep(visitor, place, name=name, origin=origin, **facts)


def keep_imported(visitor: Visitor, place: Path, name: str) -> KeptWeights:
    """Keep what an imported network had learned, from a safetensors file of our own making.

    Raises: ApiError ``budget_spent``; TooMany ``too_many_weights``.
    """
    if place.stat().st_size > (room := room_of(visitor.pk)):
        raise weights_too_large(room)
    return _keep(visitor, place, name=name, origin="import")


def share_with(visitor_id: UUID, kept: KeptWeights) -> KeptWeights | None:
    """Have somebody else keep these weights too; nothing, where they have no room for them."""
    known = KeptWeights.objects.filter(owner=visitor_id, digest=kept.digest).first()
    if known or kept.bytes > room_of(visitor_id):
        return known
    facts = {name: getattr(kept, name) for name in ("name", "bytes", "tensors", "moment", "step")}
    return KeptWeights.objects.create(owner_id=visitor_id, digest=kept.digest, origin="import", **facts)


def remove(kept: KeptWeights) -> None:
    """Let go of weights; their file goes with the last who keeps them. Runs that began from them go on."""
    kept.delete()
    if not KeptWeights.objects.filter(digest=kept.digest).exists():
        files.forget(kept.digest)


def weights_too_large(limit: int) -> ApiError:
    """Of weights that are larger than ``limit`` bytes."""
    if limit < MAX_BYTES:
        return ApiError(
            429,
            "budget_spent",
            f"These weights are larger than the {max(0, limit) / 2**20:,.0f} MiB that you have left.",
            "Delete weights, data or runs that you no longer need. Whoever operates this site can allow more.",
        )
    return ApiError(
        413,
        "file_too_large",
        f"The file is too large; at most {MAX_BYTES / 1e6:,.0f} MB of weights are taken.",
        "Train where the weights are: python -m trainer DRAWING --weights FILE.",
    )


def _keep(visitor: Visitor, place: Path, *, name: str, origin: Origin, **facts: Any) -> KeptWeights:
    tensors, digest = _tensors_in(place), digest_of(place)
    known = KeptWeights.objects.filter(owner=visitor, digest=digest).first()
    if known is None and visitor.weights.count() >= MAX_KEPT:
        message = f"You keep {MAX_KEPT} files of weights, and no more are kept."
        raise TooMany("too_many_weights", message, "Delete some that you do not need.")
    files.put(digest, place)
    told = {"name": name[:200], "origin": origin, "bytes": place.stat().st_size, "tensors": tensors, **facts}
    kept, _ = KeptWeights.objects.get_or_create(owner=visitor, digest=digest, defaults=told)
    if origin == "run" == kept.origin and kept.moment != facts["moment"]:  # what was best was the last, too
        KeptWeights.objects.filter(pk=kept.pk).update(name=name[:200], **facts)
        kept.refresh_from_db()
    if origin == "file" and kept.origin != "file":  # brought by hand, they stay until they are deleted by hand
        KeptWeights.objects.filter(pk=kept.pk).update(name=name[:200], origin=origin)
        kept.refresh_from_db()
    files.put(digest, place)  # whoever let go of the same ones meanwhile took the file along
    return kept


def _receive(place: Path, read: Callable[[int], bytes], limit: int) -> None:
    size = 0
    with place.open("wb") as file:
        while part := read(CHUNK):
            size += len(part)
            if size > limit:
                raise weights_too_large(limit)
            file.write(part)


def _tensors_in(place: Path) -> int:
    """How many weights a file holds. Raises: ApiError ``no_weights_file``."""
    with place.open("rb") as opened:
        head = opened.read(8)
    if int.from_bytes(head, "little") > MAX_HEADER:
        raise _no_weights_file(place, head)
    try:
        with safe_open(place, framework="pt") as opened:
            names = list(opened.keys())
        shapes_in(place)
    except (OSError, SafetensorError, ValueError) as error:
        raise _no_weights_file(place, head) from error
    if not names or len(names) > MAX_TENSORS:
        message = f"This file holds {len(names):,} weights; from 1 to {MAX_TENSORS:,} are taken."
        raise ApiError(422, "no_weights_file", message, f"Save the weights of a network: {SAVE_IT}")
    return len(names)


def _no_weights_file(place: Path, head: bytes) -> ApiError:
    """What it is instead, as far as its first bytes say so."""
    what = "it is no safetensors file, or was cut off"
    if head[:1] == b"\x80" or zipfile.is_zipfile(place):
        what = "it is a file of torch.save or torch.export; the former can hold code, so it is not read here"
    hint = f"Save the weights as safetensors, which can hold no code: {SAVE_IT}"
    return ApiError(422, "no_weights_file", f"These weights can't be read: {what}.", hint)
