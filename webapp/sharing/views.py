"""The API of share links."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from webapp.accounts.caller import Caller
from webapp.api import Answer, Body, created, read_body
from webapp.errors import ApiError, NotFound
from webapp.projects.access import own_project, project_for, shared_project
from webapp.projects.views import with_document
from webapp.runs.doors.views import run_list
from webapp.sharing.code import qr_svg
from webapp.sharing.models import Share
from webapp.sharing.reach import reach_of
from webapp.sharing.viewers import close_viewers


class NewShare(Body):
    """What a new link allows.

    ``with_data``: whoever has the link also sees the owner's own data that the network and its runs learn from.
    ``may_ask``: they may have the network answer, within limits.
    """

    with_data: bool = False
    may_ask: bool = True


class ChangedShare(Body):
    """What a link allows from now on."""

    may_ask: bool


def list_shares(request: HttpRequest, project_id: UUID) -> Answer:
    """The links of a network that stand, newest first."""
    project = project_for(Caller.of_request(request), project_id, to_write=True)
    shares = Share.objects.filter(project=project, revoked_at=None)
    reach = reach_of(request).model_dump(mode="json")
    return {"shares": [_summary(request, share) for share in shares], "reach": reach}


def create_share(request: HttpRequest, project_id: UUID) -> Answer:
    """A new link to a network and its runs."""
    project = own_project(request, project_id)
    allowed = read_body(request, NewShare) if request.body else NewShare()
    return created(_summary(request, Share.objects.create(project=project, **allowed.model_dump())))


def change_share(request: HttpRequest, share_id: UUID) -> Answer:
    """Whether others may ask, from now on."""
    share = _share_for(Caller.of_request(request), share_id)
    share.may_ask = read_body(request, ChangedShare).may_ask
    share.save(update_fields=["may_ask"])
    return _summary(request, share)


def revoke_share(request: HttpRequest, share_id: UUID) -> Answer:
    """The link shows nothing any more, and who looks through it right now is told."""
    share = _share_for(Caller.of_request(request), share_id)
    share.revoked_at = timezone.now()
    share.save(update_fields=["revoked_at"])
    close_viewers(share.token)
    return None


def show_code(request: HttpRequest, share_id: UUID) -> Answer:
    """The link as a QR code, by one of the addresses that it is good for: ``?origin=http://192.168.1.20:8000``."""
    share = _share_for(Caller.of_request(request), share_id)
    reach = reach_of(request)
    origin = request.GET.get("origin", reach.origin)
    known = (reach.origin, *reach.elsewhere)
    if origin not in known:
        hint = f"Take one of: {', '.join(known)}."
        raise ApiError(422, "unknown_address", f"This server is not known to answer on {origin}.", hint)
    return HttpResponse(qr_svg(f"{origin}/s/{share.token}/"), content_type="image/svg+xml")


def shared(request: HttpRequest) -> Answer:
    """What a share link shows: the network and its runs."""
    caller = Caller.of_request(request)
    project = shared_project(caller.token)
    is_owner = project.owner_id == caller.visitor_id
    may_ask = project.shares.filter(token=caller.token or "", may_ask=True).exists()
    return {"project": with_document(project, is_owner=is_owner), "runs": run_list(project), "may_ask": may_ask}


def _share_for(caller: Caller, share_id: UUID) -> Share:
    share = Share.objects.filter(pk=share_id, project__owner=caller.visitor_id, revoked_at=None).first()
    if share is None or caller.visitor_id is None:
        raise NotFound("share link")
    return share


def _summary(request: HttpRequest, share: Share) -> dict[str, Any]:
    return {
        "id": str(share.pk),
        "token": share.token,
        "url": request.build_absolute_uri(f"/s/{share.token}/"),
        "created_at": share.created_at.isoformat(),
        "with_data": share.with_data,
        "may_ask": share.may_ask,
    }
