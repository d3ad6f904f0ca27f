"""Runs leave a note of themselves when they are deleted, by whoever it is."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class RunsConfig(AppConfig):
    """What is left of a deleted run, on disk and in Redis, is noted with the end of its row."""

    name = "webapp.runs"

    def ready(self) -> None:
        from webapp.runs.models import Run

        pre_delete.connect(_leave_a_note, sender=Run)


def _leave_a_note(instance: Any, using: str, **_: Any) -> None:
    """In the same transaction: whoever is killed after it, the reaper forgets the rest."""
    from webapp.runs.models import Forgotten

    Forgotten.objects.using(using).get_or_create(run_id=instance.pk)
