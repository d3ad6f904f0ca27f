"""What weights start as, and in which form they are learned: fields of layers and Objectives, lines of the source."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from builder.kinds.layer import Params
from builder.kinds.spec import OnlyIf, Param
from builder.kinds.syntax import literal
from builder.script.starting import chrono, initialized, parametrized

AS_TORCH, PLAIN, CHRONO = "torch", "none", "chrono"
WAYS = (AS_TORCH, "xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal", "orthogonal", "normal")
OF_LAYERS = (
    Param(
        name="init",
        kind="choice",
        default=AS_TORCH,
        choices=(*WAYS, "zeros"),
        help="What its weight starts as: torch's own way for it, or another one, with biases at 0.",
    ),
    Param(
        name="parametrization",
        kind="choice",
        default=PLAIN,
        choices=(PLAIN, "weight_norm", "spectral_norm"),
        help="The form in which its weight is learned: weight_norm as a length and a direction, spectral_norm so that "
        "it stretches nothing by more than 1.",
    ),
)
OF_OBJECTIVES = (
    Param(
        name="init",
        kind="choice",
        default=AS_TORCH,
        choices=WAYS,
        help="What the weights that it trains start as, but for layers that say it themselves.",
    ),
    Param(
        name="init_std",
        kind="float",
        default=0.02,
        minimum=0,
        maximum=100,
        only_if=(OnlyIf(field="init", among=("normal",)),),
        help="How far around 0 the weights start: their standard deviation.",
    ),
)
OF_GATED = (
    Param(
        name="init",
        kind="choice",
        default=AS_TORCH,
        choices=(AS_TORCH, CHRONO),
        help="What its biases start as: torch's own way or, chrono, so that its gates hold what they let in for long.",
    ),
    Param(
        name="longest",
        kind="int",
        default=100,
        minimum=2,
        maximum=1_000_000,
        only_if=(OnlyIf(field="init", among=(CHRONO,)),),
        help="For up to how many steps it remembers at the start; some of its numbers for less.",
    ),
)
"""Fields of layers with gates."""
NAMES = frozenset(param.name for param in (*OF_LAYERS, *OF_GATED))


def as_started(made: ast.expr, params: Params) -> ast.expr:
    """The expression that makes a layer, with what its weight starts as and the form that this is learned in."""
    if params.get("init") == CHRONO:
        return ast.Call(func=ast.Name(chrono.__name__), args=[made, literal(params["longest"])], keywords=[])
    for name, usual, code in (("init", AS_TORCH, initialized), ("parametrization", PLAIN, parametrized)):
        if params.get(name, usual) != usual:
            made = ast.Call(func=ast.Name(code.__name__), args=[made, literal(params[name])], keywords=[])
    return made


def starts(params: Params, part: ast.expr) -> ast.stmt | None:
    """The line by which a part of the network starts as an Objective says, if it says so."""
    if params["init"] == AS_TORCH:
        return None
    keywords = [ast.keyword(arg="std", value=literal(params["init_std"]))] if params["init"] == "normal" else []
    return ast.Expr(
        ast.Call(func=ast.Name(initialized.__name__), args=[part, literal(params["init"])], keywords=keywords)
    )


def code_of(all_params: Iterable[Params]) -> list[Any]:
    """What of ours the lines call that these parameters make."""
    given = list(all_params)
    called = list[Any]()
    if any(params.get("init", AS_TORCH) not in (AS_TORCH, CHRONO) for params in given):
        called.append(initialized)
    if any(params.get("init") == CHRONO for params in given):
        called.append(chrono)
    if any(params.get("parametrization", PLAIN) != PLAIN for params in given):
        called.append(parametrized)
    return called
