"""Copies the whole site, database and files, into one file; people go on drawing, and runs go on training."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from webapp.operating.backup import back_up


class Command(BaseCommand):
    """What Redis holds is not copied: the rows are the truth, and runs go on from them."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("to", type=Path, help="the tar file to write; it holds secrets")

    def handle(self, *args: Any, **options: Any) -> None:
        to: Path = options["to"]
        count = back_up(to)
        self.stdout.write(f"{to}: {to.stat().st_size / 2**20:,.1f} MiB, {count} checkpoints.")
