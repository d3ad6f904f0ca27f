"""Who may see a run, and who may steer it."""

from uuid import UUID

from django.db.models import Q

from webapp.accounts.caller import Caller
from webapp.errors import ApiError, NotFound
from webapp.runs.models import Run


def run_for(caller: Caller, run_id: UUID, *, to_write: bool = False) -> Run:
    """The run, for the owner of its project, or (to read) for the holder of a share link that stands.

    Raises: NotFound, whether it is missing or somebody else's.
    """
    allowed = Q(project__owner=caller.visitor_id) if caller.visitor_id else Q(pk__in=())
    if caller.token and not to_write:
        allowed |= Q(project__shares__token=caller.token, project__shares__revoked_at=None)
    run = Run.objects.filter(allowed, pk=run_id).select_related("project").distinct().first()
    if run is None:
        raise NotFound("run")
    return run


def run_to_ask(caller: Caller, run_id: UUID) -> Run:
    """The run, for the owner of its project, or for the holder of a share link whose owner lets others ask.

    Raises: NotFound; ApiError ``link_revoked``, ``asking_not_allowed``.
    """
    try:
        run = run_for(caller, run_id)
    except NotFound:
        _refuse_revoked(caller, run_id)
        raise
    shares = run.project.shares.filter(token=caller.token or "", revoked_at=None, may_ask=True)
    if not is_of(caller, run) and not shares.exists():
        raise asking_not_allowed()
    return run


def is_of(caller: Caller, run: Run) -> bool:
    """Whether the caller is the owner of a run's project."""
    return caller.visitor_id is not None and run.project.owner_id == caller.visitor_id


def link_revoked() -> ApiError:
    """Told to whoever holds a link that stood once; nobody else can know its token."""
    return ApiError(410, "link_revoked", "The owner has withdrawn this link.", "Ask them for a new one.")


def asking_not_allowed() -> ApiError:
    """The link shows the network, and no more."""
    return ApiError(
        403,
        "asking_not_allowed",
        "The owner of this link lets others watch the network, but not ask it.",
        'Ask them to tick "Others may ask it" under Share, or make a copy of your own.',
    )


def _refuse_revoked(caller: Caller, run_id: UUID) -> None:
    revoked = Q(project__shares__token=caller.token, project__shares__revoked_at__isnull=False)
    if caller.token and Run.objects.filter(revoked, pk=run_id).exists():
        raise link_revoked()
