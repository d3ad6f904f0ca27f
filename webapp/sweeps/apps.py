"""The sweeps hear of every run that is stored."""

from django.apps import AppConfig


class SweepsConfig(AppConfig):
    """Goes on with a sweep when one of its runs is over."""

    name = "webapp.sweeps"

    def ready(self) -> None:
        from webapp.runs.signals import run_stored
        from webapp.sweeps.going import on_run_stored

        run_stored.connect(on_run_stored)
