"""Spreadsheets: the first sheet that holds something, from where its table begins."""

import zipfile

import pytest

from builder.folder.limits import Limits
from tests.builder.intake.books import ods, xlsx
from tests.builder.intake.tables import read, read_files, refusal, rows

HOUSES = [["area", "place", "price"], [50, "north", 1.5], [60.25, None, 2], [70, "south", 2.5]]
READ = [("50", "north", "1.5"), ("60.25", None, "2"), ("70", "south", "2.5")]


@pytest.mark.parametrize(("write", "name"), [(xlsx, "houses.xlsx"), (ods, "houses.ods"), (xlsx, "no ending")])
def test_a_sheet_is_read(tmp_path, write, name):
    table = read_files({name: write(tmp_path / "as it came", {"Houses": HOUSES})})
    assert table.head.columns == ["area", "place", "price"]
    assert rows(table) == READ
    assert table.source == "A spreadsheet, sheet “Houses”: 3 rows"
    assert table.notes == ()


def test_titles_blank_rows_and_empty_columns_are_passed_over(tmp_path):
    sheet = [["Houses of 2024"], [], [*HOUSES[0], None, None], *HOUSES[1:3], [], [*HOUSES[3], None, " "]]
    table = read_files({"a.xlsx": xlsx(tmp_path / "a", {"x": sheet})})
    assert table.head.columns == HOUSES[0]
    assert rows(table) == READ
    assert table.notes == ("Passed over above the table: “Houses of 2024”.",)


def test_the_first_sheet_that_holds_something_is_read_and_the_others_are_named(tmp_path):
    sheets = {"Empty": [], "Hidden": [["a", "b"], [1, 2]], "One": HOUSES, "Two": HOUSES}
    table = read_files({"a.xlsx": xlsx(tmp_path / "a", sheets, hidden=["Hidden"])})
    assert rows(table) == READ
    assert table.notes == ("Read is the sheet “One”; others were passed over: Two, Hidden.",)


def test_dates_truths_and_large_numbers_are_text_as_one_would_write_them(tmp_path):
    sheet = [["when", "ok", "many", "code"], ["=45658", True, 12345678901.0, "007"], ["=45658.75", False, 0.1, "008"]]
    assert rows(read_files({"a.xlsx": xlsx(tmp_path / "a", {"x": sheet})})) == [
        ("2025-01-01", "true", "12345678901", "007"),
        ("2025-01-01 18:00:00", "false", "0.1", "008"),
    ]


def test_numbers_that_were_typed_as_text_with_a_comma_are_numbers(tmp_path):
    table = read_files({"a.xlsx": xlsx(tmp_path / "a", {"x": [["a", "b"], ["1,5", 1], ["2,5", 2]]})})
    assert table.decimal == ","


def test_pictures_that_a_sheet_names_are_its_files(tmp_path):
    (tmp_path / "p").write_bytes(b"\x89PNG")
    book = xlsx(tmp_path / "a", {"x": [["file", "kind"], *([f"{n}.png", "cat"] for n in range(4))]})
    files = {"list.xlsx": book} | {f"{n}.png": tmp_path / "p" for n in range(4)}
    assert read_files(files).media == {"file"}


def broken_inside(tmp_path):
    book = bytearray(xlsx(tmp_path / "a", {"x": HOUSES}).read_bytes())
    at = book.index(b"xl/worksheets/s1.xml") + 40
    book[at : at + 20] = bytes(20)
    return bytes(book)


def bomb(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/s1.xml", "w", force_zip64=True) as entry:
            entry.write(bytes(6 * 10**6))
    return (tmp_path / "bomb").read_bytes()


REFUSED = {
    "empty_file": lambda _: b"",
    "broken_spreadsheet": lambda _: b"this is no spreadsheet",
    "broken_spreadsheet (cut)": lambda tmp_path: xlsx(tmp_path / "a", {"x": HOUSES}).read_bytes()[:-100],
    "broken_spreadsheet (damaged)": broken_inside,
    "too_large_unpacked": bomb,
    "no_rows": lambda tmp_path: xlsx(tmp_path / "a", {"x": []}).read_bytes(),
    "no_rows (names alone)": lambda tmp_path: xlsx(tmp_path / "a", {"x": HOUSES[:1]}).read_bytes(),
    "too_many_rows": lambda tmp_path: xlsx(tmp_path / "a", {"x": HOUSES + HOUSES[1:] * 2}).read_bytes(),
    "too_many_columns": lambda tmp_path: xlsx(tmp_path / "a", {"x": [[*"abcdef"], [1, 2, 3, 4, 5, 6]]}).read_bytes(),
    "locked": lambda _: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2_000) + "EncryptedPackage".encode("utf-16-le"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_can_not_be_read_is_refused_in_words(tmp_path, case):
    content = REFUSED[case](tmp_path)
    code, words = refusal(lambda: read(tmp_path, content, "book.xlsx", Limits(rows=5, columns=5, file_bytes=10**6)))
    assert code == case.split()[0]
    assert "book.xlsx" in words
