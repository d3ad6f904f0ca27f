"""Who may see a sweep, and who may stop it."""

from uuid import UUID

from webapp.accounts.caller import Caller
from webapp.errors import NotFound
from webapp.projects.access import project_for
from webapp.sweeps.models import Sweep


def sweep_for(caller: Caller, sweep_id: UUID, *, to_write: bool = False) -> Sweep:
    """The sweep, for whoever may see (or change) its network.

    Raises: NotFound, whether it is missing or somebody else's.
    """
    sweep = Sweep.objects.filter(pk=sweep_id).first()
    if sweep is None:
        raise NotFound("sweep")
    try:
        project_for(caller, sweep.project_id, to_write=to_write)
    except NotFound:
        raise NotFound("sweep") from None
    return sweep
