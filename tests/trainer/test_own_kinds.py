"""Every kind of file becomes a folder, a trained network, and a script that prints the same losses."""

import io
import json
import random
import shutil

import numpy as np
import pytest

import builder
from builder.exporters import script
from builder.folder.place import VARIABLE, look_in
from builder.intake.choosing import choices_of
from builder.intake.prepare import prepare
from builder.intake.survey import survey
from builder.suggested.suggest import suggested
from tests.alone import printed_alone
from tests.builder.intake.made import laid, noise, packed, sound
from tests.drawings import draw
from tests.own import node
from trainer.__main__ import main

ROWS = 42


def table():
    chance = random.Random(0)
    rows = [(chance.uniform(30, 140), chance.uniform(0, 9)) for _ in range(ROWS)]
    lines = [f"{area:.1f};{far:.2f};{3000 * area - 900 * far:.2f}".replace(".", ",") for area, far in rows]
    return {"flats.csv": "Fläche;Entfernung;Preis\n" + "\n".join(lines)}


def sentences():
    words = [
        f'"so {("good", "bad")[place % 2]} a film number {place}",{("good", "bad")[place % 2]}' for place in range(ROWS)
    ]
    return {"films.csv": "text,label\n" + "\n".join(words)}


def tags():
    rows = [(place % 6, (7 * place) % 5) for place in range(ROWS)]
    named = [
        f'{x};{y};"{";".join(name for name, holds in (("low", y < 3), ("odd", x > 2)) if holds)}"' for x, y in rows
    ]
    return {"tags.csv": "x;y;tags\n" + "\n".join(named)}


def pictures():
    return {"pictures.zip": packed({f"{('a', 'b')[place % 2]}/{place}.png": noise(place) for place in range(ROWS)})}


def sounds():
    return {
        f"{('low', 'high')[place % 2]}/{place}.wav": sound(300 + 600 * (place % 2) + place) for place in range(ROWS)
    }


def text():
    return {"story.txt": "the cat sat on the mat. the dog ran to the cat. " * 30}


def arrays():
    content, values = io.BytesIO(), np.random.default_rng(0).normal(size=(ROWS, 5)).astype(np.float32)
    np.savez(content, x=values, y=(values[:, 0] > 0).astype(np.int64))
    return {"points.npz": content.getvalue()}


def graphs():
    chance, made = random.Random(0), []
    for place in range(ROWS):
        many = chance.randint(3, 6)
        edges = [[a, b] for a in range(many) for b in range(a) if chance.random() < (0.3, 0.8)[place % 2]]
        nodes = [{"features": [chance.random(), 1]} for _ in range(many)]
        made.append({"nodes": nodes, "edges": edges, "label": ("thin", "dense")[place % 2]})
    return {"graphs.json": json.dumps(made)}


def boxes():
    told = [
        {"file": f"{place}.png", "boxes": [[2, 3, 9 + place % 5, 8, "cup"]] * (1 + place % 2)} for place in range(ROWS)
    ]
    return {"boxes.json": json.dumps(told), **{f"{place}.png": noise(place) for place in range(ROWS)}}


def point_sets():
    rows = [json.dumps([[place % 3, each + place] for each in range(2 + place % 3)]) for place in range(ROWS)]
    return {
        "sets.csv": "points;kind\n"
        + "\n".join(f'"{row}";{("x", "y", "z")[place % 3]}' for place, row in enumerate(rows))
    }


def days():
    return {
        "days.csv": "date;warmth\n"
        + "\n".join(f"2024-{1 + d // 28:02}-{1 + d % 28:02};{np.sin(d / 4):.3f}" for d in range(6 * 28)).replace(
            ".", ","
        )
    }


