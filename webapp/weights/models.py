"""Weights that a visitor keeps, and which runs begin from which."""

from django.db import models

from webapp.accounts.models import Visitor
from webapp.runs.models import Run

ORIGINS = ("run", "file", "import")


class KeptWeights(models.Model):
    """A file of weights that somebody has. Several may have the same one; it lies on disk once, named by its digest.

    ``moment`` says which weights of a run they are, as its checkpoint calls them, and ``step`` after which step.
    """

    owner = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="weights")
    digest = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    origin = models.CharField(max_length=6, choices=[(each, each) for each in ORIGINS])
    bytes = models.PositiveBigIntegerField()
    tensors = models.PositiveIntegerField(help_text="How many weights there are.")
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="weights")
    moment = models.CharField(max_length=40, default="", blank=True)
    step = models.PositiveBigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("owner", "digest"), name="one_file_of_weights_per_owner"),)

    def __str__(self) -> str:
        return self.name


class Begun(models.Model):
    """A run that begins from weights; they need not be kept any more."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="begun")
    digest = models.CharField(max_length=64, db_index=True)
    title = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.run_id} begins from {self.title or self.digest[:8]}"
