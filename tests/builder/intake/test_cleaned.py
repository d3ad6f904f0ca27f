"""A picture that was uploaded keeps its pixels alone."""

import io

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from builder.folder.refused import Refused
from builder.intake.cleaned import clean
from builder.intake.kinds_of_file import kind_of
from tests.builder.intake.made import noise, picture
from tests.builder.intake.test_pictures import header, located, saved


def cleaned(tmp_path, content):
    file = tmp_path / "a"
    file.write_bytes(content)
    clean(file)
    assert [each.name for each in tmp_path.iterdir()] == ["a"], "nothing is left beside it"
    return file


def test_where_a_photograph_was_taken_is_gone_and_it_is_upright(tmp_path):
    content = located()
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    file = cleaned(tmp_path, content)
    assert b"SECRET" not in file.read_bytes()
    assert b"Exif" not in file.read_bytes()
    with Image.open(file) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (20, 40), {})
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


@pytest.mark.parametrize("kind", ["GIF", "BMP", "WEBP", "TIFF"])
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


@pytest.mark.parametrize("content", [noise(1)[:-300], header(30_000, 30_000)], ids=["broken", "huge"])
def test_a_broken_or_huge_picture_is_refused_and_nothing_is_left(content, tmp_path):
    file = tmp_path / "a"
    file.write_bytes(content)
    with pytest.raises(Refused):
        clean(file)
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
    assert file.read_bytes() == content
