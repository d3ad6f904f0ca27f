"""The sweeps hear of every run that is stored."""

from typing import Any

from django.apps import AppConfig


class SweepsConfig(AppConfig):
    """Goes on with a sweep when one of its runs is over."""

    name = "webapp.sweeps"

    def ready(self) -> None:
        from webapp.runs.signals import run_stored

        run_stored.connect(go_on_when_stored)


def go_on_when_stored(**stored: Any) -> None:
    """What goes on with a sweep needs torch, which takes seconds: a process that only migrates stores no run."""
    from webapp.sweeps.going import on_run_stored

    on_run_stored(**stored)
