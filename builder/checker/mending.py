"""Offers only fixes that mend: each is made on a copy of the drawing, which is looked at again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from builder.checker.analysis import Analysis
from builder.checker.report import Report
from builder.drawing.document import Document
from builder.drawing.problems import Fix, Problem

MOST_LOOKED = 1_000
"""Nodes that are looked at again for all fixes of one check, so that a large drawing is still checked at once."""
MOST_TRIED = 16
MOST_CHOICES = 6
MOST_STEPS = 1
"""So many fixes more are joined to one that only lets the next fault be seen."""

Look = Callable[[Document], Analysis]


def reported(found: Analysis, look: Look) -> Report:
    """The report of a drawing, with the first fix of each problem that leaves less to mend; with none, where none does.

    In a drawing of more than `MOST_LOOKED` nodes the first one is offered untried.
    """
    report = found.report()
    trial = _Trial(found, report.problems, look)
    return report.model_copy(update={"problems": tuple(trial.with_fix(problem) for problem in report.problems)})


def harmless(found: Analysis, problems: Sequence[Problem], look: Look) -> tuple[Problem, ...]:
    """Problems of what fits and means something else, without the fixes after which more would not fit than before.

    Beyond `MOST_LOOKED` nodes fixes are offered untried.
    """
    told = list[Problem]()
    offered = [problem for problem in problems if problem.fix]
    left, errors = _tries(found.document), _errors(found) if offered else 0
    for problem in problems:
        if problem.fix and left > 0:
            left -= 1
            after = look(found.document.with_edits(problem.fix.edits, problem.block))
            told.append(problem if _errors(after) <= errors else problem.model_copy(update={"fix": None}))
        else:
            told.append(problem)
    return tuple(told)


def _tries(document: Document) -> int:
    """How many fixes may be tried; none in a drawing of more than `MOST_LOOKED` nodes."""
    nodes = sum(len(block.nodes) for block in document.blocks.values())
    return min(MOST_TRIED, MOST_LOOKED // max(1, nodes))


def _errors(found: Analysis) -> int:
    return _weight(found.report().problems)[0]


class _Trial:
    """The fixes of one drawing, tried."""

    def __init__(self, found: Analysis, before: tuple[Problem, ...], look: Look) -> None:
        self._document, self._before, self._look = found.document, before, look
        self._choices = _choices(found)
        self._left = _tries(found.document)
        self._is_large = self._left == 0

    def with_fix(self, problem: Problem) -> Problem:
        choices = self._choices.get(_place(problem)) or (problem.fix,)
        first = next((fix for fix in choices if fix), None)
        if not first:
            return problem
        if self._is_large:
            return problem.model_copy(update={"fix": first})
        for fix in islice(choices, MOST_CHOICES):
            if fix and (proven := self._proven(problem, fix, MOST_STEPS)):
                return problem.model_copy(update={"fix": proven})
        return problem.model_copy(update={"fix": None})

    def _proven(self, problem: Problem, fix: Fix, steps: int) -> Fix | None:
        """The fix if it helps, joined with what mends the fault behind it, if that is what helps."""
        if self._left <= 0:
            return None
        self._left -= 1
        found = self._look(self._document.with_edits(fix.edits, problem.block))
        after = found.report().problems
        if any(_is_same(problem, other) for other in after):
            return None
        if _weight(after) < _weight(self._before):
            return fix
        known = set(map(_place, self._before))
        behind = [other for other in after if _place(other) not in known and other.block == problem.block]
        for other in behind[:1] if steps else ():
            for more in islice(_choices(found).get(_place(other)) or (other.fix,), MOST_CHOICES):
                if more and (proven := self._proven(problem, _joined(fix, more), steps - 1)):
                    return proven
        return None


def _joined(fix: Fix, more: Fix) -> Fix:
    label = more.label[:1].lower() + more.label[1:]
    return Fix(label=f"{fix.label}, and {label}", edits=(*fix.edits, *more.edits))


MANY = ("bad_param", "unknown_param", "missing_param", "size_mismatch", "over", "change")
"""A node may have several of these."""


def _is_same(one: Problem, other: Problem) -> bool:
    return _place(one) == _place(other) and (one.code not in MANY or one.message == other.message)


def _place(problem: Problem) -> tuple[str | None, ...]:
    return problem.code, problem.block, problem.node, problem.port


def _choices(found: Analysis) -> dict[tuple[str | None, ...], tuple[Fix, ...]]:
    """Every fix to choose from, by the problem that it is for."""
    looks = [found, *(look for inside in found.blocks.values() for look in inside)]
    return {
        (code, None if look.is_main else look.name, node, port): fixes
        for look in looks
        for (code, node, port), fixes in look.choices.items()
    }


UNFINISHED = "missing_input"
"""Nothing is wrong yet: a hand has still to draw there. So a wire that leads nowhere may be removed."""


def _weight(problems: Iterable[Problem]) -> tuple[int, ...]:
    """How much is wrong: an error weighs more than any number of warnings, and each more than ports left open."""
    weights = Counter((problem.severity, problem.code == UNFINISHED) for problem in problems)
    return tuple(weights[severity, is_open] for severity in ("error", "warning") for is_open in (False, True))
