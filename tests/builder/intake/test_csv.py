"""Tables as text: whatever stands between the columns, before the decimals and above the names."""

import random

import polars as pl
import pytest

from builder.folder.limits import Limits
from tests.builder.intake.tables import read, refusal, rows

CASES = {
    "commas": ("a,b\n1,x\n2,y\n", ["a", "b"], [("1", "x"), ("2", "y")]),
    "semicolons and decimal commas": ("a;b\n1,5;x\n2,5;y\n", ["a", "b"], [("1,5", "x"), ("2,5", "y")]),
    "tabs": ("a\tb\n1.5\tx, y\n2.5\tz\n", ["a", "b"], [("1.5", "x, y"), ("2.5", "z")]),
    "bars": ("a|b\n1|x;y\n2|z\n", ["a", "b"], [("1", "x;y"), ("2", "z")]),
    "quotes": ('a,b\n"1,5","say ""x"""\n2,\n', ["a", "b"], [("1,5", 'say "x"'), ("2", None)]),
    "lines within quotes": ('a,b\n1,"x\n\ny"\n2,z\n', ["a", "b"], [("1", "x\n\ny"), ("2", "z")]),
    "quotes inside of cells": ('a,b\n5" pipe,3\n"6"" pipe",4\n', ["a", "b"], [('5" pipe', "3"), ('6" pipe', "4")]),
    "blank lines": ("\na,b\n\n1,2\n \n3,4\n\n", ["a", "b"], [("1", "2"), ("3", "4")]),
    "blank rows of a spreadsheet": ("a;b\n1;2\n;\n3;4\n;\n", ["a", "b"], [("1", "2"), ("3", "4")]),
    "trailing separators": ("a,b,\n1,2,\n3,4,\n", ["a", "b"], [("1", "2"), ("3", "4")]),
    "trailing separators but in the names": ("a,b\n1,2,\n3,4,\n", ["a", "b"], [("1", "2"), ("3", "4")]),
    "rows that end early": (
        "a,b,c\n1,2,3\n4\n5,6,7\n",
        ["a", "b", "c"],
        [("1", "2", "3"), ("4", None, None), ("5", "6", "7")],
    ),
    "one name less": (
        "b,c\nr1,1,2\nr2,3,4\nr3,5,6\n",
        ["row", "b", "c"],
        [("r1", "1", "2"), ("r2", "3", "4"), ("r3", "5", "6")],
    ),
    "two names the same": ("a,a\n1,2\n3,4\n", ["a", "a (2)"], [("1", "2"), ("3", "4")]),
    "a name that is taken": ("a,a,a (2)\n1,2,3\n4,5,6\n", ["a", "a (3)", "a (2)"], [("1", "2", "3"), ("4", "5", "6")]),
    "a name that lacks": (",b\n1,2\n3,4\n", ["column 1", "b"], [("1", "2"), ("3", "4")]),
    "no names": ("1,2\n3,4\n", ["column 1", "column 2"], [("1", "2"), ("3", "4")]),
    "no names, words": ("pos,1\nneg,2\npos,3\n", ["column 1", "column 2"], [("pos", "1"), ("neg", "2"), ("pos", "3")]),
    "years as names": ("2019,2020,2021\n5,3,9\n7,1,2\n", ["2019", "2020", "2021"], [("5", "3", "9"), ("7", "1", "2")]),
    "titles above": (
        "Report 2024;;;\nby;me;;\n\nname;x;y;z\na;1;2;3\nb;4;5;6\n",
        ["name", "x", "y", "z"],
        [("a", "1", "2", "3"), ("b", "4", "5", "6")],
    ),
    "remarks above": ("# measured in May\n#x,y\n1,2\n3,4\n", ["x", "y"], [("1", "2"), ("3", "4")]),
    "what Excel is told": ("sep=;\r\na;b\r\n1;2\r\n3;4\r\n", ["a", "b"], [("1", "2"), ("3", "4")]),
    "blanks": ("  x   y\n 1.5  2\n10.25 30 \n", ["x", "y"], [("1.5", "2"), ("10.25", "30")]),
    "blanks and no names": ("1.0e+00 2\n3 4\n", ["column 1", "column 2"], [("1.0e+00", "2"), ("3", "4")]),
    "a remark and blanks": (
        "# made by hand in May\n1 2 a\n3 4 b\n5 6 a\n",
        ["column 1", "column 2", "column 3"],
        [("1", "2", "a"), ("3", "4", "b"), ("5", "6", "a")],
    ),
    "names that are a remark": ("# x y\n1 2\n3 4\n", ["x", "y"], [("1", "2"), ("3", "4")]),
    "series below one name": ("wave\n1 2 3\n4 5 6\n", ["wave"], [("1 2 3",), ("4 5 6",)]),
    "series of several lengths": ("1 2 3\n4 5\n6\n", ["column 1"], [("1 2 3",), ("4 5",), ("6",)]),
    "one column of decimal commas": ("value\n1,5\n2,5\n", ["value"], [("1,5",), ("2,5",)]),
    "one column of sentences": (
        "It is late, I think.\nNo.\nWell, yes, it is.\n",
        ["column 1"],
        [("It is late, I think.",), ("No.",), ("Well, yes, it is.",)],
    ),
    "codes with zeros": ("zip,n\n00501,1\n02139,2\n", ["zip", "n"], [("00501", "1"), ("02139", "2")]),
    "blanks around cells": ("a, b\n 1, x \n2,y\n", ["a", "b"], [("1", "x"), ("2", "y")]),
    "ends of lines of old": ("a,b\r1,2\r3,4\r", ["a", "b"], [("1", "2"), ("3", "4")]),
    "no end of the last line": ("a,b\n1,2\n3,4", ["a", "b"], [("1", "2"), ("3", "4")]),
}


