"""A rule of meaning: what is wrong with a drawing whose shapes all fit, why, and what would mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from builder.drawing.document import Document
from builder.drawing.problems import Fix, Problem
from builder.meaning.look import Look


@dataclass(frozen=True)
class Finding:
    """One place where a rule is broken, with the numbers in words. An error stands in the way of training.

    ``inside`` is the look at another block, where what mends it is there.
    """

    node: str
    message: str
    hint: str
    port: str | None = None
    fix: Fix | None = None
    is_error: bool = False
    inside: Look | None = None


@dataclass(frozen=True)
class Rule:
    """One rule. All but ``find`` is what the page of rules says.

    Args:
        code: stable; names the rule in reports and on the page.
        title: the mistake, in a few words.
        what, why, mend: a sentence or two each.
        case: the smallest drawing that breaks it; ``counter`` is one that looks alike and does not.
        find: where a look at a block breaks it.
    """

    code: str
    title: str
    what: str
    why: str
    mend: str
    case: Document
    counter: Document
    find: Callable[[Look], Iterable[Finding]]

    def problems(self, look: Look) -> Iterable[Problem]:
        """What this rule has to say of one block."""
        for found in self.find(look):
            there = (found.inside or look).found
            yield Problem(
                code=self.code,
                message=found.message,
                hint=found.hint,
                severity="error" if found.is_error else "warning",
                block=None if there.is_main else there.name,
                node=found.node,
                port=found.port,
                fix=found.fix,
                is_explained=True,
            )
