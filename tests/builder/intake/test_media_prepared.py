"""Pictures, sounds, texts, graphs and arrays of anybody's, from their files to the folder that is learned from."""

import json

import numpy as np
import pytest
from PIL import Image

from builder.folder.refused import Refused
from builder.folder.told import Choices
from builder.folder.writing import checksum
from builder.intake.prepare import prepare
from builder.intake.survey import survey
from tests.builder.intake.filled import filled, table_of
from tests.builder.intake.made import laid, noise, packed, picture, sound
from tests.builder.intake.test_array_files import npz
from tests.builder.intake.test_graph_files import PATH
from tests.builder.intake.test_pictures import located

MANY = 30


def pets(make=noise):
    return {f"pets/{kind}/{n}.png": make(2 * n + (kind == "cat")) for kind in ("cat", "dog") for n in range(MANY)}


def boxed():
    told = [{"file": f"{n}.png", "boxes": [[5, 5, 10, 10, "ab"[n % 2]]]} for n in range(MANY)]
    return {**{f"{n}.png": noise(n) for n in range(MANY)}, "told.json": json.dumps(told)}


def masked():
    masks = {f"masks/{n}.png": picture(colour=((n % 3,) * 3)) for n in range(MANY)}
    return {**{f"images/{n}.png": noise(n) for n in range(MANY)}, **masks}


def graphs():
    return {
        "all.json": json.dumps([PATH | {"nodes": [[n, 1], [1, n], [n, n]], "label": "ab"[n % 2]} for n in range(MANY)])
    }


