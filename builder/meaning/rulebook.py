"""Every rule of meaning, found by walking ``builder/meaning/rules``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from builder.meaning.rule import Rule
from builder.registry.walk import walk


def _collect() -> Mapping[str, Rule]:
    rules = [rule for rule in walk("builder.meaning.rules", "RULE") if isinstance(rule, Rule)]
    by_code = {rule.code: rule for rule in rules}
    if len(by_code) < len(rules):
        raise TypeError("two rules have the same code")
    return MappingProxyType(by_code)


RULES: Mapping[str, Rule] = _collect()
