"""Deletes everything that is kept of one person, for good."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from webapp.operating.people import delete_person, find_person


class Command(BaseCommand):
    """They are found by the address of a network of theirs, a share link, a run, or their own id."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("person", help="address or id of a network or run of theirs, a share link, or their id")
        parser.add_argument("--yes", action="store_true", help="really do it; without it only what would go is said")

    def handle(self, *args: Any, **options: Any) -> None:
        visitor = find_person(options["person"])
        if visitor is None:
            raise CommandError(f"Nobody is known by {options['person']!r}; give the address of a network of theirs.")
        names = ", ".join(visitor.projects.values_list("name", flat=True)) or "no networks"
        if not options["yes"]:
            self.stdout.write(f"This would delete {visitor} with {names}. To do it, add --yes.")
            return
        delete_person(visitor)
        self.stdout.write(f"Deleted {visitor} with {names}.")
