"""What a camera says of a picture is taken out of its file; not a pixel changes, and up stays up."""

import io
import random

import numpy as np
import pytest
from PIL import Image, ImageOps, PngImagePlugin

from builder.intake.stripped import strip
from tests.builder.intake.made import noise
from tests.builder.intake.test_pictures import saved

SECRET = b"SECRET"


def told(format, side=6, **more):
    """A picture that says where it was taken, in all the ways in which its format can."""
    values = np.random.default_rng(0).integers(0, 256, (24, 40, 3)).astype(np.uint8)
    exif = Image.Exif()
    exif[0x0112] = side
    exif[0x010E] = "SECRET GARDEN"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 8.0, 14.0)})
    if format == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Author", "SECRET")
        more["pnginfo"].add_itxt("XML:com.adobe.xmp", "SECRET")
    elif format == "JPEG":
        more |= {"comment": SECRET, "xmp": b"<x:xmpmeta>SECRET</x:xmpmeta>"}
    else:
        more |= {"xmp": b"<x:xmpmeta>SECRET</x:xmpmeta>", "lossless": True}
    return saved(Image.fromarray(values), format, exif=exif, icc_profile=b"SECRET PROFILE", **more)


def shown(content):
    with Image.open(io.BytesIO(content)) as image:
        return np.asarray(ImageOps.exif_transpose(image).convert("RGB"))


def stripped(tmp_path, content):
    file = tmp_path / "a"
    file.write_bytes(content)
    return strip(file), file.read_bytes()


@pytest.mark.parametrize("side", [1, 3, 6, 8])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_nothing_is_said_any_more_and_it_looks_the_same(format, side, tmp_path):
    content = told(format, side)
    assert SECRET in content
    done, plain = stripped(tmp_path, content)
    assert done
    assert SECRET not in plain
    assert np.array_equal(shown(plain), shown(content))
    with Image.open(io.BytesIO(plain)) as image:
        assert not image.getexif().get_ifd(0x8825)
        assert set(image.getexif()) == ({0x0112} if side != 1 else set())
    assert stripped(tmp_path, plain) == (True, plain), "once is enough"


def test_a_jpeg_in_several_scans_and_what_hangs_behind_its_end(tmp_path):
    content = told("JPEG", progressive=True) + b"SECRET TRAILER"
    done, plain = stripped(tmp_path, content)
    assert done
    assert SECRET not in plain
    assert np.array_equal(shown(plain), shown(content))


def test_transparency_stays(tmp_path):
    palette = Image.new("P", (4, 4), 1)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    content = saved(palette, transparency=1)
    _, plain = stripped(tmp_path, content)
    with Image.open(io.BytesIO(plain)) as image:
        assert image.has_transparency_data


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", noise(1, "TIFF"), noise(1, "JPEG")[:300], noise(1)[:100]])
def test_what_is_none_of_these_or_broken_stays_as_it_is_and_it_is_said(content, tmp_path):
    assert stripped(tmp_path, content) == (False, content)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_harmed_pictures_do_no_harm(format, tmp_path):
    chance = random.Random(format)
    whole = told(format)
    for _ in range(300):
        harmed = bytearray(whole)
        for _ in range(chance.choice([1, 3])):
            harmed[chance.randrange(2, 400)] = chance.randrange(256)
        done, plain = stripped(tmp_path, bytes(harmed))
        assert done or plain == bytes(harmed)
        assert len(plain) <= len(harmed) + 40
