"""Who may see a project, and who may change it."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from webapp.accounts.caller import Caller, remember
from webapp.errors import NotFound
from webapp.projects import drafts
from webapp.projects.models import Project


def project_for(caller: Caller, project_id: UUID, *, to_write: bool = False) -> Project:
    """The project, for its owner, or (to read) for the holder of a share link that stands.

    Raises: NotFound, whether it is missing or somebody else's.
    """
    allowed = Q(owner=caller.visitor_id) if caller.visitor_id else Q(pk__in=())
    if caller.token and not to_write:
        allowed |= Q(shares__token=caller.token, shares__revoked_at=None)
    project = Project.objects.filter(allowed, pk=project_id).distinct().first()
    project = project or drafts.of_caller(caller, project_id)
    if project is None:
        raise NotFound("network")
    return project


def own_project(request: HttpRequest, project_id: UUID) -> Project:
    """The project that its owner is about to change, share or train: stored now at the latest.

    Raises: NotFound.
    """
    project = project_for(Caller.of_request(request), project_id, to_write=True)
    if not drafts.is_kept(project):
        project = drafts.keep(project)
        remember(request, project.owner_id)
    return project


def original_of(project: Project, caller: Caller) -> str | None:
    """Whose fork it is, where that is the caller's own too."""
    if project.forked_from_id is None:
        return None
    own = Project.objects.filter(pk=project.forked_from_id, owner=caller.visitor_id)
    return str(project.forked_from_id) if own.exists() else None


def shared_project(token: str | None) -> Project:
    """The project that a share link shows.

    Raises: NotFound, for a forged or a revoked token.
    """
    shares = Q(shares__token=token or "", shares__revoked_at=None)
    project = Project.objects.filter(shares).first()
    if project is None:
        raise NotFound("share link")
    return project
