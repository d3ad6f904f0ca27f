"""Who may see a run, and who may steer it."""

from uuid import UUID

from django.db.models import Q

from webapp.accounts.caller import Caller
from webapp.errors import NotFound
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
