"""Prints a link that makes whoever opens it the owner of this site: good for ten minutes, once."""

from typing import Any

from django.core.management.base import BaseCommand

from webapp.operating.owner_door import owner_link


class Command(BaseCommand):
    """Whoever can run commands here owns the site; there is no password that could be guessed."""

    help = __doc__
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(owner_link())
