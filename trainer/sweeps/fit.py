"""The power law that fits some points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 3
"""Through two points there is always one."""


@dataclass(frozen=True)
class PowerLaw:
    """``y = factor * x ** exponent`` through so many ``points``, whose x lie from ``low`` to ``high``.

    ``error`` is the standard error of the exponent.
    """

    exponent: float
    factor: float
    error: float
    points: int
    low: float
    high: float

    def at(self, x: float) -> float:
        """What it says of ``x``; beyond ``low`` and ``high`` nobody measured whether it holds."""
        return float(self.factor * x**self.exponent)

    @property
    def words(self) -> str:
        """``L ~ N^-0.029 ± 0.001 (5 points from 872 to 155,680)``."""
        span = f"{self.points} points from {self.low:,.6g} to {self.high:,.6g}"
        return f"L ~ N^{self.exponent:.3f} ± {self.error:.3f} ({span})"


def power_law(points: Sequence[tuple[float, float]]) -> PowerLaw | None:
    """Least squares of log y on log x; None for fewer than three different x, or where something is not above zero."""
    if len({x for x, _ in points}) < FEWEST or not all(0 < each < math.inf for point in points for each in point):
        return None
    xs, ys = ([math.log(point[side]) for point in points] for side in (0, 1))
    middle_x, middle_y = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    spread = math.fsum((x - middle_x) ** 2 for x in xs)
    exponent = math.fsum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True)) / spread
    start = middle_y - exponent * middle_x
    left = math.fsum((y - start - exponent * x) ** 2 for x, y in zip(xs, ys, strict=True))
    return PowerLaw(
        exponent=exponent,
        factor=math.exp(start),
        error=math.sqrt(left / (len(points) - 2) / spread),
        points=len(points),
        low=min(x for x, _ in points),
        high=max(x for x, _ in points),
    )
