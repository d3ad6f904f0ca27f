"""The networks that visitors draw."""

import uuid

from django.db import models

from webapp.accounts.models import Visitor


class Project(models.Model):
    """One network. ``state`` is the Yjs document that is edited, ``document`` its plain projection."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="projects")
    name = models.CharField(max_length=120)
    state = models.BinaryField()
    document = models.JSONField()
    forked_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-updated_at", "-created_at")
        indexes = (models.Index(fields=("owner", "-updated_at")),)

    def __str__(self) -> str:
        return self.name
