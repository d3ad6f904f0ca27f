"""What is in a zip is unpacked; what would do harm is refused in words, and nothing of it is left."""

import io
import stat
import struct
import zipfile
from dataclasses import replace

import pytest

from builder.folder.limits import LIMITS
from builder.folder.refused import Refused
from builder.intake.archives import files_of, is_archive, unpacked
from tests.builder.intake.made import noise, packed


def zip_of(tmp_path, contents, **how):
    file = tmp_path / "came.zip"
    file.write_bytes(contents if isinstance(contents, bytes) else packed(contents, **how))
    return file


def test_files_are_unpacked_by_their_paths_and_what_programs_leave_is_passed_over(tmp_path):
    inner = packed({"more.png": noise(1)})
    file = zip_of(
        tmp_path,
        {"pets/cat/1.png": noise(1), "pets\\dog\\2.png": noise(2), "__MACOSX/pets/cat/._1.png": "x",
         "pets/.DS_Store": "x", "pets/Thumbs.db": "x", "inner.zip": inner},
    )  # fmt: skip
    files = unpacked(file, tmp_path / "out")
    assert list(files) == ["inner.zip", "pets/cat/1.png", "pets/dog/2.png"]
    assert files["pets/dog/2.png"].read_bytes() == noise(2)
    assert files["inner.zip"].read_bytes() == inner, "an archive in an archive stays closed"


def test_letters_with_accents_are_one_letter_whoever_packed_them(tmp_path):
    assert list(unpacked(zip_of(tmp_path, {"cafe\u0301/1.png": noise(1)}), tmp_path / "out")) == ["caf\u00e9/1.png"]


def entry(name, mode=0, content=b"abc"):
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("first.txt", "fine")
        archive.writestr(info, content)
    return stream.getvalue()


def locked():
    content = bytearray(packed({"a.txt": "abc"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    return bytes(content)


def told(said, content):
    """A zip that says of its one file that it has so many bytes."""
    whole = bytearray(packed({"a.txt": content}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", whole, whole.index(mark) + at, said)
    return bytes(whole)


REFUSALS = {
    "zip bomb": (packed({"a.txt": bytes(30_000_000)}), "archive_bomb", "denser than 100 to 1"),
    "bomb in many parts": (packed({f"{n}.txt": bytes(400_000) for n in range(60)}), "archive_bomb", "denser"),
    "says less than it holds": (told(3, "abc" * 1000), "broken_archive", "can't be unpacked"),
    "says more than it holds": (told(1000, "abc"), "archive_lies", "1,000 are told"),
    "locked": (locked(), "encrypted_archive", "password"),
    "dots": (entry("../../etc/passwd"), "path_outside", "outside"),
    "dots of Windows": (entry("..\\..\\boot.ini"), "path_outside", "outside"),
    "absolute": (entry("/etc/passwd"), "path_outside", "outside"),
    "drive": (entry("C:/boot.ini"), "path_outside", "outside"),
    "link": (entry("link", stat.S_IFLNK | 0o777, b"/etc/passwd"), "link_in_archive", "link"),
    "device": (entry("null", stat.S_IFCHR | 0o666), "link_in_archive", "device"),
    "packed otherwise": (packed({"a.txt": "abc" * 99}, zipfile.ZIP_LZMA), "unknown_packing", "Deflate"),
    "empty": (packed({}), "empty_archive", "no files"),
    "hidden alone": (packed({"__MACOSX/a": "x"}), "empty_archive", "no files"),
    "cut short": (packed({"a.txt": noise(1)})[:-40], "broken_archive", "can't be unpacked"),
    "gzip": (b"\x1f\x8b\x08" + bytes(40), "no_zip", "a zip was expected"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_does_harm_is_refused_in_words_and_nothing_is_left(name, tmp_path):
    content, code, words = REFUSALS[name]
    with pytest.raises(Refused) as refused:
        unpacked(zip_of(tmp_path, content), tmp_path / "out")
    problem = refused.value.problem
    assert (problem.code, "came.zip" in problem.message, words in problem.message) == (code, True, True), problem
    assert problem.hint
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("limits", "code"),
    [({"entries": 2}, "too_many_entries"), ({"all_bytes": 5_000}, "too_many_bytes"),
     ({"file_bytes": 2_000}, "file_too_large")],
)  # fmt: skip
def test_what_is_too_much_is_refused_before_it_is_unpacked(limits, code, tmp_path):
    file = zip_of(tmp_path, {f"{n}.png": noise(n) for n in range(3)})
    with pytest.raises(Refused) as refused:
        unpacked(file, tmp_path / "out", replace(LIMITS, **limits))
    assert refused.value.problem.code == code
    assert not (tmp_path / "out").exists()


def test_files_of_a_folder_leave_links_and_hidden_ones_out(tmp_path):
    (tmp_path / "cat").mkdir()
    (tmp_path / "cat" / "1.png").write_bytes(noise(1))
    (tmp_path / "cat" / ".hidden").write_text("x")
    (tmp_path / "cat" / "link.png").symlink_to("/etc/passwd")
    assert list(files_of(tmp_path)) == ["cat/1.png"]


def test_only_a_zip_is_opened_not_a_spreadsheet_or_an_archive_of_numpy(tmp_path):
    for content, wanted in (
        (packed({"a.txt": "x"}), True),
        (packed({"[Content_Types].xml": "x", "xl/workbook.xml": "x"}), False),
        (packed({"x.npy": "x"}), False),
        (noise(1), False),
    ):
        assert is_archive(zip_of(tmp_path, content)) is wanted
