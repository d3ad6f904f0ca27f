from __future__ import annotations

from itertools import count
from typing import Any

from django.db import migrations, models


def _number(apps: Any, _schema_editor: Any) -> None:
    """Runs that were started by themselves are counted as the lists on the page did until now."""
    Run = apps.get_model("runs", "Run")
    counts: dict[Any, count[int]] = {}
    for run in Run.objects.filter(trial=None).order_by("created_at").only("pk", "project_id").iterator():
        Run.objects.filter(pk=run.pk).update(number=next(counts.setdefault(run.project_id, count(1))))


class Migration(migrations.Migration):
    dependencies = [("runs", "0005_several_processes"), ("sweeps", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="run",
            name="name",
            field=models.CharField(blank=True, default="", help_text="As its owner calls it.", max_length=80),
        ),
        migrations.AddField(
            model_name="run",
            name="number",
            field=models.PositiveIntegerField(
                help_text="Counted in its network, for good; none for a trial of a sweep.", null=True
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="epoch",
            field=models.PositiveIntegerField(default=0, help_text="The one that it is in, from 1."),
        ),
        migrations.AddField(model_name="run", name="epochs", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(
            model_name="run",
            name="trained_s",
            field=models.FloatField(default=0.0, help_text="How long its steps took."),
        ),
        migrations.AddField(
            model_name="run",
            name="best",
            field=models.JSONField(help_text="Where what is monitored was best.", null=True),
        ),
        migrations.RunPython(_number, migrations.RunPython.noop),
    ]
