#!/usr/bin/env python
"""Django's command line: ``python manage.py migrate``, ``check``, ``shell`` and so on."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.umask(0o077)  # what a command writes (a database, a backup) is its owner's alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    execute_from_command_line(sys.argv)
