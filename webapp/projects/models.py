"""The networks that visitors draw, and the log of their edits."""

import uuid

from django.db import models

from webapp.accounts.models import Visitor
from webapp.written_json import WrittenJSONField


class Project(models.Model):
    """One network. ``state`` and what its ``updates`` add to it is the Yjs document that is edited.

    ``document`` is the plain projection of both, as everything but a room reads it. ``starter`` is the key of what it
    began as, empty where that was no starter; ``variant`` the label of what its lesson has one try there, or the title
    of a drawing of full size.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="projects")
    name = models.CharField(max_length=120)
    state = models.BinaryField()
    document = WrittenJSONField()
    starter = models.CharField(max_length=60, blank=True)
    variant = models.CharField(max_length=120, blank=True)
    forked_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-updated_at", "-created_at")
        indexes = (models.Index(fields=("owner", "-updated_at")),)

    def __str__(self) -> str:
        return self.name


class Update(models.Model):
    """What a room stored at once: an update of the Yjs document, until it is folded into the project's state."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="updates")
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"update {self.pk} of {self.project_id}"
