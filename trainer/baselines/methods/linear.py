"""Linear regression by least squares, with a little ridge that keeps weights small.

Reference: Hoerl and Kennard, "Ridge Regression: Biased Estimation for Nonorthogonal Problems", 1970.
"""

from __future__ import annotations

from typing import Any

from trainer.baselines.method import Method, estimated


def regressor(seed: int) -> Any:
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), Ridge(alpha=1e-3))


METHOD = Method(
    key="linear",
    order=11,
    title="linear regression",
    summary="The weighted sum of the numbers that comes nearest: least squares, solved at once.",
    kinds=frozenset({"numbers"}),
    fit=estimated(regressor=regressor),
)
