"""How a network goes, with all that hangs on it."""

from __future__ import annotations

from webapp.projects.models import Project
from webapp.projects.room import tell_deleted
from webapp.runs.orders.forgetting import forget_with_worker
from webapp.sharing.viewers import close_viewers


def remove_project(project: Project) -> None:
    """Remove a network with its runs and share links; who has it open is told, and runs on their way end."""
    project_id = project.pk
    run_ids = list(project.runs.values_list("pk", flat=True))
    tokens = list(project.shares.filter(revoked_at=None).values_list("token", flat=True))
    project.delete()
    tell_deleted(project_id)
    for token in tokens:
        close_viewers(token)
    forget_with_worker(run_ids)
