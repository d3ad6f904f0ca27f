"""The Celery application: ``celery -A webapp.celery worker``."""

import os
from typing import Any

from celery import Celery
from celery.app.amqp import AMQP
from kombu.connection import Connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")

ASK_AGAIN_S = 1.0


class EagerConnection(Connection):
    """Asks every second for a broker that is away. Kombu's own pauses grow to half a minute, and have no setting."""

    def ensure_connection(self, *args: Any, **options: Any) -> Any:
        pauses = {"interval_start": ASK_AGAIN_S, "interval_step": 0.0, "interval_max": ASK_AGAIN_S}
        return super().ensure_connection(*args, **pauses, **options)  # type: ignore[no-untyped-call]  # nor has it types


class EagerAMQP(AMQP):  # type: ignore[misc]  # nor has Celery
    """Makes such connections."""

    Connection = EagerConnection


app = Celery("layerloom", include=["webapp.runs.worker.tasks", "webapp.own.tasks"], amqp=EagerAMQP)
app.config_from_object("django.conf:settings", namespace="CELERY")
