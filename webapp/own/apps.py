"""Own data, found by this process and by those that it starts."""

from django.apps import AppConfig


class OwnConfig(AppConfig):
    """Drawings name versions; where these lie is said here, once."""

    name = "webapp.own"

    def ready(self) -> None:
        from pathlib import Path

        from django.conf import settings

        from builder.folder.place import look_in

        look_in(Path(settings.OWN_VERSIONS_DIR))
