"""Kept weights, found by this process and by those that it starts."""

from django.apps import AppConfig


class WeightsConfig(AppConfig):
    """Drawings name weights by what is in them; where the files lie is said here, once."""

    name = "webapp.weights"

    def ready(self) -> None:
        from pathlib import Path

        from django.conf import settings

        from builder.folder.place import look_in

        look_in(Path(settings.WEIGHTS_DIR))
