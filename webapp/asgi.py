"""Every request and websocket of the product comes in here."""

import os
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
os.environ["OMP_NUM_THREADS"] = "1"  # each request has a thread of its own, and torch's setting holds for one thread

import torch
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.sessions import SessionMiddlewareStack
from django.core.asgi import get_asgi_application

torch.set_num_threads(1)  # checks and predictions are small; the cores are for training and for watchers

http = get_asgi_application()  # sets Django up: what follows needs its models

from webapp.bodies import BoundedBodies  # noqa: E402
from webapp.checking.pool import pool  # noqa: E402
from webapp.lifespan import lifespan  # noqa: E402
from webapp.origins import OwnOriginOnly  # noqa: E402
from webapp.runs.redis_keys import connection  # noqa: E402
from webapp.runs.worker.warm import warm  # noqa: E402
from webapp.telemetry.loop_delay import Watched  # noqa: E402
from webapp.telemetry.shared import tell_of_myself  # noqa: E402
from webapp.urls import websocket_urlpatterns  # noqa: E402

application = Watched(
    ProtocolTypeRouter(
        {
            "http": BoundedBodies(http),
            "websocket": OwnOriginOnly(SessionMiddlewareStack(URLRouter(websocket_urlpatterns))),
            "lifespan": lifespan,
        }
    )
)


def get_ready() -> None:
    """The processes that check drawings first: they are on other cores."""
    pool.warm()
    warm()


warming = threading.Thread(target=get_ready, daemon=True)
warming.start()  # visitors are served meanwhile; the first check would take seconds otherwise
tell_of_myself("web", connection)
