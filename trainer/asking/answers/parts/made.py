"""What a sampler made: which node it is, and what comes into it."""

from __future__ import annotations

from builder.checker.wiring import Wire
from builder.compiler.program import Answer, Program
from builder.compiler.signals import SAME, origin


def sampler_of(program: Program, answer: Answer) -> tuple[str, str] | None:
    """The sampler's node and port that an answer is, as it is or in another form; None where it is none."""
    way, (node, port) = origin(program.plan.found, answer.wire, SAME)
    return (node, port) if answer.sampler and not way and node == answer.sampler else None


def comes_in(program: Program, node: str, port: str) -> Wire | None:
    """What comes into a node at a port."""
    return program.plan.found.wiring.sources[node].get(port)
