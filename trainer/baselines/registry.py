"""Every classical method, found by walking ``trainer/baselines/methods``."""

from __future__ import annotations

from collections.abc import Mapping

from builder.registry.walk import every, keyed
from trainer.baselines.method import Method

METHODS: Mapping[str, Method] = keyed(
    sorted(every("trainer.baselines.methods", "METHOD", Method), key=lambda each: each.order), lambda each: each.key
)
