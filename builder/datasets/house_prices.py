"""HousePrices: a table of houses with numbers, a category and gaps, made on the spot from a fixed seed."""

import torch
from torch import Tensor

from builder.datasets.parts.division import by_number, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def house_prices(samples: int = 1_400, missing: float = 0.1, noise: float = 0.05, seed: int = 0) -> Parts:
    """Houses of our own making: five numbers, the district, and the price, which follows from them (`price_of`).

    Of a share of the houses some number is missing: area, rooms, age, garden and distance each on its own. It is 0
    then, and ``known`` says so.

    Shape: numbers (N, 5), known (N, 5) of 0 and 1, district (N,) in 0..4, price (N, 1). Units: area and garden in 100
    square metres, age in decades, distance to the station in km, price in 100,000; ``noise`` is a standard deviation,
    as a share of the price.
    """
    random = torch.Generator().manual_seed(seed)
    district = torch.randint(0, 5, (samples,), generator=random)
    chance = torch.rand(samples, 6, generator=random)
    area = 0.4 + 2 * chance[:, 0].square()
    rooms = (1 + area * (2 + 2 * chance[:, 1])).round()
    age, garden, distance = 12 * chance[:, 2], 8 * chance[:, 3] * chance[:, 4], 0.1 + 5 * chance[:, 5]
    numbers = torch.stack([area, rooms, age, garden, distance], dim=1)
    price = price_of(numbers, district) * (1 + noise * torch.randn(samples, 1, generator=random))
    known = (torch.rand(samples, 5, generator=random) >= missing).float()
    table = {"numbers": numbers * known, "known": known, "district": district, "price": price}
    return divided(table, by_number(samples))


def price_of(numbers: Tensor, district: Tensor) -> Tensor:
    """What a house is worth.

    So much for each square metre, by district; less the further it is to the station, but not in the centre; less the
    older it is, but old houses are loved again; more for a garden, most in the hills; less where rooms are tiny.

    Shape: numbers (N, 5), district (N,) -> (N, 1).
    """
    area, rooms, age, garden, distance = numbers.unbind(dim=1)
    per_area = torch.tensor([5.0, 4.0, 3.5, 2.5, 2.0])[district]
    far = torch.tensor([0.0, 0.06, 0.1, 0.12, 0.14])[district] * distance
    old = 0.5 - (age - 7).square() / 98  # 0 when new, 0.5 after 70 years
    per_garden = torch.tensor([0.6, 0.4, 0.5, 0.2, 0.1])[district]
    tiny = torch.where(area / rooms < 0.22, 0.15, 0.0)
    return (area * per_area * (1 - far) * (1 - old) * (1 - tiny) + per_garden * garden.sqrt())[:, None]


COLUMNS = ("area (100 m²)", "rooms", "age (decades)", "garden (100 m²)", "distance (km)")

DATASET = Dataset(
    house_prices,
    type_name="HousePrices",
    summary="A table of houses: five numbers, some of them missing, and a district tell the price.",
    fields=(
        DataField(
            "numbers",
            (5,),
            between=(0, 12),
            help="Area (100 m²), rooms, age (decades), garden (100 m²), distance to the station (km); 0 where missing.",
            columns=COLUMNS,
        ),
        DataField(
            "known",
            (5,),
            between=(0, 1),
            help="1 where the number is known, 0 where it is missing.",
            columns=("area", "rooms", "age", "garden", "distance"),
        ),
        DataField(
            "district",
            (),
            kind="label",
            dtype=torch.int64,
            classes=("centre", "riverside", "hills", "harbour", "suburb"),
            help="Where the house stands.",
        ),
        DataField("price", (1,), help="What it was sold for, in 100,000."),
    ),
    params=(
        samples_param(1_400),
        Param(
            name="missing",
            kind="float",
            default=0.1,
            minimum=0,
            maximum=0.9,
            help="The share of the numbers that nobody knows.",
        ),
        Param(
            name="noise",
            kind="float",
            default=0.05,
            minimum=0,
            maximum=1,
            help="How far prices stray from what the house is worth, as a share of it.",
        ),
        SEED,
    ),
)
