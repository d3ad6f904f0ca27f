"""What the page is told of baselines: lines for the charts of a run, and what else could be compared."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from trainer.baselines.compare import Compared, OfferedMethod


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Baseline(_Told):
    """One line on the chart of ``measure``: of a classical ``method``, of another curve that is ``drawn``, or a figure.

    ``value`` is that on the validation part, and ``test`` that on the test part once the run has looked at it; a drawn
    one has neither. A method was fitted on so many ``rows`` ``of`` the training part. ``how`` says in words what it is.
    """

    name: str
    measure: str
    method: str = ""
    drawn: str = ""
    value: float | None = None
    test: float | None = None
    rows: int = 0
    of: int = 0
    how: str = ""


class NoBaseline(_Told):
    """A method that has no line here, and why."""

    name: str
    why: str


class Baselines(_Told):
    """The baselines of a run: those that are known, the names of those that are being computed, and those of which
    nothing came; ``offered`` are all methods that make sense for its drawing."""

    lines: tuple[Baseline, ...] = ()
    pending: tuple[str, ...] = ()
    missing: tuple[NoBaseline, ...] = ()
    offered: tuple[OfferedMethod, ...] = ()


def lines_of(compared: Compared, name: str, measure: str = "") -> tuple[Baseline, ...]:
    """The lines of a method under a name, of one measure or of all."""
    return tuple(
        Baseline(
            name=name,
            measure=line.measure,
            method=compared.method,
            value=line.value,
            test=line.test,
            rows=compared.rows,
            of=compared.of,
            how=compared.how,
        )
        for line in compared.lines
        if measure in ("", line.measure)
    )
