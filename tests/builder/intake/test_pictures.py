"""Pictures in folders become squares of bytes; what is no picture is named, and nothing but pixels is kept."""

import io
import struct
import zlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from builder.folder.limits import LIMITS
from builder.folder.refused import Refused
from builder.registry.intake import column
from tests.builder.intake.filled import filled, table_of
from tests.builder.intake.made import laid, noise, picture


def saved(image, format="PNG", **more):
    content = io.BytesIO()
    image.save(content, format, **more)
    return content.getvalue()


def one(tmp_path, content, **choices):
    """The values of one picture. Shape: (C, side, side)."""
    (field,) = filled(table_of(laid(tmp_path, {"a.png": content})), "image", "picture", **choices)
    return field.values[0]


def test_pictures_in_folders_become_a_table_of_names_and_folders(tmp_path):
    table = table_of(laid(tmp_path, {f"pets/{kind}/{n}.png": noise(n) for kind in ("cat", "dog") for n in range(3)}))
    assert (table.name, table.source, table.rows) == ("pets", "Pictures: 6 files in 2 folders", 6)
    assert table.head.columns == ["picture", "folder"]
    assert table.head["folder"].to_list() == ["cat"] * 3 + ["dog"] * 3
    assert table.media == {"picture"}
    assert column("image").guess("picture", table.head["picture"], table).surety == 0.97
    assert column("image").guess("folder", table.head["folder"], table) is None


PATHS = {
    "the last folder that differs": (["a/x/cat/img/1", "a/y/dog/img/2"], ["cat", "dog"], None),
    "train and test at the top": (["d/train/cat/1", "d/train/dog/2", "d/test/cat/3"], ["cat", "dog", "cat"],
                                  ["train", "train", "test"]),
    "parts in capitals": (["Train/cat/1", "Val/dog/2"], ["cat", "dog"], ["Train", "Val"]),
    "parts alone": (["train/1", "validation/2"], None, ["train", "validation"]),
    "one folder": (["cat/1", "cat/2"], None, None),
    "a few elsewhere": ([*(f"{'ab'[n % 2]}/{n}" for n in range(40)), "cover"], [*"ab" * 20, None], None),
    "deeper in one of them": (["cat/1", "dog/x/2", "dog/y/3"], ["cat", "dog", "dog"], None),
}  # fmt: skip


@pytest.mark.parametrize("name", PATHS)
def test_what_folders_tell(name, tmp_path):
    paths, folders, parts = PATHS[name]
    content = picture()
    table = table_of(laid(tmp_path, {f"{path}.png": content for path in paths}))
    told = {row["picture"]: row for row in table.head.to_dicts()}
    rows = [told[f"{path}.png"] for path in paths]
    assert (rows[0].get("folder") and [row["folder"] for row in rows]) == folders
    assert (rows[0].get("part") and [row["part"] for row in rows]) == parts


def test_shots_in_a_row_are_one_take_and_other_pictures_of_none(tmp_path):
    names = ["cat/take-a-7-1.png", "cat/take-a-7-2.png", "dog/take-b1-1.png", "dog/3.png"]
    table = table_of(laid(tmp_path, {name: noise(n) for n, name in enumerate(names)}))
    assert dict(zip(table.head["picture"], table.head["take"], strict=True)) == {
        "cat/take-a-7-1.png": "a-7", "cat/take-a-7-2.png": "a-7", "dog/take-b1-1.png": "b1", "dog/3.png": None,
    }  # fmt: skip


def test_pictures_in_one_folder_have_no_classes_and_it_is_said_how_they_get_some(tmp_path):
    table = table_of(laid(tmp_path, {f"cat/{n}.png": noise(n) for n in range(3)}))
    assert table.head.columns == ["picture"]
    assert table.notes == ("There are no classes: put the pictures of each into a folder of its own.",)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "AVIF"])
def test_every_format_becomes_the_same_square(format, tmp_path):
    values = one(tmp_path, picture(format), side=8)
    assert values.shape == (3, 8, 8)
    assert values.dtype == np.uint8
    assert np.abs(values.reshape(3, -1).mean(1) - [200, 30, 30]).max() < 6


def test_the_middle_is_taken_and_made_smaller(tmp_path):
    wide = np.zeros((10, 30, 3), np.uint8)
    wide[:, 8:22] = 255
    assert one(tmp_path, saved(Image.fromarray(wide)), side=5).min() == 255


