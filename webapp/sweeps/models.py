"""Sweeps and their trials. The rows are all that a sweep consists of: any process can go on with it."""

import uuid

from django.db import models

from webapp.projects.models import Project
from webapp.runs.models import Run
from webapp.written_json import WrittenJSONField

STATUSES = ("running", "finished", "stopped")


class Sweep(models.Model):
    """Which settings of one document are varied, and how far that is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="sweeps")
    document = WrittenJSONField()
    plan = WrittenJSONField()
    device = models.CharField(max_length=4, default="best")
    pressed_as = models.CharField(
        max_length=64, default="", blank=True, help_text="Sent again, the same press is the same sweep."
    )
    status = models.CharField(max_length=8, default="running", choices=[(s, s) for s in STATUSES])
    reason = models.TextField(default="")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("pressed_as",), condition=~models.Q(pressed_as=""), name="one_sweep_per_press"
            ),
        )

    def __str__(self) -> str:
        return f"sweep {self.id} ({self.status})"


class Trial(models.Model):
    """A run of a sweep. ``course`` holds an epoch and what was measured after it, and is set when the run is judged.

    ``parameters`` are those of its network; trials of before 2026-12 do not say.
    """

    run = models.OneToOneField(Run, on_delete=models.CASCADE, primary_key=True)
    sweep = models.ForeignKey(Sweep, on_delete=models.CASCADE, related_name="trials")
    number = models.PositiveSmallIntegerField()
    values = WrittenJSONField()
    score = models.FloatField(null=True)
    course = models.JSONField(null=True)
    parameters = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("sweep", "number"), name="one_trial_per_number"),)

    def __str__(self) -> str:
        return f"trial {self.number} of {self.sweep_id}"
