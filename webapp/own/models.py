"""Data that visitors bring, the versions that are made of them, and who may read these."""

import secrets
import uuid

from django.db import models

from webapp.accounts.models import Visitor
from webapp.runs.models import Run
from webapp.written_json import WrittenJSONField

WORKS = ("survey", "prepare")


def new_key() -> str:
    """Chance that tells these data from the same ones of somebody else."""
    return secrets.token_hex(32)


class OwnData(models.Model):
    """Files that a visitor brought, what there is in them, and what is being done with them.

    ``work`` is what goes on, or nothing; ``work_id`` tells it from what was asked before, whose outcome nobody wants
    any more. Whoever is at it says so every second (``heard_at``): its silence means that it died.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="own_data")
    name = models.CharField(max_length=120, default="", blank=True)
    key = models.CharField(max_length=64, default=new_key, editable=False)
    files = models.PositiveIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0)
    survey = WrittenJSONField(null=True)
    choices = WrittenJSONField(null=True)
    problem = models.JSONField(null=True)
    work = models.CharField(max_length=7, default="", blank=True, choices=[(w, w) for w in WORKS])
    work_id = models.UUIDField(null=True)
    asked = WrittenJSONField(null=True, help_text="The choices to prepare them by.")
    is_begun = models.BooleanField(default=False)
    done = models.FloatField(default=0.0)
    asked_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name or f"data {self.id}"


class OwnVersion(models.Model):
    """What drawings learn from: a folder that its checksum names, and that never changes."""

    version = models.CharField(max_length=64, primary_key=True)
    data = models.ForeignKey(OwnData, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(help_text="Counted in its data.")
    schema = models.TextField(help_text="As it stands in the folder, and in drawings.")
    samples = models.JSONField(help_text="How many there are in training, validation and test.")
    bytes = models.PositiveBigIntegerField()
    difference = models.JSONField(null=True)
    twins = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    choices = WrittenJSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("data", "number"), name="one_version_per_number"),)

    def __str__(self) -> str:
        return f"version {self.number} of {self.data_id}"


class OwnGrant(models.Model):
    """Somebody who may read a version that is not theirs: they forked a network whose share link included it."""

    version = models.ForeignKey(OwnVersion, on_delete=models.CASCADE, related_name="grants")
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="grants")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "visitor"), name="one_grant_per_visitor"),)

    def __str__(self) -> str:
        return f"{self.visitor_id} may read {self.version_id}"


class OwnUse(models.Model):
    """A run that learns from a version."""

    version = models.ForeignKey(OwnVersion, on_delete=models.CASCADE, related_name="uses")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="uses")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "run"), name="one_use_per_run"),)

    def __str__(self) -> str:
        return f"{self.run_id} learns from {self.version_id}"