def test_what_is_transparent_is_white_and_of_16_bits_or_a_palette_is_as_it_looks(tmp_path):
    clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    assert one(tmp_path, saved(clear), side=4).min() == 255
    deep = Image.fromarray(np.full((8, 8), 32_768, np.uint16))
    assert abs(int(one(tmp_path, saved(deep), side=4)[0, 0, 0]) - 128) <= 1
    palette = Image.new("RGB", (8, 8), (10, 200, 30)).quantize(2)
    assert one(tmp_path, saved(palette), side=4, is_grey=False)[:, 0, 0].tolist() == [10, 200, 30]


def test_pictures_without_colour_are_grey_unless_it_is_chosen(tmp_path):
    grey = laid(tmp_path, {f"{n}.jpg": noise(n, "JPEG", mode="L") for n in range(3)})
    assert filled(table_of(grey), "image", "picture")[0].field.shape == (1, 28, 28)
    assert filled(table_of(grey), "image", "picture", is_grey=False)[0].field.shape == (3, 28, 28)
    mixed = laid(tmp_path, {"a.jpg": noise(1, "JPEG", mode="L"), "b.jpg": noise(1, "JPEG")})
    assert filled(table_of(mixed), "image", "picture")[0].field.shape == (3, 28, 28)


def located():
    """A JPEG that a camera held sideways, with where it was."""
    values = np.zeros((20, 40, 3), np.uint8)
    values[:, :20] = 255
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "MY SECRET GARDEN"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 8.0, 14.0)})
    return saved(Image.fromarray(values), "JPEG", exif=exif, comment=b"MY SECRET COMMENT")


def test_a_picture_is_upright_and_where_it_was_taken_is_nowhere_to_be_found(tmp_path):
    content = located()
    assert b"SECRET GARDEN" in content
    values = one(tmp_path, content, side=8, is_grey=True)[0]
    assert values[:4].min() > 200, "turned: the left half, which is bright, is above"
    assert values[4:].max() < 50
    assert b"SECRET" not in values.tobytes()


def header(width, height):
    """A PNG of which nothing but the header is there."""
    told = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + told + struct.pack(">I", zlib.crc32(b"IHDR" + told))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))


BAD = {
    "huge": (header(30_000, 30_000), "too_many_pixels", "million"),
    "large": (header(10_000, 6_000), "too_many_pixels", "10000 x 6000"),
    "cut": (noise(1)[:-400], "broken_picture", "broken"),
    "cut JPEG": (noise(1, "JPEG")[:-600], "broken_picture", "broken"),
    "header alone": (header(30, 30), "broken_picture", "broken"),
    "garbage": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "broken_picture", "broken"),
}


@pytest.mark.parametrize("name", BAD)
def test_one_bad_picture_among_many_is_passed_over_by_name_and_all_bad_are_refused(name, tmp_path):
    content, code, words = BAD[name]
    table = table_of(laid(tmp_path, {"cat/1.png": noise(1), "cat/bad.png": content, "dog/2.png": noise(2)}))
    (field,) = filled(table, "image", "picture")
    assert list(field.unread) == [1]
    assert "1 file was passed over: cat/bad.png" in field.notes[0]
    assert words in field.notes[0]
    table = table_of(laid(tmp_path, {"cat/bad.png": content, "dog/bad.png": content}))
    with pytest.raises(Refused) as refused:
        filled(table, "image", "picture")
    assert refused.value.problem.code == code
    assert "cat/bad.png" in refused.value.problem.message


def test_a_program_called_a_picture_is_none(tmp_path):
    files = laid(tmp_path, {"cat/1.png": noise(1), "dog/2.png": noise(2), "dog/cat.png": b"MZ\x90\x00" + bytes(100)})
    assert table_of(files).notes == ("1 file was passed over (no picture): dog/cat.png",)


def test_more_than_can_be_learned_from_is_refused_before_anything_is_read(tmp_path):
    table = table_of(laid(tmp_path, {f"{n}.png": b"\x89PNG\r\n\x1a\n" for n in range(10)}))
    with pytest.raises(Refused) as refused:
        filled(table, "image", "picture", replace(LIMITS, tensor_bytes=90_000), is_grey=False)
    assert refused.value.problem.code == "too_large"
