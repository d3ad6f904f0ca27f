"""Tables from file to folder, with the guesses that stand where nobody chooses."""

import random

import numpy as np
import polars as pl
import pytest

from builder.folder.limits import Limits
from builder.folder.schema import read_schema
from builder.folder.told import Choices, ColumnChoice
from builder.intake.choosing import choices_of
from builder.intake.prepare import prepare
from builder.intake.survey import survey
from tests.builder.intake.books import xlsx
from tests.builder.intake.tables import refusal

CHANCE = random.Random(3)


def given(folder, **contents):
    """Files by their names: _ stands for the point."""
    files = {}
    for name, content in contents.items():
        file = folder / f"{name} as it came"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        files[name.replace("_", ".")] = file
    return files


def made(folder, files, choices=None, **more):
    prepared = prepare(files, choices or choices_of(survey(files)), folder / "made", **more)
    schema = read_schema((folder / "made" / "schema.json").read_bytes())
    assert schema == prepared.schema_
    fields = {each.name: each for each in schema.fields}
    return prepared, fields, {name: np.load(folder / "made" / f"{name}.npy") for name in fields}


HOUSES = [(CHANCE.uniform(50, 150), CHANCE.choice(["Nord", "Süd"]), CHANCE.uniform(1, 9)) for _ in range(140)]


def houses(decimal, separator):
    rows = [
        (f"{area:.2f}".replace(".", decimal), place, f"{price:.3f}".replace(".", decimal))
        for area, place, price in HOUSES
    ]
    return "\n".join(separator.join(row) for row in [("Fläche", "Lage", "Preis"), *rows])


def parquet(folder):
    frame = pl.DataFrame(
        {
            "Fläche": [round(area, 2) for area, _, _ in HOUSES],
            "Lage": [place for _, place, _ in HOUSES],
            "Preis": [round(price, 3) for *_, price in HOUSES],
        }
    )
    frame.write_parquet(folder / "written")
    return (folder / "written").read_bytes()


def book(folder):
    rows = [[round(area, 2), place, round(price, 3)] for area, place, price in HOUSES]
    return xlsx(folder / "written", {"Häuser": [["Fläche", "Lage", "Preis"], *rows]}).read_bytes()


def objects(folder):
    frame = pl.read_csv(houses(".", ",").encode())
    return frame.write_json().encode()


WAYS = {
    "a_csv": lambda _: houses(".", ",").encode(),
    "b_csv": lambda _: houses(",", ";").encode("cp1252"),
    "c_csv": lambda _: b"Immobilien 2024;;\r\n" + houses(",", ";").replace("\n", "\r\n").encode(),
    "d_tsv": lambda _: houses(".", "\t").encode("utf-16"),
    "e_xlsx": book,
    "f_parquet": parquet,
    "g_json": objects,
}


@pytest.mark.parametrize("way", WAYS)
def test_the_same_table_becomes_the_same_values_whatever_it_is_written_in(tmp_path, way):
    prepared, fields, values = made(tmp_path, given(tmp_path, **{way: WAYS[way](tmp_path)}))
    assert list(fields) == ["numbers", "lage", "preis"]
    assert fields["numbers"].columns == ("Fläche",)
    assert fields["lage"].classes == ("Nord", "Süd")
    np.testing.assert_allclose(values["numbers"][:, 0], [round(area, 2) for area, _, _ in HOUSES], rtol=1e-6)
    np.testing.assert_allclose(values["preis"][:, 0], [round(price, 3) for *_, price in HOUSES], rtol=1e-6)
    assert [("Nord", "Süd")[value] for value in values["lage"]] == [place for _, place, _ in HOUSES]
    assert sum(prepared.schema_.samples) == 140


def test_rows_without_an_answer_are_left_out_and_missing_numbers_are_told(tmp_path):
    rows = "\n".join(f"{n}.5,{'' if n % 7 == 0 else n},{'' if n % 10 == 0 else 'ab'[n % 2]}" for n in range(200))
    prepared, fields, values = made(tmp_path, given(tmp_path, t_csv=f"a,b,label\n{rows}\n"))
    assert list(fields) == ["numbers", "numbers_known", "label"]
    assert len(values["label"]) == 180
    assert fields["label"].classes == ("a", "b")
    missing = values["numbers_known"][:, 1] == 0
    assert missing.sum() == sum(n % 7 == 0 and n % 10 != 0 for n in range(200))
    assert (values["numbers"][missing, 1] == 0).all()
    assert "label: 20 rows without an answer are left out." in prepared.notes


def test_a_series_in_order_is_learned_as_steps_that_follow_each_other(tmp_path):
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 8) for day in range(1, 29)]
    rows = [f"{day};{place},5" for place, day in enumerate(days)]
    CHANCE.shuffle(rows)
    files = given(tmp_path, t_csv="Datum;Verkauf\n" + "\n".join(rows))
    assert survey(files).form == "steps"
    prepared, _, values = made(tmp_path, files)
    assert prepared.schema_.form == "steps"
    assert values["numbers"][:, 0].tolist() == [place + 0.5 for place in range(len(days))]


