"""Every file format is found, opened by its ending, and refused in words where it can't be read."""

import contextlib
import io
import pathlib
import pickle
import zipfile
from collections import OrderedDict

import numpy as np
import onnx
import pytest
import torch
from torch import nn

import builder
from builder.__main__ import main
from builder.drawing.problems import InvalidDocument
from builder.exporters.parts.weights import read_weights
from builder.folder.place import VARIABLE
from builder.folder.weights import digest_of
from builder.importers import apart
from builder.importers.apart import import_apart
from builder.registry import importers
from tests.builder.importers.onnx_files import assert_answers_alike, built, kinds, node, random, refusal
from tests.drawings import moons

LINEAR = built([node("Gemm", ["x", "w"], transB=1)], {"w": random(3, 4)})


def program(module, example) -> bytes:
    content = io.BytesIO()
    batch = ({0: torch.export.Dim("batch")},)
    torch.export.save(torch.export.export(module.eval(), (example,), dynamic_shapes=batch), content)
    return content.getvalue()


@pytest.mark.parametrize("key", builder.IMPORTERS)
def test_a_format_says_what_it_is_and_refuses_noise_in_words(key):
    importer = builder.IMPORTERS[key]
    assert importer.summary.endswith(".")
    for suffix in importer.suffixes:
        assert importers.importer_of(f"My Network{suffix.upper()}") is importer
    for noise in (b"", b"milk", bytes(range(256)), b"PK\x03\x04"):
        (problem,) = refusal(noise, f"noise{importer.suffixes[0]}", is_trusted=True)
        assert problem.message
        assert problem.hint


def test_an_unknown_ending_names_the_known_ones():
    (problem,) = refusal(b"", "network.h5")
    assert problem.code == "unknown_format"
    assert ".onnx" in problem.hint


def test_a_program_is_opened_without_running_what_lies_in_it(tmp_path):
    network = nn.Sequential(nn.Linear(4, 3), nn.LayerNorm(3), nn.ReLU())
    content = program(network, torch.randn(2, 4))
    imported = builder.import_file("network.pt2", with_a_trap(content, tmp_path / "sprung"))
    assert not (tmp_path / "sprung").exists()
    assert kinds(imported.document) == {"Noise", "Linear", "LayerNorm", "ReLU", "Output"}
    restored = builder.network(imported.document)
    restored.load_state_dict(imported.weights)
    given = torch.randn(5, 4)
    assert torch.equal(restored(given), network(given))


class Trap:
    def __init__(self, place):
        self.place = place

    def __reduce__(self):
        return pathlib.Path.touch, (self.place,)


def with_a_trap(content: bytes, place) -> bytes:
    """The same program, with pickles that make a file when they are opened."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, pickle.dumps(Trap(place)) if name.endswith(".pt") else old.read(name))
    return changed.getvalue()


def rewritten(content: bytes, change) -> bytes:
    """A program whose graph, as JSON, was changed."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()).encode() if name.endswith(".json") else text)
    return changed.getvalue()


def test_names_in_a_program_never_become_code(tmp_path):
    content = program(nn.Sequential(OrderedDict(part=nn.Linear(4, 3))), torch.randn(2, 4))
    evil = f'x\\"); open({str(tmp_path / "sprung")!r}, \\"w\\"); (\\"'
    for name in ('"input"', '"input_1"', "part.weight", "p_part_weight"):
        bad = name.strip('"')
        changed = rewritten(content, lambda text, bad=bad: text.replace(f'"{bad}"', f'"{evil}"'))
        with contextlib.suppress(InvalidDocument):
            builder.import_file("network.pt2", changed)
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("target", ["os.system", "torch.ops.aten.from_file.default", "torch.ops.mine.own.default"])
def test_an_operation_of_a_program_that_is_none_of_torchs_own_is_named(target):
    content = program(nn.Sequential(nn.Linear(4, 3), nn.ReLU()), torch.randn(2, 4))
    changed = rewritten(content, lambda text: text.replace("torch.ops.aten.relu.default", target))
    (problem,) = refusal(changed, "network.pt2")
    assert f"{target} in 1" in problem.message


