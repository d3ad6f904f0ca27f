"""Who a site's owner is: whoever can run ``manage.py owner_link`` on it, and opens that link within minutes."""

from __future__ import annotations

import hashlib
import secrets
import time

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from webapp.runs.redis_keys import connection

LINK_S = 600
"""How long a link is good for; and it is so only once."""
STAYS_S = 12 * 3600
"""How long a browser stays the owner's."""
_SALT, _KEY = "layerloom.owner", "owner_until"


def owner_link() -> str:
    """The address that makes whoever opens it the owner, for some hours."""
    token = signing.dumps(secrets.token_urlsafe(12), salt=_SALT)
    return f"{settings.CONFIG.url}{reverse('owner-enter', args=[token])}"


def is_owner(request: HttpRequest) -> bool:
    """Whether this browser came in by such a link not long ago."""
    return bool(request.session.get(_KEY, 0) > time.time())


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """A button first: what only previews links must not use them up."""
    try:
        signing.loads(token, salt=_SALT, max_age=LINK_S)
    except signing.BadSignature as error:
        raise Http404 from error
    if request.method == "GET":
        return render(request, "owner_enter.html")
    used = f"owner-link:{hashlib.sha256(token.encode()).hexdigest()}"
    if not connection().set(used, 1, nx=True, ex=LINK_S):
        raise Http404
    request.session.cycle_key()  # nobody who knew the session before becomes the owner with it
    request.session[_KEY] = time.time() + STAYS_S
    return redirect("owner")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """This browser is the owner's no more; whoever uses it stays the visitor that they were."""
    request.session.pop(_KEY, None)
    return redirect("home")
