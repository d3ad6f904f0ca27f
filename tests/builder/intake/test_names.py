"""Fields are called as their columns, and no name stands for two things."""

import pytest

from builder.folder.told import Choices
from builder.intake.names import port_name
from builder.intake.prepare import prepare
from tests.builder.intake.made import laid


@pytest.mark.parametrize(
    ("column", "taken", "name"),
    [("Height (cm)", (), "height_cm"), ("folder", (), "label"), ("2nd", (), "c_2nd"), ("class", (), "class_"),
     ("Größe", (), "grosse"), ("部屋", (), "column"), ("a", ("a",), "a_2"), ("part", (), "part_"), ("ids", (), "ids_"),
     ("said_length", ("said",), "said_length_2"), ("said", ("said_mask",), "said_2")],
)  # fmt: skip
def test_a_column_gives_a_name(column, taken, name):
    assert port_name(column, taken) == name


def test_columns_called_as_files_and_ports_beside_them_become_a_folder(tmp_path):
    rows = "\n".join(f"some words are said {n};{'ab'[n % 2]};{'xyz'[n % 3]}" for n in range(40))
    files = laid(tmp_path, {"a.csv": f"said;said_length;part\n{rows}\n"})
    prepared = prepare(files, Choices(), tmp_path / "out")
    assert [field.name for field in prepared.schema_.fields] == ["said", "said_length_2", "part_"]
    assert len(prepared.schema_.files) == 6, "ids, part, and the three fields, of which one is ragged"
