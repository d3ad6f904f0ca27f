"""A run's curves as a table: a line for each step, as it was logged."""

from __future__ import annotations

import csv
import io
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from webapp.accounts.caller import Caller
from webapp.api import Answer
from webapp.runs.access import run_for
from webapp.runs.log.table import rows_of
from webapp.runs.models import Run


def curves(request: HttpRequest, run_id: UUID) -> Answer:
    """Every loss of every step, and what was measured after each epoch, as comma-separated values."""
    run = run_for(Caller.of_request(request), run_id)
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows_of(run))
    name = f"curves-{_plain(run)}.csv"
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(written.getvalue(), "text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


def _plain(run: Run) -> str:
    """A part of a file's name that every system takes."""
    words = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in run.name).strip("-")
    return words or (f"run-{run.number}" if run.number else "trial")
