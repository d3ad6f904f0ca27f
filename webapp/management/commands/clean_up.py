"""Removes guests whom nobody has seen for GUEST_DAYS days; workers do it every hour by themselves."""

from typing import Any

from django.core.management.base import BaseCommand

from webapp.operating.cleaning import clean_up, left_behind


class Command(BaseCommand):
    """``--dry-run`` only says how many there are."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many there are")

    def handle(self, *args: Any, **options: Any) -> None:
        count = left_behind().count() if options["dry_run"] else sum(iter(clean_up, 0))
        self.stdout.write(f"{count} guests {'would be' if options['dry_run'] else 'were'} removed.")
