"""Loans: who is granted one, by one of two banks; a table made on the spot from a fixed seed."""

import torch
from torch import Tensor

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def loans(samples: int = 4_900, bank: str = "rules", mistakes: float = 0.02, seed: int = 0) -> Parts:
    """Applicants of our own making, eight numbers of each, and whether a bank grants the loan.

    One bank goes by ``rules``, each about whether one number is above a threshold (`by_rules`). The other weighs all
    numbers into one score (`by_score`). The applicants are the same. Of children, cards and distance the first bank
    takes no notice. ``mistakes`` is the share of decisions that a clerk got wrong, by chance.

    Shape: applicant (N, 8), granted (N,) in 0..1. Units: age and years in the job in years; income a month, debts and
    amount in 1,000; distance in km.
    """
    random = torch.Generator().manual_seed(seed)
    chance = torch.rand(samples, 9, generator=random)
    columns = [
        (18 + 52 * chance[:, 0]).round(),
        1 + 7 * chance[:, 1].square(),
        40 * chance[:, 2].square(),
        1 + 39 * chance[:, 3],
        (30 * chance[:, 4].square()).round(),
        (4 * chance[:, 5]).floor(),
        (7 * chance[:, 6]).floor(),
        50 * chance[:, 7],
    ]
    applicant = torch.stack(columns, dim=1)
    decided = by_rules(applicant) if bank == "rules" else by_score(applicant)
    granted = (decided ^ (chance[:, 8] < mistakes)).long()
    return divided({"applicant": applicant, "granted": granted}, by_class(granted))


def by_rules(applicant: Tensor) -> Tensor:
    """Granted by thresholds: whom the bank trusts depends on which band of seven years their age lies in.

    Shape: (N, 8) -> (N,).
    """
    age, income, debts, amount, years = applicant.unbind(dim=1)[:5]
    earns, owes_little = income >= 2.8, debts < 9
    is_trusted = torch.where((age / 7).floor() % 2 == 0, earns | owes_little, earns & owes_little)
    settled, old_hand = years >= 4, years >= 20
    return torch.where(amount < 14, is_trusted | settled, (is_trusted & (years < 12)) | old_hand)


def by_score(applicant: Tensor) -> Tensor:
    """Granted where a weighed sum of all numbers lies in the middle: below it is not paid back, above it earns little.

    Shape: (N, 8) -> (N,).
    """
    middle = torch.tensor([44.0, 3.33, 13.3, 20.5, 10.0, 1.5, 3.0, 25.0])
    spread = torch.tensor([15.0, 2.1, 11.9, 11.3, 8.9, 1.12, 2.0, 14.4])
    weights = torch.tensor([0.4, 0.5, -0.5, -0.4, 0.4, -0.3, -0.3, -0.3])
    return (((applicant - middle) / spread) @ weights).abs() < 0.75


COLUMNS = (
    *("age (years)", "income (1,000 a month)", "debts (1,000)", "amount (1,000)"),
    *("years in the job", "children", "cards", "distance (km)"),
)

DATASET = Dataset(
    loans,
    type_name="Loans",
    summary="A table of people who ask for a loan, eight numbers of each, and whether a bank grants it.",
    fields=(
        DataField(
            "applicant",
            (8,),
            between=(0, 70),
            help="Age, income a month, debts and amount (1,000), years in the job, children, cards, distance (km).",
            columns=COLUMNS,
        ),
        DataField(
            "granted",
            (),
            kind="label",
            dtype=torch.int64,
            classes=("refused", "granted"),
            help="What the bank decided.",
        ),
    ),
    params=(
        samples_param(4_900),
        Param(
            name="bank",
            kind="choice",
            default="rules",
            choices=("rules", "score"),
            help="Who decides: a bank that goes by rules, or one that weighs everything into one score.",
        ),
        Param(
            name="mistakes",
            kind="float",
            default=0.02,
            minimum=0,
            maximum=0.5,
            help="The share of decisions that are wrong by chance: nobody can foretell these.",
        ),
        SEED,
    ),
)
