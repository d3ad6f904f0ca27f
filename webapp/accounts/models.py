"""People, as far as we know them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Visitor(models.Model):
    """Somebody at a browser. A guest until a user claims what they made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True, help_text="On which day they were here last.")
    allowance = models.PositiveSmallIntegerField(
        default=100, help_text="How much of the site's budget is theirs, in percent; 0 lets them make nothing new."
    )

    def __str__(self) -> str:
        return str(self.user) if self.user_id else f"guest {self.id}"