KINDS = {
    "table": (table, "numbers", "preis", {}),
    "sentences": (sentences, "text", "label", {}),
    "tags": (tags, "x", "tags", {}),
    "pictures": (pictures, "picture", "label", {}),
    "sounds": (sounds, "sound", "label", {"rate": 1_000, "seconds": 0.25}),
    "text": (text, "text", "text_next", {}),
    "arrays": (arrays, "x", "y", {}),
    "graphs": (graphs, "graph", "label", {}),
    "boxes": (boxes, "picture", "boxes", {}),
    "point sets": (point_sets, "points", "kind", {}),
    "days": (days, "numbers", "numbers_next", {"form": "steps"}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_file_is_learned_from_and_its_script_prints_the_losses(kind, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(VARIABLE, "")
    _, field, target, _ = KINDS[kind]
    schema = prepared(kind, tmp_path)
    document = drawn(schema, field, target)
    (tmp_path / "drawing.json").write_text(document.model_dump_json())
    assert main([str(tmp_path / "drawing.json"), "--data", str(tmp_path / "data"), "--device", "cpu"]) == 0, kind
    told = [line for line in capsys.readouterr().out.splitlines() if line.split()[0] in ("step", "epoch", "test")]
    shutil.copytree(tmp_path / "data", tmp_path / schema.slug)
    (tmp_path / "script.py").write_text(script.export(document))
    assert printed_alone(tmp_path / "script.py").splitlines() == told
    losses = [float(line.split()[-1]) for line in told if line.startswith("step")]
    assert len(losses) >= 4
    assert all(np.isfinite(losses))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "boxes"])
def test_a_first_network_is_suggested_that_learns(kind, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(VARIABLE, "")
    document = suggested(prepared(kind, tmp_path))
    look_in(tmp_path / "data")
    assert [problem.message for problem in builder.check(document).problems] == []
    document = document.model_copy(update={"training": document.training.model_copy(update={"epochs": 60})})
    (tmp_path / "drawing.json").write_text(document.model_dump_json())
    assert main([str(tmp_path / "drawing.json"), "--device", "cpu"]) == 0
    losses = [float(line.split()[-1]) for line in capsys.readouterr().out.splitlines() if line.startswith("step")]
    assert sum(losses[-3:]) < 0.9 * sum(losses[:3])


def prepared(kind, folder):
    """The schema of data of this kind, in the folder ``data``; what they were made of is gone."""
    made, _, _, chosen = KINDS[kind]
    came = folder / "came"
    came.mkdir()
    files = laid(came, made())
    choices = choices_of(survey(files)).model_copy(update=chosen)
    schema = prepare(files, choices, folder / "data").schema_
    shutil.rmtree(came)
    return schema


def drawn(schema, field, target):
    """A small network from one field to another: what is a class is embedded, and answered by as many scores."""
    of = {port: each for each in schema.fields for port in (each.name, f"{each.name}_next")}
    learned, wanted = of[field], of[target]
    is_text = schema.form == "steps" and wanted.kind == "text"
    scores = len(wanted.classes) if wanted.kind != "class set" else wanted.shape[0]
    layers = {}
    if learned.classes:
        layers["embed"] = ("Embedding", {"num_embeddings": len(learned.classes), "embedding_dim": 4})
    if not is_text:
        layers["flat"] = "Flatten"
    layers["out"] = ("Linear", {"out_features": scores or int(np.prod(wanted.shape))})
    if is_text:
        layers["turned"] = ("Transpose", {"dim0": 1, "dim1": 2})
    elif wanted.is_ragged:
        layers["form"] = ("Unflatten", {"dim": 1, "unflattened_size": wanted.shape})
    edges, source = {}, f"data.{field}"
    for id in layers:
        edges[f"{id}.input"], source = source, f"{id}.output"
    edges |= {"loss.input": source, "loss.target": f"data.{target}", "objective.loss": "loss.loss"}
    is_choice = wanted.kind in ("class", "text")
    loss = "CrossEntropyLoss" if is_choice else "BCEWithLogitsLoss" if wanted.kind == "class set" else "MSELoss"
    window = {"window": 8} if schema.form == "steps" else {}
    nodes = {"data": ("OwnData", node(schema, **window)["params"]), **layers, "loss": loss, "objective": "Objective"}
    return draw(nodes, edges, epochs=2, batch_size=16)
