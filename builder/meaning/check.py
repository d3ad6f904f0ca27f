"""Says everything that is wrong with a drawing: what doesn't fit, and what fits and means something else."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from builder.checker.analysis import Analysis
from builder.checker.checker import UNFORESEEN, analyze
from builder.checker.mending import harmless, reported
from builder.checker.report import Report
from builder.drawing.document import Document, read_document
from builder.drawing.problems import InvalidDocument, Problem
from builder.meaning.look import Look, look_at
from builder.meaning.rulebook import RULES

log = logging.getLogger(__name__)


def check(document: Document | Mapping[str, Any] | str | bytes) -> Report:
    """Every problem of a drawing at once; shapes, sizes and parameter counts where they are known.

    Never raises: what can't even be read is a report that says so.
    """
    try:
        return report_of(analyze(read_document(document)))
    except InvalidDocument as error:
        return Report(problems=error.problems)
    except Exception:
        log.exception("A drawing could not be checked")
        return Report(problems=(UNFORESEEN,))


def report_of(found: Analysis) -> Report:
    """What `check` says of a drawing that was looked at from all sides."""
    report = reported(found, analyze)
    problems = (*report.problems, *harmless(found, meant(found, report.problems), analyze))
    is_trainable = not any(problem.severity == "error" for problem in problems)
    return report.model_copy(update={"problems": problems, "is_trainable": is_trainable})


def errors_of(found: Analysis) -> list[Problem]:
    """What stands in the way of training, anywhere in a drawing that was looked at."""
    return [*found.errors, *(problem for problem in meant(found) if problem.severity == "error")]


def meant(found: Analysis, known: Iterable[Problem] = ()) -> tuple[Problem, ...]:
    """What the rules of meaning say; nothing of a node that something is said of already."""
    said = {(problem.block, problem.node) for problem in known}
    look = look_at(found)
    if look.problems is None:
        problems = [problem for each in look.everywhere() for problem in _of(each)]
        look.problems = tuple({problem.model_dump_json(): problem for problem in problems}.values())
    return tuple(each for each in look.problems if each.node is None or (each.block, each.node) not in said)


def _of(look: Look) -> Iterable[Problem]:
    for rule in RULES.values():
        try:
            yield from rule.problems(look)
        except Exception:  # a rule that stumbles must not stand in the way of training
            log.exception("The rule %r could not be tried", rule.code)
