"""Every rule of meaning, found by walking ``builder/meaning/rules``."""

from __future__ import annotations

from collections.abc import Mapping

from builder.meaning.rule import Rule
from builder.registry.walk import every, keyed

RULES: Mapping[str, Rule] = keyed(every("builder.meaning.rules", "RULE", Rule), lambda each: each.code)
