"""Files that tests make: pictures, sounds, archives."""

import io
import zipfile

import numpy as np
import soundfile
from PIL import Image


def picture(format="PNG", size=(40, 30), colour=(200, 30, 30), **more):
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, format, **more)
    return content.getvalue()


def noise(seed, format="PNG", size=(40, 30), mode="RGB"):
    values = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], len(mode))).astype(np.uint8)
    content = io.BytesIO()
    Image.fromarray(values.squeeze()).save(content, format)
    return content.getvalue()


def sound(hertz=440.0, seconds=0.5, rate=8_000, format="WAV", channels=1):
    times = np.arange(int(seconds * rate)) / rate
    wave = 0.5 * np.sin(2 * np.pi * hertz * times)
    content = io.BytesIO()
    soundfile.write(content, np.stack([wave] * channels, axis=1), rate, format=format)
    return content.getvalue()


def laid(folder, contents):
    """Files of these contents in a folder, as they come to the product."""
    files = {}
    for number, (name, content) in enumerate(contents.items()):
        file = folder / f"came-{number}"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        files[name] = file
    return files


def packed(contents, method=zipfile.ZIP_DEFLATED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, each in contents.items():
            archive.writestr(name, each)
    return content.getvalue()
