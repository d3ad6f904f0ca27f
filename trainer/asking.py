"""How a network is asked: what it takes from a hand, and how a text that it was given goes on."""

from __future__ import annotations

from typing import Literal

import torch
from pydantic import BaseModel

from builder.compiler.program import Program
from builder.kinds.dataset import DataField
from trainer.look.looking import looking
from trainer.look.scene import Scene
from trainer.problems import TrainingProblem
from trainer.run.prepared import data_of
from trainer.run.state import State
from trainer.samplers.letters import letters_of, written
from trainer.step.device import CPU

MOST_NUMBERS, WRITTEN, MOST_LETTERS = 24, 160, 2_000
LOW, HIGH = 0.01, 0.99


class AskedNumber(BaseModel):
    """One number that a network takes: its name, and the range in which nearly all of what it learned from lies."""

    name: str
    low: float
    middle: float
    high: float


class Asked(BaseModel):
    """One field that is given by hand: what kind of thing it is, and its shape; ``rate`` values of sound a second.

    ``numbers`` are those of a field of kind numbers; a class is one of ``classes``.
    """

    kind: Literal["picture", "numbers", "class", "text", "sound"]
    name: str
    shape: tuple[int, ...]
    numbers: tuple[AskedNumber, ...] = ()
    classes: tuple[str, ...] = ()
    rate: int | None = None
    can_be_drawn: bool = False


class Asks(BaseModel):
    """Everything that a network takes from a hand; ``why`` it can't be asked so, where it can't."""

    fields: tuple[Asked, ...] = ()
    why: str = ""


def asks(program: Program, *, with_ranges: bool = True) -> Asks:
    """How the network of a drawing is asked. Ranges are those of the training part; without them all are 0."""
    fields = {field.name: field for field in program.dataset.fields}
    known = [fields[name] for name in program.asked if name in fields]
    if not known:
        return Asks(why="This network draws what it looks at by itself.")
    told = [_asked(program, field, with_ranges=with_ranges) for field in known]
    if strange := [field.name for field, each in zip(known, told, strict=True) if each is None]:
        return Asks(why=f"This network takes {' and '.join(strange)}, which can't be given by hand yet.")
    return Asks(fields=tuple(each for each in told if each))


def _asked(program: Program, field: DataField, *, with_ranges: bool) -> Asked | None:
    told = Asked(kind="numbers", name=field.name, shape=field.shape)
    if letters_of(program) == field:
        return told.model_copy(update={"kind": "text"})
    if field.kind == "image" and len(field.shape) == 3:
        can_be_drawn = program.dataset.drawn(field.name) is not None
        return told.model_copy(update={"kind": "picture", "can_be_drawn": can_be_drawn})
    if field.rate and len(field.shape) == 2:
        return told.model_copy(update={"kind": "sound", "rate": field.rate})
    if field.classes and field.shape == ():
        return told.model_copy(update={"kind": "class", "classes": field.classes})
    if len(field.shape) == 1 and field.shape[0] <= MOST_NUMBERS and not field.classes:
        return told.model_copy(update={"numbers": _numbers(program, field, with_ranges=with_ranges)})
    return None


def _numbers(program: Program, field: DataField, *, with_ranges: bool) -> tuple[AskedNumber, ...]:
    many = field.shape[0]
    names = field.columns if len(field.columns) == many else tuple(f"{field.name}[{place}]" for place in range(many))
    if not with_ranges:
        return tuple(AskedNumber(name=name, low=0, middle=0, high=0) for name in names)
    values = data_of(program, CPU)[0][field.name][:100_000].float()
    low, middle, high = torch.quantile(values, torch.tensor([LOW, 0.5, HIGH]), dim=0).tolist()
    return tuple(
        AskedNumber(name=name, low=low[place], middle=middle[place], high=high[place])
        for place, name in enumerate(names)
    )


def continued(state: State, beginning: str, many: int = WRITTEN) -> str:
    """How the network goes on with a text, letter by letter; the same each time.

    Raises:
        TrainingProblem: ``bad_input``: it writes no text, or a letter of the beginning is none that it knows.
    """
    field = letters_of(state.drawing)
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
