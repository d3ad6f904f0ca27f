"""Who may read and begin from which weights."""

from __future__ import annotations

from uuid import UUID

from builder.drawing.document import Beginning, Document, read_document
from webapp.accounts.caller import Caller
from webapp.errors import ApiError, NotFound
from webapp.runs.models import Run
from webapp.sharing.models import Share
from webapp.weights.models import Begun, KeptWeights
from webapp.weights.store import share_with


def own_weights(caller: Caller, digest: str) -> KeptWeights:
    """The weights, for whoever keeps them.

    Raises: NotFound, whether they are missing or somebody else's.
    """
    found = KeptWeights.objects.filter(owner=caller.visitor_id, digest=digest) if caller.visitor_id else None
    if found is None or (kept := found.first()) is None:
        raise NotFound("file of weights")
    return kept


def readable_weights(caller: Caller, digest: str) -> KeptWeights:
    """The weights, for whoever keeps them, or holds a share link that shows them.

    Raises: NotFound, whether they are missing or somebody else's.
    """
    try:
        return own_weights(caller, digest)
    except NotFound:
        if shared := _shared(caller.token, digest):
            return shared
        raise


def _shared(token: str | None, digest: str) -> KeptWeights | None:
    """What a share link shows: weights that its network, or a run of it, begins from.

    Those of the network's own runs are seen with them; others are files of its owner's own, and so with its data only.
    """
    share = Share.objects.filter(token=token, revoked_at=None).select_related("project").first() if token else None
    if share is None:
        return None
    project = share.project
    kept = KeptWeights.objects.filter(owner=project.owner_id, digest=digest).select_related("run").first()
    if kept is None or not (share.with_data or (kept.run and kept.run.project_id == project.pk)):
        return None
    is_named = digest in _named_in(read_document(project.document))
    return kept if is_named or Begun.objects.filter(run__project=project, digest=digest).exists() else None


def _named_in(document: Document) -> set[str]:
    return {each.weights for each in document.training.begins_from}


def refuse_unkept(owner: UUID, document: Document) -> None:
    """For what is to be trained: its owner keeps all the weights that it begins from.

    Raises: ApiError ``no_weights``.
    """
    kept = set(KeptWeights.objects.filter(owner=owner, digest__in=_named_in(document)).values_list("digest", flat=True))
    for each in document.training.begins_from:
        if each.weights not in kept:
            raise not_kept(each)


def not_kept(beginning: Beginning) -> ApiError:
    """Deleted and somebody else's look the same."""
    called = beginning.title or f"the weights {beginning.weights[:8]}…"
    return ApiError(
        422,
        "no_weights",
        f"This begins from {called}, which you do not keep: they were deleted, or are somebody else's.",
        "Choose others in the training settings, begin from fresh weights, or bring in the file once more.",
    )


def note_beginnings(run: Run, document: Document) -> None:
    """Write down which weights a run begins from."""
    Begun.objects.bulk_create(
        Begun(run=run, digest=each.weights, title=each.title) for each in document.training.begins_from
    )


def share_beginnings(visitor_id: UUID, document: Document, token: str) -> None:
    """Let a visitor keep what a network begins from that they forked, as far as its share link shows it."""
    for digest in _named_in(document):
        if shared := _shared(token, digest):
            share_with(visitor_id, shared)