@pytest.mark.parametrize("case", CASES)
def test_a_table_is_read(tmp_path, case):
    text, names, expected = CASES[case]
    table = read(tmp_path, text)
    assert table.head.columns == names
    assert rows(table) == expected


ENCODED = [
    ("utf-8", "Straße;n\nGröße;1\n東京;2\n"),
    ("utf-8-sig", "Straße;n\nGröße;1\n東京;2\n"),
    ("utf-16", "Straße;n\nGröße;1\n東京;2\n"),
    ("cp1252", "Straße;n\nMünchen;1\nKöln;2\n"),
    ("cp1252", "café;€\nété;1\nhôtel;2\n"),
    ("cp1250", "město;n\nPříbram;1\nŽďár nad Sázavou;2\nDěčín;3\n"),
    ("cp1250", "miasto;n\nŁódź;1\nKraków;2\nWrocław;3\n"),
    ("cp1251", "город;n\nМосква;1\nКазань;2\n"),
    ("cp932", "名前;n\n東京;1\n大阪;2\n"),
]


@pytest.mark.parametrize(
    ("encoding", "text"), ENCODED, ids=[f"{each}-{place}" for place, (each, _) in enumerate(ENCODED)]
)
def test_letters_are_read_whatever_they_are_encoded_in(tmp_path, encoding, text):
    table = read(tmp_path, text.encode(encoding))
    lines = text.splitlines()
    assert table.head.columns == lines[0].split(";")
    assert rows(table) == [tuple(line.split(";")) for line in lines[1:]]


def test_the_first_letter_that_is_no_ascii_may_stand_far_behind(tmp_path):
    text = "name;n\n" + "Ada;1\n" * 400_000 + "Jürgen;2\n"
    assert read(tmp_path, text.encode("cp1252")).rows == 400_001
    assert rows(read(tmp_path, text.encode("cp1252")))[-1] == ("Jürgen", "2")


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("a;b\n1,5;2\n2,25;3\n", ","),
        ("a;b\n1.5;2\n2.25;3\n", "."),
        ("a;b\n1,5;1.5\n2,25;3.5\n", "."),
        ("a;b\n1.234,5;x\n12.345,25;y\n", ","),
        ('a,b\n"1,234.5",x\n"12,345.25",y\n', "."),
        ('a,b\n"1,234",x\n"12,345",y\n', "."),
        ("a;b\n1,234;x\n12,345;y\n", ","),
        ("a|b\n1,234|x\n0,345|y\n", ","),
        ("a;b\n1,234;1.5\n12,345;2.5\n", "."),
        ("a;b\n31.12.2024;1,5\n01.01.2025;2,5\n", ","),
        ("a;b\nx, y;1,5\nz, w;n/a\n", ","),
    ],
)
def test_a_decimal_comma_is_one_only_where_it_breaks_no_column(tmp_path, text, decimal):
    table = read(tmp_path, text)
    assert table.decimal == decimal
    assert ("decimal commas" in table.source) == (decimal == ",")


