"""Runs and their stored log. The row is the truth; a Celery message is only a wake-up."""

import uuid
from typing import get_args

from django.db import models

from webapp.projects.models import Project
from webapp.runs.devices import DeviceWish
from webapp.written_json import WrittenJSONField

STATUSES = ("queued", "running", "paused", "finished", "stopped", "failed")
WISHES = ("run", "pause", "stop", "prune")


class Run(models.Model):
    """One training of one document."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="runs")
    name = models.CharField(max_length=80, default="", blank=True, help_text="As its owner calls it.")
    number = models.PositiveIntegerField(
        null=True, help_text="Counted in its network, for good; none for a trial of a sweep."
    )
    document = WrittenJSONField()
    status = models.CharField(max_length=8, default="queued", choices=[(s, s) for s in STATUSES])
    reason = models.TextField(default="")
    wish = models.CharField(
        max_length=5, default="run", choices=[(w, w) for w in WISHES], help_text="What its owner or sweep wants of it."
    )
    device = models.CharField(
        max_length=4, default="best", choices=[(w, w) for w in get_args(DeviceWish)], help_text="What it is to run on."
    )
    processes = models.PositiveSmallIntegerField(default=1, help_text="How many train it together.")
    sharded = models.BooleanField(default=False, help_text="Each of them keeps only its part of the weights.")
    priority = models.SmallIntegerField(default=0, help_text="Among its owner's runs; the highest trains first.")
    attempt = models.PositiveIntegerField(default=0, help_text="How often a worker took it up.")
    uncommitted = models.PositiveSmallIntegerField(
        default=0, help_text="Attempts in a row that ended without a commit: their process died."
    )
    seq = models.PositiveBigIntegerField(default=0, help_text="The last log entry that is in a segment.")
    step = models.PositiveBigIntegerField(default=0)
    total_steps = models.PositiveBigIntegerField(default=0)
    epoch = models.PositiveIntegerField(default=0, help_text="The one that it is in, from 1.")
    epochs = models.PositiveIntegerField(default=0)
    trained_s = models.FloatField(default=0.0, help_text="How long its steps took.")
    waits_for_room = models.BooleanField(
        default=False, help_text="It was paused as its state could not be saved, and goes on when it can be."
    )
    until_step = models.PositiveBigIntegerField(null=True, help_text="Pause there: it is taken step by step.")
    metrics = models.JSONField(default=dict)
    best = models.JSONField(null=True, help_text="Where what is monitored was best.")
    tested = models.JSONField(null=True, help_text="What the test part gave, and how often it was looked at.")
    problem = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    queued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = (models.Index(fields=("status", "queued_at")),)

    def __str__(self) -> str:
        return f"run {self.id} ({self.status})"

    @property
    def is_on_trial(self) -> bool:
        """Whether a sweep still counts on it, to choose one of its trials."""
        trial = getattr(self, "trial", None)
        return trial is not None and trial.course is None


class Press(models.Model):
    """What an owner asked for once: sent again, as the answer got lost on its way, it is not done a second time.

    ``key`` stands for the page's own key and all that was asked with it.
    """

    key = models.CharField(max_length=64, primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="presses")

    def __str__(self) -> str:
        return f"press for {self.run_id}"


class Forgotten(models.Model):
    """A run whose row is gone, while something of it may be left on disk and in Redis."""

    run_id = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return f"what is left of {self.run_id}"


class AskedChange(models.Model):
    """What an owner set anew while the run trained, in the order in which it was asked for."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="changes")
    change = WrittenJSONField()
    step = models.PositiveBigIntegerField(null=True, help_text="After which it was made; none while it waits.")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"change of {self.run_id} after step {self.step}"


class Segment(models.Model):
    """A stretch of a run's log: the frames of one commit, packed and compressed."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="segments")
    last_seq = models.PositiveBigIntegerField()
    frames = models.BinaryField()

    class Meta:
        ordering = ("last_seq",)
        constraints = (models.UniqueConstraint(fields=("run", "last_seq"), name="one_segment_per_seq"),)

    def __str__(self) -> str:
        return f"segment of {self.run_id} up to {self.last_seq}"