def test_a_program_for_one_batch_size_says_how_to_write_it_for_any():
    class Fixed(nn.Module):
        def forward(self, input):
            return input.reshape(2, 2, 2).flip(2)

    content = io.BytesIO()
    torch.export.save(torch.export.export(Fixed(), (torch.randn(2, 4),)), content)
    (problem,) = refusal(content.getvalue(), "network.pt2")
    assert "batches of 2 only" in problem.message
    assert "dynamic_shapes" in problem.hint


def test_what_only_looks_like_a_program_says_what_it_is():
    weights = io.BytesIO()
    torch.save(nn.Linear(2, 1).state_dict(), weights)
    old = io.BytesIO()
    with zipfile.ZipFile(old, "w") as opened:
        opened.writestr("serialized_exported_program.json", "{}")
    for content, words in ((weights.getvalue(), "pickle"), (old.getvalue(), "older torch")):
        (problem,) = refusal(content, "network.pt2")
        assert words in problem.message
        assert "torch 2.8" in problem.hint


def test_a_program_with_convolutions_and_a_tied_table_answers_as_before():
    class Tied(nn.Module):
        def __init__(self):
            super().__init__()
            self.table, self.mix = nn.Embedding(9, 8), nn.Conv1d(5, 5, 3, padding=1)
            self.norm, self.head = nn.BatchNorm1d(5), nn.Linear(8, 9, bias=False)
            self.head.weight = self.table.weight

        def forward(self, ids):
            return self.head(self.norm(self.mix(self.table(ids))))

    network, given = Tied(), torch.randint(0, 9, (3, 5))
    imported = builder.import_file("tied.pt2", program(network, given))
    assert kinds(imported.document) >= {"Conv1d", "BatchNorm1d"}
    restored = builder.network(imported.document)
    restored.load_state_dict(imported.weights)
    torch.testing.assert_close(restored.eval()(given), network(given), rtol=0, atol=1e-6)
    assert builder.check(imported.document).parameters == sum(p.numel() for p in network.parameters())


def saved(whole, **options) -> bytes:
    content = io.BytesIO()
    torch.save(whole, content, **options)
    return content.getvalue()


def test_weights_that_torch_saved_alone_are_named_with_the_way_to_save_the_network(tmp_path):
    network = nn.Sequential(nn.Linear(2, 3), nn.LayerNorm(3))
    whole = {"epoch": 3, "model": network.state_dict()}
    contents = [
        saved(network.state_dict()),
        saved(network.state_dict(), _use_new_zipfile_serialization=False),
        saved(whole),
    ]
    for content in contents:
        for name in ("network.pth", "network.pt", "network.ckpt"):
            (problem,) = refusal(content, name)
            assert "holds weights alone (0.weight, 0.bias, 1.weight, 1.bias)" in problem.message
            assert "torch.export.save" in problem.hint
            assert "safetensors" in problem.hint
    (problem,) = refusal(saved({"scale": torch.ones(2), "theta": torch.ones(2)}), "network.pt")
    assert "(scale, theta)" in problem.message
    (problem,) = refusal(saved(network), "network.pt")
    assert "torch.nn.modules.linear.Linear" in problem.message
    torch.jit.script(network).save(tmp_path / "scripted.pt")
    (problem,) = refusal((tmp_path / "scripted.pt").read_bytes(), "network.pt")
    assert "TorchScript" in problem.message
    trap = pickle.dumps(Trap(tmp_path / "sprung"))
    refusal(trap, "network.pt")
    assert not (tmp_path / "sprung").exists()


def test_weights_in_another_file_are_not_looked_for():
    model = onnx.load_from_string(LINEAR)
    model.graph.initializer[0].ClearField("raw_data")
    model.graph.initializer[0].data_location = onnx.TensorProto.EXTERNAL
    entry = model.graph.initializer[0].external_data.add()
    entry.key, entry.value = "location", "/etc/passwd"
    (problem,) = refusal(model.SerializeToString())
    assert problem.code == "external_data"


