"""Whatever comes, it is read or refused in words: no bytes make anything else happen."""

import json
import random

import numpy as np
import pytest

from builder.folder.refused import Refused
from builder.folder.told import Choices
from builder.intake.choosing import choices_of
from builder.intake.cleaned import clean
from builder.intake.kinds_of_file import kind_of_bytes
from builder.intake.prepare import prepare
from builder.intake.survey import survey
from tests.builder.intake.made import laid, noise, packed, sound
from tests.builder.intake.test_array_files import npy, npz
from tests.builder.intake.test_cells import COCO
from tests.builder.intake.test_graph_files import GRAPHML, LINKED, PATH

WHOLE = {
    **{f"{kind}.bin": noise(1, kind) for kind in ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "AVIF")},
    **{f"{kind}.bin": sound(seconds=0.1, format=kind) for kind in ("WAV", "FLAC", "OGG", "MP3", "AIFF")},
    "a.npz": npz(x=np.zeros((5, 3)), y=np.arange(5)),
    "a.npy": npy(np.zeros((5, 3), ">i4")),
    "a.zip": packed({"a/1.png": noise(1), "b/2.png": noise(2)}),
    "a.json": json.dumps([PATH, LINKED]).encode(),
    "a.graphml": GRAPHML.encode(),
    "told.json": json.dumps(COCO).encode(),
    "a.txt": "Grüße, Welt! ".encode() * 20,
}


def harmed(content, chance):
    """The same with bytes that are changed, cut out, doubled, or missing at the end."""
    harmed = bytearray(content)
    for _ in range(chance.choice([1, 2, 10])):
        place = chance.randrange(max(1, min(len(harmed), chance.choice([64, len(harmed) or 1]))))
        match chance.randrange(5):
            case 0 | 1:
                harmed[place : place + 1] = bytes([chance.randrange(256)])
            case 2:
                harmed[place : place + 4] = chance.choice([b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff"])
            case 3:
                del harmed[place : place + chance.randrange(1, 40)]
            case 4:
                harmed[place:place] = harmed[: chance.randrange(1, 40)]
    return bytes(harmed[: place if chance.random() < 0.1 else None])


def refusal(action, *given):
    """Why it is refused, if it is."""
    try:
        action(*given)
    except Refused as refused:
        return refused.problem
    return None


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", WHOLE)
def test_harmed_bytes_are_read_or_refused(name, tmp_path):
    chance = random.Random(name)
    for number in range(15):
        others = {"1.png": noise(1)} if name == "told.json" else {}
        (tmp_path / str(number)).mkdir()
        files = laid(tmp_path / str(number), {name: harmed(WHOLE[name], chance), **others})
        out = tmp_path / f"out-{number}"
        problem = refusal(prepare, files, Choices(), out)
        assert out.exists() == (problem is None)
        assert problem is None or (problem.message and problem.hint)
        problem = refusal(clean, files[name])
        assert problem is None or (problem.message and problem.hint)


KINDS = {
    "png": noise(1), "jpeg": noise(1, "JPEG"), "gif": noise(1, "GIF"), "bmp": noise(1, "BMP"),
    "webp": noise(1, "WEBP"), "tiff": noise(1, "TIFF"), "avif": noise(1, "AVIF"), "wav": sound(),
    "flac": sound(format="FLAC"), "ogg": sound(format="OGG"), "mp3": sound(format="MP3"), "aiff": sound(format="AIFF"),
    "npy": npy(np.zeros(3)), "npz": npz(x=np.zeros(3)), "zip": packed({"a.png": "x"}),
    "xlsx": packed({"[Content_Types].xml": "x"}), "ods": packed({"mimetype": "application/vnd.oasis.x"}, 0),
    "text": "Grüße".encode("utf-16"), "program": b"MZ\x90\x00", "pickle": b"\x80\x04\x95\x00", "empty": b"",
    "unknown": bytes(range(256)), "heic": b"\x00\x00\x00\x18ftypheic", "video": b"\x00\x00\x00\x18ftypisom",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_file_is_stands_in_its_first_bytes(kind):
    assert kind_of_bytes(KINDS[kind]) == kind


LONG = "x" * 230
ODD = {
    "a long name of a text": {f"{LONG}.txt": "hello world " * 50},
    "a long folder": {f"{LONG}/{kind}/{n}.png": noise(n + 50 * (kind == "a")) for kind in "ab" for n in range(9)},
    "long classes": {f"{kind}{LONG}/{n}.png": noise(n + 50 * (kind == "a")) for kind in "ab" for n in range(9)},
    "long words of nodes": {"a.json": json.dumps([{"nodes": [{LONG: n}, {"e": LONG}], "edges": []} for n in range(9)])},
    "halves of letters": {"a.json": '[{"nodes": [{"e": "\\ud800"}], "edges": [], "\\ud800": "\\u0000"}]'},
    "long classes of boxes": {
        **{f"{n}.png": noise(n) for n in range(9)},
        "a.json": json.dumps([{"file": f"{n}.png", "boxes": [[5, 5, 10, 10, LONG]]} for n in range(9)]),
    },
    "numbers beyond 32 bits in a graph": {"a.json": json.dumps({"nodes": [1e300, 10**400], "edges": []})},
    "numbers beyond 32 bits in a set": {"a.csv": "x;y\n" + "\n".join(f"[[1e300,2]];{n % 2}" for n in range(40))},
    "numbers beyond 32 bits in an array": {"a.npz": npz(x=np.full((40, 3), 1e300), y=np.arange(40) + 2**62)},
    "no number in an array": {"a.npz": npz(x=np.full((40, 3), np.nan), y=np.arange(40) % 2)},
    "arrays of strange names": {"a.npz": npz(**{"class": np.eye(9), "部": np.arange(9) % 2, LONG: np.eye(9)})},
    "six axes": {"a.npz": npz(x=np.arange(9 * 2**5).reshape(9, 2, 2, 2, 2, 2), y=np.arange(9) % 2)},
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_read_or_refused(name, tmp_path):
    files = laid(tmp_path, ODD[name])
    problem = refusal(lambda: choices_of(survey(files))) or refusal(prepare, files, Choices(), tmp_path / "out")
    assert problem is None or (problem.message and problem.hint)
    if problem is None:
        for file in (tmp_path / "out").glob("*.npy"):
            assert np.isfinite(np.load(file).astype(float)).all()
