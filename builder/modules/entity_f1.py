"""F1 of whole names."""

import torch
from torch import Tensor

from builder.kinds.own_module import OwnMetric
from builder.modules.edit_distance import TOKENS
from builder.modules.token_f1 import place_by_place


def entity_f1(input: Tensor, target: Tensor, tags: str = "") -> Tensor:
    """Tells how well whole names are found, from the first token to the last and by their kind.

    2 * hits / (found + to be found). A name begins at a tag B-, at any other kind, and goes on with I- of its kind;
    tags without B- and I- make a name of each run of equal ones. Tokens whose target is negative don't count. Where
    nothing is found and nothing is to be, it is 0.

    Args:
        tags: the names of all tags in their order, with commas between, such as O,B-PER,I-PER. Left out, they are those
            of the data, or numbers. O is outside of a name or, where no tag is called O, the first one.

    Shape:
        - input: (N, T), the tag that was given to each token
        - target: (N, T), the right one
        - metric: (), from 0 to 1, over all names

    Reference:
        Tjong Kim Sang and De Meulder, "Introduction to the CoNLL-2003 Shared Task: Language-Independent Named Entity
        Recognition", 2003.

    Example:
        >>> said, right = torch.tensor([[1, 2, 0, 1, 0]]), torch.tensor([[1, 2, 0, 1, 2]])
        >>> entity_f1(said, right, tags="O,B-PER,I-PER")
        tensor(0.5000)
    """
    names = tags.split(",") if tags else ["O"]
    said = input.masked_fill(target < 0, -1).tolist()
    found = {(row, *name) for row, given in enumerate(said) for name in names_in(given, names)}
    wanted = {(row, *name) for row, given in enumerate(target.tolist()) for name in names_in(given, names)}
    return torch.tensor(2 * len(found & wanted) / max(len(found) + len(wanted), 1), device=input.device)


def names_in(given: list[int], names: list[str]) -> list[tuple[int, int, str]]:
    """Where each name begins and ends, and its kind; a tag beyond the names is called by its number."""
    found: list[tuple[int, int, str]] = []
    outside = "O" if "O" in names else names[0]
    start, kind = 0, ""
    places = [place for place, tag in enumerate(given) if tag >= 0]
    for count, place in enumerate(places):
        tag = names[given[place]] if given[place] < len(names) else str(given[place])
        part, _, own = tag.partition("-")
        is_marked = part in ("B", "I") and own != ""
        here = "" if tag == outside else own if is_marked else tag
        if kind and (here != kind or (is_marked and part == "B")):
            found.append((start, count, kind))
            kind = ""
        if here and not kind:
            start, kind = count, here
    return [*found, (start, len(places), kind)] if kind else found


LAYER = OwnMetric(
    entity_f1,
    type_name="EntityF1",
    unit="share",
    fits=place_by_place,
    leaves_out_hidden=True,
    follows=("tags",),
    expects={"input": TOKENS, "target": TOKENS},
)