def test_a_file_with_too_many_operations_is_refused():
    chain = [node("Relu", [f"x{place}" if place else "x"], [f"x{place + 1}"]) for place in range(50_001)]
    (problem,) = refusal(built(chain, outputs=("x50001",)))
    assert problem.code == "too_many_nodes"


def test_a_file_that_would_fill_the_memory_is_refused():
    grow = built([node("ConstantOfShape", ["s"], ["h"]), node("Add", ["h", "x"])], {"s": np.array([10**6, 10**6, 4])})
    bomb = built([node("Tile", ["w", "s"], ["h"]), node("Add", ["h", "x"])], {"w": random(4), "s": np.array([10**12])})
    for content in (grow, bomb):
        (problem,) = refusal(content)
        assert "values" in problem.message


def test_a_file_is_opened_in_a_process_of_its_own_that_writes_its_weights(tmp_path):
    document, problems = import_apart("linear.onnx", LINEAR, tmp_path / "weights.safetensors")
    assert (document, problems) == (builder.import_file("linear.onnx", LINEAR).document, ())
    (weight,) = read_weights(tmp_path / "weights.safetensors").values()
    assert np.array_equal(weight.numpy(), random(3, 4))
    with pytest.raises(InvalidDocument, match="no ONNX"):
        import_apart("linear.onnx", b"milk")


def test_a_file_that_takes_too_much_computing_to_open_is_refused_however_busy_the_machine_is(monkeypatch):
    monkeypatch.setattr(apart, "PATIENCE", 200)  # a busy machine takes more than five seconds for the one of computing
    with pytest.raises(InvalidDocument, match="took more than 1 seconds of computing"):  # torch alone takes longer
        import_apart("linear.onnx", LINEAR, time_s=1)


def test_on_the_command_line_a_file_becomes_a_drawing_with_its_weights_beside(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "linear.onnx").write_bytes(LINEAR)
    assert main(["import", "linear.onnx"]) == 0
    told = capsys.readouterr().out
    assert "linear.json: 3 nodes" in told
    assert "linear.safetensors: its weights, 12 numbers" in told
    assert main(["source", "linear.json"]) in (0, 1)
    weights = read_weights(tmp_path / "linear.safetensors")
    assert np.array_equal(next(iter(weights.values())).numpy(), random(3, 4))
    (beginning,) = builder.import_file(
        "linear.json", (tmp_path / "linear.json").read_bytes()
    ).document.training.begins_from
    assert beginning.weights == digest_of(tmp_path / "linear.safetensors")
    assert main(["export", "linear.json", "--format", "onnx", "--out", "again.onnx"]) == 0
    assert_answers_alike((tmp_path / "again.onnx").read_bytes(), {"x": random(5, 4)})
    (tmp_path / "linear.safetensors").rename(tmp_path / "linear.gone")
    assert main(["export", "linear.json", "--format", "onnx", "--out", "again.onnx"]) == 1
    assert "begins from linear.safetensors, which can't be read here" in capsys.readouterr().err
    assert main(["import", "linear.onnx"]) == 1
    assert "is there already" in capsys.readouterr().err
    assert main(["import", "linear.onnx", "-o", "again.json", "--size", "steps=3"]) == 1
    assert "unknown_size" in capsys.readouterr().err


def test_a_drawing_is_imported_as_it_is(tmp_path):
    (tmp_path / "moons.json").write_text(moons(epochs=1).model_dump_json())
    assert main(["import", str(tmp_path / "moons.json"), "-o", str(tmp_path / "copy.json")]) == 0
    assert builder.import_file("copy.json", (tmp_path / "copy.json").read_bytes()).document == moons(epochs=1)
    assert not (tmp_path / "copy.safetensors").exists()
