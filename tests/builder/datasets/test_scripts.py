"""Every data set, present and future, goes into an exported script with all that it needs."""

import pytest

import builder
from builder.exporters import script
from builder.kinds.dataset import Dataset
from builder.kinds.starter import cell, drawing, grid
from tests.alone import printed_alone

DATASETS = [name for name, layer in builder.CATALOG.items() if isinstance(layer, Dataset) and layer.is_bound]


def drawn(name):
    """A drawing that reads the first field of a data set, whatever it is."""
    field = builder.CATALOG[name].fields[0]
    read = cell("read", "Embedding", num_embeddings=len(field.classes), embedding_dim=2) if field.classes else None
    fields = cell("data", name), read or cell("read", "Identity")
    judged = cell("one", "Linear", out_features=1), cell("other", "Linear", out_features=1)
    wires = {
        "read": f"data.{field.name}",
        "flat": "read",
        "one": "flat",
        "other": "flat",
        "loss": "one",
        "loss.target": "other",
        "objective.loss": "loss.loss",
    }
    rows = [*fields, cell("flat", "Flatten")], [*judged, cell("loss", "MSELoss"), cell("objective", "Objective")]
    return drawing(grid(*rows, wires=wires), epochs=1, batch_size=256)


@pytest.mark.parametrize("name", DATASETS)
def test_a_script_carries_its_data(name, tmp_path):
    file = tmp_path / "train.py"
    file.write_text(script.export(drawn(name)))
    assert "loss" in printed_alone(file)