RANDOM = np.random.default_rng(0)
FILES = {
    "pictures in a zip": ({"pets.zip": packed(pets())}, {"picture": "input", "folder": "answer"},
                          {"picture": (3, 28, 28), "label": ()}),
    "sounds": ({f"{kind}/{n}.wav": sound(high + n) for kind, high in (("a", 300), ("b", 900)) for n in range(MANY)},
               {"sound": "input", "folder": "answer"}, {"sound": (1, 4_000), "label": ()}),
    "one text": ({"faust.txt": "Habe nun, ach! " * MANY}, {"text": "input"}, {"text": ()}),
    "texts": ({f"{kind}/{n}.txt": f"a {kind} film {n}" for kind in ("good", "bad") for n in range(MANY)},
              {"text": "input", "folder": "answer"}, {"text": (4,), "label": ()}),
    "names": ({"a.csv": "name;from\n" + "\n".join(f"{'abcdefgh'[n % 8:]}{n:x}n;{'xy'[n % 2]}" for n in range(MANY))},
              {"name": "input", "from": "answer"}, {"name": (11,), "from_": ()}),
    "pictures that a table names": (
        {"set.zip": packed({"set/told.csv": "file,kind\n" + "\n".join(f"{n}.png,{'ab'[n % 2]}" for n in range(MANY)),
                            **{f"set/all/{n}.png": noise(n) for n in range(MANY)}})},
        {"file": "input", "kind": "answer"}, {"file": (3, 28, 28), "kind": ()}),
    "arrays": ({"a.npz": npz(x=RANDOM.random((MANY, 12, 12)), y=np.arange(MANY) % 3)},
               {"x": "input", "y": "answer"}, {"x": (1, 12, 12), "y": ()}),
    "graphs": (graphs(), {"graph": "input", "label": "answer"},
               {"graph": (3, 2), "graph_edges": (3, 3), "label": ()}),
    "boxes": (boxed(), {"picture": "input", "boxes": "answer"},
              {"picture": (3, 28, 28), "boxes": (1, 4), "boxes_class": (1,)}),
    "masks": (masked(), {"picture": "input", "mask": "answer"}, {"picture": (3, 28, 28), "mask": (28, 28)}),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_files_become_a_folder_without_a_choice(name, tmp_path):
    contents, roles, shapes = FILES[name]
    files = laid(tmp_path, contents)
    assert {each.name: each.role for each in survey(files).columns} == roles
    prepared = prepare(files, Choices(), tmp_path / "out")
    assert {field.name: field.shape for field in prepared.schema_.fields} == shapes
    assert min(prepared.schema_.samples) > 0
    assert prepared.twins == ()
    for file, expected in prepared.schema_.files.items():
        assert checksum(tmp_path / "out" / file) == expected


def test_shots_of_one_take_stay_in_one_part(tmp_path):
    shots = {
        f"{kind}/take-{kind}{n // 10}-{n}.png": noise(2 * n + (kind == "cat"))
        for kind in ("cat", "dog")
        for n in range(60)
    }
    singles = {f"cat/{n}.png": noise(1_000 + n) for n in range(100)}
    files = laid(tmp_path, shots | singles)
    assert {each.name: each.role for each in survey(files).columns}["take"] == "group"
    prepare(files, Choices(), tmp_path / "out")
    names = sorted(files)
    parts = np.load(tmp_path / "out" / "part.npy")
    of_take = {}
    for name, part in zip(names, parts, strict=True):
        if "take-" in name:
            of_take.setdefault(name.split("-")[1], set()).add(int(part))
    assert len(of_take) == 12
    assert all(len(each) == 1 for each in of_take.values())


def test_of_texts_it_is_told_how_they_begin(tmp_path):
    (told,) = survey(laid(tmp_path, FILES["one text"][0])).columns
    assert told.examples == ("Habe nun, ach! " * 5 + "Habe…",)


def test_texts_in_a_row_and_a_class_of_each_are_not_learned_together(tmp_path):
    files = laid(tmp_path, FILES["texts"][0])
    with pytest.raises(Refused, match="label has 60 steps, text has"):
        prepare(files, Choices(form="steps"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_graphs_are_no_steps_in_time(tmp_path):
    with pytest.raises(Refused, match="graph differs in length"):
        prepare(laid(tmp_path, FILES["graphs"][0]), Choices(form="steps"), tmp_path / "out")


def test_a_broken_picture_is_no_sample_and_is_named(tmp_path):
    files = laid(tmp_path, pets() | {"pets/cat/bad.png": noise(1)[:-300]})
    prepared = prepare(files, Choices(), tmp_path / "out")
    assert sum(prepared.schema_.samples) == 2 * MANY
    assert any("pets/cat/bad.png" in note for note in prepared.notes)


def test_where_a_picture_was_taken_is_nowhere_in_the_folder(tmp_path):
    contents = pets() | {"pets/cat/garden.jpg": located(), "pets/dog/secret.jpg": located()}
    prepare(laid(tmp_path, contents), Choices(), tmp_path / "out")
    for file in (tmp_path / "out").iterdir():
        content = file.read_bytes()
        assert b"SECRET" not in content
        assert b"garden" not in content, "not even what the file was called"


REFUSALS = {
    "bomb": ({"a.zip": packed({"a.png": bytes(30_000_000)})}, "archive_bomb"),
    "an archive in an archive": ({"a.zip": packed({"b.zip": packed(pets())})}, "unknown_files"),
    "a program called a picture": ({"cat.png": b"MZ\x90\x00" + bytes(200)}, "unknown_files"),
    "an empty file": ({"a.png": b""}, "unknown_files"),
    "pictures of a phone": ({f"{n}.heic": b"\x00\x00\x00\x18ftypheic" for n in range(9)}, "unknown_files"),
    "all broken": ({f"{n}.png": noise(n)[:-300] for n in range(9)}, "broken_picture"),
    "all sounds broken": ({f"{n}.wav": b"RIFF\x10\x00\x00\x00WAVEjunk" for n in range(9)}, "broken_sound"),
    "one picture": ({"a.png": noise(1)}, "too_few"),
    "an archive of none": ({"a.zip": packed({})}, "empty_archive"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_is_refused_leaves_nothing_behind(name, tmp_path):
    contents, code = REFUSALS[name]
    files = laid(tmp_path, contents)
    with pytest.raises(Refused) as refused:
        prepare(files, Choices(), tmp_path / "out")
    assert refused.value.problem.code == code, refused.value.problem
    assert refused.value.problem.hint
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "words", "hint"),
    [("a program called a picture", "cat.png: is a program", "Bring data"),
     ("an empty file", "is empty", "saved whole"),
     ("an archive in an archive", "is a zip", "by themselves"), ("pictures of a phone", "and 8 more", "JPEG")],
)  # fmt: skip
def test_what_is_of_no_kind_is_told_in_words_that_help(name, words, hint, tmp_path):
    with pytest.raises(Refused) as refused:
        survey(laid(tmp_path, REFUSALS[name][0]))
    assert words in refused.value.problem.message
    assert hint in refused.value.problem.hint


def test_pictures_that_look_the_same_are_twins_also_as_decimals_and_tiny_ones_are_not_compared(tmp_path):
    values = RANDOM.random((MANY, 12, 12)).astype(np.float32)
    close = values + RANDOM.normal(0, 1e-3, values.shape).astype(np.float32)
    files = laid(tmp_path, {"a.npz": npz(x=np.concatenate([values, close]))})
    assert any(not twins.is_exact for twins in prepare(files, Choices(), tmp_path / "out").twins)
    tiny = laid(tmp_path, {"a.npz": npz(x=RANDOM.random((MANY, 8, 8)))})
    assert prepare(tiny, Choices(), tmp_path / "out").twins == ()


def test_a_picture_of_a_jpeg_at_a_fraction_is_as_of_all_its_pixels(tmp_path):
    """JPEG is decoded at an eighth of its size where that is enough."""
    shades = np.linspace(0, 255, 1_600).astype(np.uint8)
    wide = Image.fromarray(np.tile(shades, (1_200, 1)))
    for name in ("a.jpg", "b.png"):
        wide.save(tmp_path / name)
    contents = {name: (tmp_path / name).read_bytes() for name in ("a.jpg", "b.png")}
    (field,) = filled(table_of(laid(tmp_path, contents)), "image", "picture")
    assert np.abs(field.values[0].astype(int) - field.values[1]).max() <= 4
