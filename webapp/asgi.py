"""Every request and websocket of the product comes in here."""

import os
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")

import torch
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.sessions import SessionMiddlewareStack
from django.core.asgi import get_asgi_application

torch.set_num_threads(1)  # checks and predictions are small; the cores are for training and for watchers

http = get_asgi_application()  # sets Django up: what follows needs its models

from webapp.origins import OwnOriginOnly  # noqa: E402
from webapp.runs.warm import warm  # noqa: E402
from webapp.urls import websocket_urlpatterns  # noqa: E402

application = ProtocolTypeRouter(
    {"http": http, "websocket": OwnOriginOnly(SessionMiddlewareStack(URLRouter(websocket_urlpatterns)))}
)

warming = threading.Thread(target=warm, daemon=True)
warming.start()  # visitors are served meanwhile; the first check would take seconds otherwise
