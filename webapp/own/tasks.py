"""The Celery task of large data."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from webapp.storage import unless_away


@shared_task(name="work_on_data")  # type: ignore[untyped-decorator]  # Celery has no types
def work_on_data(data_id: str, work_id: str) -> None:
    """Survey or prepare what somebody brought; the reading is done by a process apart."""
    from webapp.own.work import work_on
    from webapp.runs.redis_keys import connection, others_key

    with unless_away("No data can be read now; whoever asks for them has them read again"):
        connection().delete(others_key())
        work_on(UUID(data_id), UUID(work_id))