def test_it_is_said_how_the_table_was_read_and_what_was_done_about_it(tmp_path):
    table = read(tmp_path, "Price list;;\na;a;\n1,5;x;2\n2,5;y;3\n".encode("utf-16"))
    assert table.source == "A table: 2 rows, columns between semicolons, decimal commas, utf-16"
    assert table.notes == (
        "Passed over above the table: “Price list”.",
        "Two columns are called “a”: the one at place 2 is now “a (2)”.",
        "The column at place 3 has no name: it is called “column 3”.",
    )


def test_many_rows_with_lines_in_their_cells_come_in_pieces_and_none_is_torn(tmp_path):
    chance = random.Random(1)
    cells = ["plain", 'a "quoted" word', "two\nlines", "commas, in, it", "blank\n\nlines", "ünïcode"]
    frame = pl.DataFrame(
        {"n": [str(n) for n in range(200_000)], "text": [chance.choice(cells) for _ in range(200_000)]}
    )
    table = read(tmp_path, frame.write_csv())
    assert len(list(table.pieces())) > 2
    assert pl.concat(list(table.pieces())).equals(frame)


def test_a_few_rows_with_too_many_cells_are_left_out_and_the_first_is_named(tmp_path):
    table = read(tmp_path, "a,b\n" + "1,2\n" * 300 + "1,2,3\n" + "1,2\n" * 99)
    assert rows(table) == [("1", "2")] * 399
    assert table.notes == ("Rows with more than 2 cells are left out: 1, the first is row 301.",)


REFUSED = {
    "empty_file": (b"", "has not one byte"),
    "no_rows": (b"a,b\n", "no row of data"),
    "not_text": (b"a,b\n1,\x00\n", "bytes that are zero"),
    "ragged_rows": (b"a,b\n1,2\n3,4\n5,6,7\n8,9\n", "table.csv, row 3: 2 cells were expected"),
    "unclosed_quote": (b"a,b\n1,2\n" + b'3,"x\n' + b"4,5\n" * 50_000, "never closed"),
    "too_many_rows": (b"a,b\n" + b"1,2\n" * 101, "more than 100 rows"),
    "too_many_columns": (b"1," * 40 + b"1\n" + b"1," * 40 + b"1\n", "it has 41 columns; at most 40"),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_can_not_be_read_is_refused_in_words(tmp_path, code):
    content, words = REFUSED[code]
    refused = refusal(lambda: read(tmp_path, content, limits=Limits(rows=100, columns=40)))
    assert refused[0] == code
    assert words in refused[1]
    assert "table.csv" in refused[1]


def test_a_text_that_is_not_called_a_table_is_one_if_it_looks_so(tmp_path):
    from builder.intake.formats.csv import FORMAT

    def takes(text: str, name: str) -> bool:
        (tmp_path / "file").write_text(text)
        return FORMAT.takes({name: tmp_path / "file"})

    assert takes("a\tb\n1\t2\n3\t4\n", "pasted.txt")
    assert takes("5.1,3.5,setosa\n4.9,3.0,setosa\n6.1,2.9,virginica\n", "iris.data")
    assert takes("1.5 2.5\n3.5 4.5\n5.5 6.5\n", "savetxt.txt")
    assert not takes("It was late, very late.\nNobody came, nobody went.\nSo it was.\n", "story.txt")
    assert not takes("x", "word.txt")
    assert not takes("", "nothing.txt")
    assert not takes("a,b\n1,2\n3,4\n", "table.png")


def test_cells_that_name_files_beside_the_table_are_the_paths_by_which_they_came(tmp_path):
    from tests.builder.intake.tables import read_files

    table = "file,label\n1.png,cat\nimages\\2.png,dog\n./images/3.png,cat\nlost.png,dog\n"
    (tmp_path / "labels.csv").write_text(table)
    (tmp_path / "picture").write_bytes(b"\x89PNG")
    files = {"data/labels.csv": tmp_path / "labels.csv"}
    files |= {f"data/images/{n}.png": tmp_path / "picture" for n in range(1, 4)}
    read_ = read_files(files)
    assert read_.media == {"file"}
    assert read_.files == files
    assert rows(read_) == [
        ("data/images/1.png", "cat"),
        ("data/images/2.png", "dog"),
        ("data/images/3.png", "cat"),
        ("lost.png", "dog"),
    ]
