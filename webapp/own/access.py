"""Who may see data of others', and what of a drawing is left for those who may not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from builder.drawing.document import Block, Document, Node, read_document
from webapp.accounts.caller import Caller
from webapp.errors import ApiError, NotFound
from webapp.own.models import OwnData, OwnGrant, OwnUse, OwnVersion
from webapp.runs.models import Run
from webapp.sharing.models import Share

TYPE, PARAM = "OwnData", "data"


def own_data_for(caller: Caller, data_id: UUID) -> OwnData:
    """The data, for their owner.

    Raises: NotFound, whether they are missing or somebody else's.
    """
    data = OwnData.objects.filter(pk=data_id, owner=caller.visitor_id).first() if caller.visitor_id else None
    if data is None:
        raise NotFound("data")
    return data


def readable_version(caller: Caller, version: str) -> OwnVersion:
    """A version that the caller may read.

    Raises: NotFound, whether it is missing or somebody else's.
    """
    if not readable(caller, [version]):
        raise NotFound("data")
    return OwnVersion.objects.get(pk=version)


def readable(caller: Caller, versions: Iterable[str]) -> set[str]:
    """Those of the versions that the caller may read: their own, granted ones, and what their share link includes."""
    asked = set(versions)
    if not asked:
        return set()
    allowed = Q(pk__in=())
    if caller.visitor_id:
        allowed |= Q(data__owner=caller.visitor_id) | Q(grants__visitor=caller.visitor_id)
    if caller.token:
        allowed |= Q(pk__in=_shared(caller.token, asked))
    return set(OwnVersion.objects.filter(allowed, pk__in=asked).values_list("pk", flat=True))


def _shared(token: str, asked: Collection[str]) -> set[str]:
    """What a share link includes: data of the network's owner that it, or a run of it, learns from."""
    share = Share.objects.filter(token=token, revoked_at=None, with_data=True).select_related("project").first()
    if share is None:
        return set()
    used = OwnUse.objects.filter(run__project=share.project_id, version__in=asked).values_list("version", flat=True)
    named = {*used, *versions_in(read_document(share.project.document))} & set(asked)
    theirs = OwnVersion.objects.filter(pk__in=named, data__owner=share.project.owner_id)
    return set(theirs.values_list("pk", flat=True))


def versions_in(document: Document) -> set[str]:
    """The versions of own data that a drawing names."""
    return {version for block in document.blocks.values() for node in block.nodes.values() if (version := _named(node))}


def granted(document: Document, caller: Caller) -> Document:
    """The drawing without what the caller may not read: the node stays, and names no data."""
    named = versions_in(document)
    refused = named - readable(caller, named)
    if not refused:
        return document
    blocks = {name: _without(block, refused) for name, block in document.blocks.items()}
    return document.model_copy(update={"blocks": blocks})


def granted_text(text: bytes, caller: Caller) -> bytes:
    """As `granted`, of a drawing's JSON; one that names no data stays as it is, letter for letter.

    Raises: InvalidDocument.
    """
    if TYPE.encode() not in text and b"\\u" not in text:  # any letter may be written as its number
        return text
    document = read_document(text)
    left = granted(document, caller)
    return text if left is document else left.model_dump_json().encode()


def refuse_unreadable(caller: Caller, document: Document) -> None:
    """For what shows samples of the data that a drawing learns from.

    Raises: ApiError ``data_not_shared``.
    """
    named = versions_in(document)
    if named - readable(caller, named):
        raise data_not_shared()


def data_not_shared() -> ApiError:
    """Deleted and forbidden look the same."""
    return ApiError(
        403,
        "data_not_shared",
        "The data that this learns from are not shared with you, or were deleted.",
        "Ask their owner for a share link that includes the data.",
    )


def note_use(run: Run, document: Document) -> None:
    """Write down which versions a run learns from."""
    there = OwnVersion.objects.filter(pk__in=versions_in(document))
    OwnUse.objects.bulk_create([OwnUse(version=each, run=run) for each in there])


def grant(visitor_id: UUID, document: Document) -> None:
    """Let a visitor go on reading the data of a network that they forked."""
    others = OwnVersion.objects.filter(pk__in=versions_in(document)).exclude(data__owner=visitor_id)
    OwnGrant.objects.bulk_create(
        [OwnGrant(version=each, visitor_id=visitor_id) for each in others], ignore_conflicts=True
    )


def _named(node: Node) -> str:
    return str(node.params.get(PARAM) or "") if node.type == TYPE else ""


def _without(block: Block, refused: Collection[str]) -> Block:
    nodes = {
        name: node.model_copy(update={"params": {**node.params, PARAM: ""}}) if _named(node) in refused else node
        for name, node in block.nodes.items()
    }
    return block.model_copy(update={"nodes": nodes})