def test_a_table_for_training_and_one_for_the_test_stay_what_they_are(tmp_path):
    table = "x,y\n" + "\n".join(f"{CHANCE.random():.4f},{CHANCE.choice('ab')}" for _ in range(60))
    other = "y,x\n" + "\n".join(f"{CHANCE.choice('ab')},{CHANCE.random():.4f}" for _ in range(30))
    files = given(tmp_path, train_csv=table, test_csv=other)
    prepared, fields, values = made(tmp_path, files)
    assert list(fields) == ["numbers", "y"]
    assert prepared.schema_.samples[2] == 30
    assert sum(prepared.schema_.samples) == 90
    part = np.load(tmp_path / "made" / "part.npy")
    expected = [float(line.split(",")[1]) for line in other.splitlines()[1:]]
    np.testing.assert_allclose(values["numbers"][part == 2, 0], expected, rtol=1e-6)


def test_tables_of_several_months_are_one_below_the_other(tmp_path):
    month = lambda: "x,y\n" + "\n".join(f"{CHANCE.random():.4f},{CHANCE.random():.4f}" for _ in range(40))  # noqa: E731
    surveyed = survey(given(tmp_path, january_csv=month(), february_csv=month()))
    assert surveyed.rows == 80
    assert {column.name: column.role for column in surveyed.columns} == {"file": "unused", "x": "input", "y": "answer"}


def test_what_somebody_chose_stands(tmp_path):
    files = given(tmp_path, t_csv=houses(".", ","))
    chosen = Choices(
        columns={
            "Lage": ColumnChoice(kind="class", role="answer", is_chosen=True),
            "Preis": ColumnChoice(kind="number", role="input", is_chosen=True),
        }
    )
    _, fields, values = made(tmp_path, files, chosen)
    assert fields["numbers"].columns == ("Fläche", "Preis")
    assert values["numbers"].shape == (140, 2)


X = "\n".join(f"{n},{n % 3}.5,{n % 2}" for n in range(60))
REFUSED = {
    "empty_file": {"t_csv": b""},
    "no_rows": {"t_csv": b"a,b\n"},
    "not_text": {"t_csv": b"a,b\n\x00\x01\x02"},
    "too_many_rows": {"t_csv": "a,b\n" + "1,2\n" * 201},
    "too_many_columns": {"t_csv": ",".join("abcdefghijklm") + "\n" + ",".join("0123456789012") + "\n"},
    "ragged_rows": {"t_csv": "a,b\n1,2\n1,2\n1,2,3\n1,2\n"},
    "tables_differ": {"train_csv": f"a,b,c\n{X}", "test_csv": "a,b\n1,2\n3,4\n"},
    "broken_spreadsheet": {"t_xlsx": b"no spreadsheet"},
    "broken_parquet": {"t_parquet": b"PAR1 no more"},
    "broken_json": {"t_json": '[{"a": 1},'},
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_leaves_nothing_behind(tmp_path, code):
    files = given(tmp_path, **REFUSED[code])
    limits = Limits(rows=200, columns=12)
    assert refusal(lambda: survey(files, limits))[0] == code
    assert refusal(lambda: prepare(files, Choices(), tmp_path / "made", limits=limits))[0] == code
    assert not (tmp_path / "made").exists()


def test_a_slip_among_numbers_is_told_with_its_row_though_nobody_chose(tmp_path):
    rows = [f"{n}.5,{n % 2}" for n in range(60)]
    rows[30] = "about 7,1"
    files = given(tmp_path, t_csv="\n".join(["size,kind", *rows]))
    code, words = refusal(lambda: made(tmp_path, files))
    assert (code, words) == ("not_a_number", "size, row 31: a number was expected, but the cell says “about 7”")


def test_more_classes_than_a_node_has_ports_are_refused(tmp_path):
    names = [f"{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(70)]
    rows = [",".join(CHANCE.choice(["red", "blue"]) for _ in names) for _ in range(60)]
    files = given(tmp_path, t_csv="\n".join([",".join(names), *rows]))
    code, words = refusal(lambda: made(tmp_path, files))
    assert (code, words) == ("too_many_fields", "t: 70 columns would be ports of their own; fewer than 64 are taken")
    assert not (tmp_path / "made").exists()


CHOSEN = {
    "not_a_number": ("b,c\nx,1\ny,2\n", "b", "number"),
    "all_missing": ("b,c\n,1\n,2\n", "b", "number"),
    "one_class": ("b,c\nyes,1\nyes,2\n", "b", "class"),
    "too_many_classes": ("b,c\n" + "".join(f"w{n},1\n" for n in range(50)), "b", "class"),
    "no_token": ("b,c\n1 2.5,1\n3,2\n", "b", "tokens"),
}


@pytest.mark.parametrize("code", CHOSEN)
def test_what_can_not_be_made_of_a_column_is_refused_and_leaves_nothing_behind(tmp_path, code):
    text, name, kind = CHOSEN[code]
    choices = Choices(columns={name: ColumnChoice(kind=kind, role="answer", is_chosen=True)})
    files = given(tmp_path, t_csv=text)
    refused = refusal(lambda: prepare(files, choices, tmp_path / "made", limits=Limits(classes=20)))
    assert refused[0] == code
    assert not (tmp_path / "made").exists()
