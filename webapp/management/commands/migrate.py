"""Django's ``migrate``, which a second process may call at the same time: it waits, and then finds nothing to do."""

from typing import Any

from django.core.management.commands import migrate

from webapp.operating.one_migrates import one_migrates


class Command(migrate.Command):
    """What is migrated is looked up with the lock held, so whoever waited sees what the other one did."""

    def handle(self, *args: Any, **options: Any) -> None:
        with one_migrates(options["database"], self.stdout.write):
            super().handle(*args, **options)
