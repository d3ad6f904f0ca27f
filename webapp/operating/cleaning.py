"""Removes what guests left behind: nobody visited it for `GUEST_DAYS` days, and no run of it goes on."""

from __future__ import annotations

import logging
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from webapp.accounts.models import Visitor
from webapp.operating.people import remove_visitor
from webapp.own.versions import forget_the_rest
from webapp.projects.models import Project
from webapp.projects.removal import remove_project
from webapp.runs.models import Run
from webapp.weights.cleaning import forget_unnamed

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Visitors that one go removes: a worker does it between two slices."""


def left_behind() -> QuerySet[Visitor]:
    """Guests whom the rule no longer keeps. An edit of a network counts as a visit, whoever's page was open so long."""
    days = settings.CONFIG.guest_days
    if not days:
        return Visitor.objects.none()
    since = timezone.now() - timedelta(days=days)
    edited = Project.objects.filter(owner=OuterRef("pk"), updated_at__gte=since)
    at_work = Run.objects.filter(project__owner=OuterRef("pk"), status__in=("queued", "running"))
    return Visitor.objects.filter(~Exists(edited), ~Exists(at_work), user=None, seen_at__lt=since).order_by("seen_at")


def clean_up(at_once: int = AT_ONCE) -> int:
    """Remove guests whom the rule no longer keeps, and sessions that ended. How many guests there were."""
    gone = list(left_behind()[:at_once])
    for visitor in gone:
        for project in visitor.projects.all():
            remove_project(project)
        remove_visitor(visitor)
    forget_the_rest()
    forget_unnamed()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    if gone:
        log.info("Removed %s guests, unseen for %s days, with what they made", len(gone), settings.CONFIG.guest_days)
    return len(gone)
