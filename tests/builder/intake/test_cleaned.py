"""A picture that was uploaded keeps its pixels alone."""

import io
import zipfile

import numpy as np
import pytest
from PIL import Image, ImageOps, PngImagePlugin

from builder.folder.refused import Refused
from builder.intake.cleaned import clean, clean_archives, clean_rare
from builder.intake.kinds_of_file import kind_of
from tests.builder.intake.made import laid, noise, packed, picture
from tests.builder.intake.test_pictures import header, located, saved


def cleaned(tmp_path, content):
    file = tmp_path / "a"
    file.write_bytes(content)
    clean(file)
    assert [each.name for each in tmp_path.iterdir()] == ["a"], "nothing is left beside it"
    return file


def test_where_a_photograph_was_taken_is_gone_and_up_stays_up(tmp_path):
    content = located()
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    file = cleaned(tmp_path, content)
    assert b"SECRET" not in file.read_bytes()
    with Image.open(file) as image:
        assert set(image.getexif()) == {0x0112}
        assert np.asarray(ImageOps.exif_transpose(image).convert("L"))[:20].min() > 200


def test_a_tiff_is_written_anew_upright(tmp_path):
    values = np.zeros((20, 40, 3), np.uint8)
    values[:, :20] = 255
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "MY SECRET GARDEN"
    content = saved(Image.fromarray(values), "TIFF", exif=exif)
    assert b"SECRET" in content
    file = cleaned(tmp_path, content)
    assert b"SECRET" not in file.read_bytes()
    with Image.open(file) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("PNG", (20, 40), {})
        assert np.asarray(image.convert("L"))[:20].min() > 200


def test_what_a_png_says_is_gone_and_its_pixels_stay(tmp_path):
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "MY SECRET NAME")
    told.add_itxt("XML:com.adobe.xmp", "MY SECRET PLACE")
    values = np.random.default_rng(0).integers(0, 256, (9, 9, 4)).astype(np.uint8)
    exif = Image.Exif()
    exif[0x010E] = "MY SECRET GARDEN"
    file = cleaned(tmp_path, saved(Image.fromarray(values), pnginfo=told, exif=exif, icc_profile=b"MY SECRET PROFILE"))
    assert b"SECRET" not in file.read_bytes()
    with Image.open(file) as image:
        assert np.array_equal(np.asarray(image), values)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "AVIF", "TIFF"])
def test_other_pictures_become_png(kind, tmp_path):
    file = cleaned(tmp_path, picture(kind))
    assert kind_of(file) == "png"
    with Image.open(file) as image:
        assert np.abs(np.asarray(image.convert("RGB")).astype(int) - [200, 30, 30]).max() < 6


def test_masks_keep_their_values_of_a_palette_and_of_16_bits(tmp_path):
    palette = Image.new("P", (4, 4), 3)
    palette.putpalette([0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255])
    with Image.open(cleaned(tmp_path, saved(palette))) as image:
        assert np.asarray(image).max() == 3
        assert image.mode == "P"
    with Image.open(cleaned(tmp_path, saved(Image.fromarray(np.full((4, 4), 40_000, np.uint16))))) as image:
        assert np.asarray(image).max() == 40_000


def test_what_is_no_picture_stays_as_it_is(tmp_path):
    assert cleaned(tmp_path, b"a;b\n1;2\n").read_bytes() == b"a;b\n1;2\n"


def test_of_many_files_those_in_rare_formats_are_cleaned_and_broken_ones_stay(tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "MY SECRET GARDEN"
    rare = saved(Image.new("RGB", (8, 8)), "TIFF", exif=exif)
    files = laid(tmp_path, {"a.tif": rare, "b.tif": rare[:40], "c.csv": "a;b\n1;2\n", "d.png": noise(1)})
    clean_rare(files)
    assert b"SECRET" not in files["a.tif"].read_bytes()
    assert files["b.tif"].read_bytes() == rare[:40]
    assert files["c.csv"].read_bytes() == b"a;b\n1;2\n"
    assert files["d.png"].read_bytes() == noise(1)


def test_pictures_in_a_zip_are_cleaned_and_one_that_says_nothing_stays_letter_for_letter(tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "MY SECRET GARDEN"
    spoken = saved(Image.new("RGB", (8, 8), (200, 30, 30)), "JPEG", exif=exif)
    silent = packed({"cats/1.png": noise(1), "a.csv": "a;b"})
    files = laid(
        tmp_path, {"a.zip": packed({"cats/1.jpg": spoken, "a.csv": "a;b"}), "b.zip": silent, "c.zip": b"PK\3\4"}
    )
    clean_archives(files)
    with zipfile.ZipFile(files["a.zip"]) as archive:
        assert sorted(archive.namelist()) == ["a.csv", "cats/1.jpg"]
        assert archive.read("a.csv") == b"a;b"
        assert b"SECRET" not in archive.read("cats/1.jpg")
        assert np.asarray(Image.open(io.BytesIO(archive.read("cats/1.jpg"))))[0, 0, 0] > 150
    assert files["b.zip"].read_bytes() == silent
    assert files["c.zip"].read_bytes() == b"PK\3\4"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["came-0", "came-1", "came-2"]


@pytest.mark.parametrize("content", [noise(1)[:-300], header(30_000, 30_000)], ids=["broken", "huge"])
def test_a_broken_or_huge_picture_is_refused_and_nothing_is_left(content, tmp_path):
    file = tmp_path / "a"
    file.write_bytes(content)
    with pytest.raises(Refused):
        clean(file)
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
    assert file.read_bytes() == content
