"""One workload, one file. They are drawn with data sets of their own, which are found as those of the product are."""

from pathlib import Path

import builder.datasets

builder.datasets.__path__.append(str(Path(__file__).parents[1] / "datasets"))
