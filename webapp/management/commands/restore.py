"""Fills an empty site from a backup; runs go on from where they were."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from webapp.operating.restoring import CanNotRestore, restore
from webapp.supervisor import preflight
from webapp.supervisor.supervise import StartFailed


class Command(BaseCommand):
    """With nothing running: the data folder is held meanwhile. Give it an empty Redis, too."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("archive", type=Path, help="the file that backup wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            held = preflight.lock(settings.CONFIG.data)
            count = restore(options["archive"])
            os.close(held)
        except (CanNotRestore, StartFailed) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored, with {count} runs. Start Layerloom now.")
