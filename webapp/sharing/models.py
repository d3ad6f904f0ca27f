"""Share links."""

import secrets
import uuid

from django.db import models

from webapp.projects.models import Project


def new_token() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)


class Share(models.Model):
    """Shows one project, and its runs, to whoever has the token, until it is revoked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="shares")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    with_data = models.BooleanField(default=False, help_text="Own data that they learn from are shown too.")
    may_ask = models.BooleanField(default=False, help_text="Whoever has the link may have the network answer.")
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"share of {self.project_id}"
