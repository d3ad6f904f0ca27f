"""Writes everything that is kept of one person into a zip file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from webapp.operating.people import export_person, find_person


class Command(BaseCommand):
    """They are found by the address of a network of theirs, a share link, a run, or their own id."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("person", help="address or id of a network or run of theirs, a share link, or their id")
        parser.add_argument("to", type=Path, help="the zip file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        visitor = find_person(options["person"])
        if visitor is None:
            raise CommandError(f"Nobody is known by {options['person']!r}; give the address of a network of theirs.")
        export_person(visitor, options["to"])
        self.stdout.write(f"Everything of {visitor} is in {options['to']}.")
