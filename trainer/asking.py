"""How a network is asked: what it takes from a hand, and how a text that it was given goes on."""

from __future__ import annotations

from typing import Literal

import torch
from pydantic import BaseModel

from builder.compiler.program import Program
from builder.kinds.dataset import DataField
from trainer.look.looking import looking
from trainer.look.scene import Scene
from trainer.look.task import asked_field
from trainer.problems import TrainingProblem
from trainer.run.prepared import data_of
from trainer.run.state import State
from trainer.samplers.letters import letters_of, supports, written
from trainer.step.device import CPU

MOST_NUMBERS, WRITTEN, MOST_LETTERS = 24, 160, 2_000
LOW, HIGH = 0.01, 0.99


class Number(BaseModel):
    """One number that a network takes: its name, and the range in which nearly all of what it learned from lies."""

    name: str
    low: float
    middle: float
    high: float


class Asks(BaseModel):
    """What a network takes from a hand: the field, what kind of thing it is, and its shape; ``rate`` values a second.

    ``numbers`` are those of a field of kind numbers. Where it can't be asked by hand, ``why`` says so.
    """

    kind: Literal["picture", "numbers", "text", "sound", "none"]
    field: str = ""
    shape: tuple[int, ...] = ()
    numbers: tuple[Number, ...] = ()
    rate: int | None = None
    can_be_drawn: bool = False
    why: str = ""


def asks(program: Program, *, with_ranges: bool = True) -> Asks:
    """How the network of a drawing is asked. Ranges are those of the training part; without them all are 0."""
    field = asked_field(program)
    if field is None:
        asked = " and ".join(program.asked) or "nothing"
        return Asks(kind="none", why=f"This network asks for {asked}, which can't be given by hand yet.")
    told = {"field": field.name, "shape": field.shape}
    if supports(program):
        return Asks(kind="text", **told)
    if field.kind == "image" and len(field.shape) == 3:
        return Asks(kind="picture", can_be_drawn=program.dataset.drawn(field.name) is not None, **told)
    if field.rate and len(field.shape) == 2:
        return Asks(kind="sound", rate=field.rate, **told)
    if len(field.shape) == 1 and field.shape[0] <= MOST_NUMBERS and not field.classes:
        return Asks(kind="numbers", numbers=_numbers(program, field, with_ranges=with_ranges), **told)
    return Asks(kind="none", why=f"{field.name} can't be given by hand yet.", **told)


def _numbers(program: Program, field: DataField, *, with_ranges: bool) -> tuple[Number, ...]:
    many = field.shape[0]
    names = field.columns if len(field.columns) == many else tuple(f"{field.name}[{place}]" for place in range(many))
    if not with_ranges:
        return tuple(Number(name=name, low=0, middle=0, high=0) for name in names)
    values = data_of(program, CPU)[0][field.name][:100_000].float()
    low, middle, high = torch.quantile(values, torch.tensor([LOW, 0.5, HIGH]), dim=0).tolist()
    return tuple(
        Number(name=name, low=low[place], middle=middle[place], high=high[place]) for place, name in enumerate(names)
    )


def continued(state: State, beginning: str, many: int = WRITTEN) -> str:
    """How the network goes on with a text, letter by letter; the same each time.

    Raises:
        TrainingProblem: ``bad_input``: it writes no text, or a letter of the beginning is none that it knows.
    """
    field = letters_of(state.program)
    if field is None:
        raise TrainingProblem("bad_input", "This network writes no text.", "Give it what its data are made of.")
    if not beginning or len(beginning) > MOST_LETTERS:
        raise TrainingProblem("bad_input", f"A beginning has 1 to {MOST_LETTERS:,} letters.", "Write another one.")
    known = {letter: place for place, letter in enumerate(field.classes)}
    if unknown := sorted(set(beginning) - set(known)):
        letters = "".join(letter for letter in field.classes if letter.isprintable())
        raise TrainingProblem("bad_input", f"The network never saw {unknown[0]!r}.", f"It knows: {letters}")
    tokens = torch.tensor([[known[letter] for letter in beginning]])
    with looking(state.net):
        (row,) = written(Scene(state), tokens.to(state.device), many)
    return "".join(field.classes[token] for token in row.tolist()[len(beginning) :])
