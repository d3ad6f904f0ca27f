"""Nodes that ask a network again and again: they play with the node that they name, and keep what came of it.

The catalogue holds a `Player`; for each node of a drawing it is bound to the node that it names, ``of``, whose weights
it uses as they are. What it says of itself (which games it kept) is its own.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from torch import nn

from builder.checker.contextual import ContextualLayer
from builder.checker.params import did_you_mean
from builder.checker.propagation import Flow, LookedInto, Passed, Refused, derived, through
from builder.checker.weight_sharing import Bound
from builder.drawing.problems import Fix, Problem, RemoveNode
from builder.kinds.expected import Expected
from builder.kinds.game import Board, Place
from builder.kinds.layer import ComputedLayer, Layer, Params
from builder.kinds.spec import NodeType, Param, Port, Role
from builder.kinds.syntax import literal

if TYPE_CHECKING:
    from builder.checker.analysis import Analysis

PLAYER = "player"
"""The name by which a call is given the module that it plays with, among its inputs."""

OF = Param(name="of", kind="text", required=True, help="The node that plays, by its name: a block, or a layer.")

Rules = Board | Place
Flows = Callable[[Rules, Params, Flow], tuple[tuple[str, Flow], ...]]


class Player(ContextualLayer):
    """A node type that plays by the network of another node of its block.

    Args:
        module: the class of ours that plays; it is made with the rules, and called with the network and its input.
        offered: what can be played, by key; ``choice`` is the parameter that says which, ``starts`` the usual one.
        takes: the input, and what comes out of it by port.
        params: what else a node says.
        named: what the class calls a parameter, where it is not as the form has it.
        needs_value: whether, by its parameters, the network must say what positions are worth.
    """

    def __init__(
        self,
        module: type[nn.Module],
        *,
        summary: str,
        docs: str,
        category: str,
        offered: Mapping[str, Board] | Mapping[str, Place],
        starts: str,
        choice: str,
        input: Port,
        outputs: tuple[Port, ...],
        flows: Flows,
        params: tuple[Param, ...] = (),
        role: Role = "layer",
        needs_value: Callable[[Params], bool] = lambda params: False,
        smaller_is_better: Callable[[Params], bool] = lambda params: False,
    ) -> None:
        self.module, self.offered, self.choice, self.needs_value = module, offered, choice, needs_value
        self.flows_of, self.is_smaller_better = flows, smaller_is_better
        which = Param(
            name=choice,
            kind="choice",
            default=starts,
            choices=tuple(offered),
            help=f"The {choice} that is played.",
        )
        super().__init__(
            NodeType(
                type=module.__name__,
                category=category,
                role=role,
                summary=summary,
                docs=docs,
                inputs=(input,),
                outputs=outputs,
                params=(OF, which, *params),
                unit="share" if role == "metric" else "",
            ),
            {input.name: Expected((), "positions to begin from")},
        )

    def bind(self, found: Analysis, id: str) -> Layer:
        """The layer of the node ``id``, or this one, with a problem noted, when it names nothing that could play."""
        name = found.graph.nodes[id].params.get("of")
        if name is None:
            return self
        other = found.layers.get(str(name))
        if not isinstance(other, ComputedLayer) or name == id or isinstance(other, Bound | BoundPlayer):
            found.problems.append(_unknown(id, str(name), found))
            return self
        return BoundPlayer(self, found, id, str(name), other)


class BoundPlayer(LookedInto):
    """A node that plays by the network of the node ``asks``."""

    def __init__(self, player: Player, found: Analysis, id: str, asks: str, other: ComputedLayer) -> None:
        self.player, self.asks, self.other, self._found, self._id = player, asks, other, found, id
        self.returns = ports[0] if len(ports := tuple(port.name for port in player.spec.outputs)) == 1 else ports
        super().__init__(player.spec, player.expects)
        self.smaller_is_better = player.is_smaller_better(found.params[id])

    @property
    def rules(self) -> Rules:
        """What is played."""
        return self.player.offered[str(self._found.params[self._id][self.player.choice])]

    @property
    def is_broken(self) -> bool:
        """Whether what is wrong is said of the network that plays, or inside of its block."""
        said = any(problem.node == self.asks for problem in self._found.problems)
        return said or bool(getattr(self.other, "is_broken", False))

    def through(self, params: Params, inputs: Mapping[str, Flow]) -> Passed | Refused:
        """What comes out, if the input is what the rules know and the network answers it."""
        (input,) = inputs.values()
        shape = seen_in(self.rules)
        if input.small[1:] != shape:
            return Refused(f"{self.rules.title} is played from {_told(shape)}; {input.label} came in", in_words=True)
        own = tuple(self._found.inputs(self.asks).values())
        if own and own[0].small[-len(shape) :] != shape:
            return Refused(f"the node {self.asks} is made for {own[0].label}, not for {_told(shape)}", in_words=True)
        answer = through(copy.copy(self.other), self._found.params[self.asks], self._asked(input))
        if isinstance(answer, Refused):
            return answer
        why = self._wrong(params, answer)
        return Refused(why, in_words=True) if why else Passed(self.player.flows_of(self.rules, params, input))

    def _asked(self, input: Flow) -> dict[str, Flow]:
        first = next((port.name for port in self.other.spec.inputs), "input")
        return {first: input}

    def _wrong(self, params: Params, answer: Passed) -> str:
        """What keeps the network from playing; nothing where it can."""
        moves = self.rules.rules.moves if isinstance(self.rules, Board) else self.rules.rules.actions
        flows = dict(answer.outputs)
        scores, *more = (flows[port.name] for port in self.other.spec.outputs)
        if scores.small[1:] != (moves,):
            wanted = f"a score for each of {moves} moves first, (N, {moves})"
            return f"the node {self.asks} must give {wanted}, not {scores.label}"
        if more and more[0].small[1:] not in ((), (1,)):
            return (
                f"what the node {self.asks} gives second must be what a position is worth, (N, 1), not {more[0].label}"
            )
        if self.player.needs_value(params) and not more:
            return f"to search, the node {self.asks} must give a second answer: what a position is worth, (N, 1)"
        return ""

    def construct(self, params: Params) -> ast.expr:
        rest = {name: value for name, value in params.items() if name not in ("of", self.player.choice)}
        keywords = [ast.keyword(arg=name, value=literal(value)) for name, value in rest.items()]
        rules = ast.Name(self.rules.rules.__name__)
        return ast.Call(func=ast.Name(self.player.module.__name__), args=[rules], keywords=keywords)

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        assert module is not None
        (port,) = self.spec.inputs
        return ast.Call(func=module, args=[inputs[PLAYER], inputs[port.name]], keywords=[])

    @property
    def own_code(self) -> tuple[Any, ...]:
        return (self.player.module, self.rules.rules)


def players(found: Analysis) -> list[str]:
    """The nodes that play while it trains, in computing order: how long that takes is asked of the values that flow."""
    return [id for id in found.with_role("layer") if isinstance(found.layers[id], BoundPlayer)]


def playing_problems(found: Analysis) -> list[Problem]:
    """What keeps nodes from playing as the training is set."""
    if not found.document.training.compiled or not (playing := players(found)):
        return []
    message = f"{playing[0]} plays, which can't be compiled: how long a game lasts depends on what is played."
    return [Problem(code="not_compiled", message=message, hint="Leave compiled out of the training.", node=playing[0])]


def seen_in(rules: Rules) -> tuple[int, ...]:
    """The shape of a position, or of an observation."""
    if isinstance(rules, Board):
        return (2, rules.rules.rows, rules.rules.columns)
    return (rules.rules.numbers,)


def of_sample(shape: tuple[int, ...], like: Flow) -> Flow:
    """Values of this shape for each sample that comes in."""
    return derived(lambda came: (came[0], *shape), like)


def _told(shape: tuple[int, ...]) -> str:
    return f"(N, {', '.join(map(str, shape))})"


def _unknown(id: str, name: str, found: Analysis) -> Problem:
    known = [other for other, layer in found.layers.items() if isinstance(layer, ComputedLayer) and other != id]
    return Problem(
        code="unknown_node",
        message=f"{id}: there is no node {name!r} here that could play.",
        hint=did_you_mean(name, known, "nodes"),
        node=id,
        fix=Fix(label=f"Remove {id}", edits=(RemoveNode(id=id),)),
    )
