"""The product as a Django application: where its checks are registered."""

from django.apps import AppConfig


class WebappConfig(AppConfig):
    """Has no models of its own; the apps beside it do."""

    name = "webapp"

    def ready(self) -> None:
        from webapp import checks  # noqa: F401  (they register themselves)
