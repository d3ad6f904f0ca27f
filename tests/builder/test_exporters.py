"""One contract for every export format, present and future, and what each promises."""

import importlib
import json
import re
import subprocess
import sys
from hashlib import sha256
from xml.etree import ElementTree as ET

import nbformat
import onnxruntime
import pytest
import safetensors.torch
import torch

import builder
from builder.drawing.document import Beginning, Block, Change, Document, Node, read_document
from builder.drawing.problems import InvalidDocument
from builder.exporters import script
from builder.exporters.parts.trained import example
from builder.kinds.exporter import ExportProblem
from builder.registry import exporters
from tests.alone import printed_alone
from tests.drawings import draw, lasting, moons

KEYS = list(builder.EXPORTERS)
NEEDY = [key for key in KEYS if builder.EXPORTERS[key].needs_weights]
NASTY = 'a"<b>&\\}#;`%$\x07|]\n-->é'
STRANGE = Document(
    blocks={
        "main": Block(
            nodes={NASTY: Node(type=NASTY), "end": Node(type="ReLU")}, edges={"end.input": f"{NASTY}.output"}
        ),
        NASTY: Block(nodes={"relu": Node(type="ReLU")}),
    }
)
"""Nothing of it may become markup, commands or code."""


def weights_of(document, seed=0):
    torch.manual_seed(seed)
    return builder.compile(document).network().state_dict()


def export(key, document, weights=None):
    return builder.EXPORTERS[key].export(document, weights)


@pytest.mark.parametrize("key", KEYS)
def test_a_format_says_what_it_is_and_exports_a_trained_drawing(key):
    exporter = builder.EXPORTERS[key]
    assert exporter.key == key
    assert exporter.summary.endswith(".")
    assert exporter.summary.count(". ") == 0
    assert re.fullmatch(r"[a-z]+\.[a-z0-9]+", exporter.file_name)
    assert re.match(r"\w+/[\w.+-]+", exporter.media_type)
    document = moons()
    assert exporter.export(document, weights_of(document))


@pytest.mark.parametrize("key", NEEDY)
def test_what_needs_weights_says_so_when_there_are_none_or_others(key):
    with pytest.raises(ExportProblem, match="not trained yet") as caught:
        export(key, moons())
    assert caught.value.problem.code == "no_weights"
    with pytest.raises(ExportProblem, match="another network") as caught:
        export(key, moons(), weights_of(builder.STARTERS["xor"].document))
    assert caught.value.problem.code == "weights_do_not_fit"


@pytest.mark.parametrize("key", KEYS)
def test_a_drawing_with_problems_is_a_picture_or_refused_with_its_problems(key):
    if key in {"json", "svg", "mermaid", "tikz"}:
        assert export(key, STRANGE)
        return
    with pytest.raises(InvalidDocument) as caught:
        export(key, STRANGE, {})
    assert caught.value.problems


def test_two_files_can_not_export_the_same_format(monkeypatch):
    one = builder.EXPORTERS["json"]
    monkeypatch.setattr("builder.registry.walk.walk", lambda package, name: [one, one])
    with pytest.raises(TypeError, match="json"):
        importlib.reload(exporters)


def test_an_unknown_format_names_the_known_ones():
    with pytest.raises(ExportProblem) as caught:
        exporters.format_called("onxx")
    assert "Did you mean onnx?" in caught.value.problem.hint


def test_the_drawing_comes_back_as_it_was():
    for document in (moons(epochs=3), STRANGE):
        assert read_document(export("json", document)) == document


def test_the_script_is_what_it_always_was():
    assert export("script", moons()).decode() == script.export(moons())


def changed_on_its_way():
    changes = (Change(step=3, goals={"objective": {"lr": 0.1}}, batch_size=100), Change(step=14, epochs=4))
    document = moons()
    training = document.training.model_copy(update={"changes": changes, "monitor": "accuracy", "patience": 3})
    return document.model_copy(update={"training": training})


def less_exact():
    """Computed in bfloat16, and by other kernels: what a script says before it trains."""
    document = moons()
    training = document.training.model_copy(update={"precision": "bfloat16", "kernels": "onednn"})
    return document.model_copy(update={"training": training})


@pytest.mark.parametrize("key", ["two-moons-mlp", "gan", "changed", "less exact", "layerwise"])
def test_a_notebook_run_cell_by_cell_gives_the_numbers_of_the_script(key, tmp_path):
    documents = {"changed": changed_on_its_way(), "less exact": less_exact()}
    document = documents[key] if key in documents else builder.STARTERS[key].document
    document = lasting(document, 2)
    notebook = nbformat.reads(export("notebook", document).decode(), as_version=4)
    nbformat.validate(notebook)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    run = (
        "import json, sys\nspace = {'__name__': '__main__'}\nfor cell in json.load(open('cells')): exec(cell, space)\n"
    )
    run += "print('STEPS'); print(space['steps'].getvalue(), end='')"
    (tmp_path / "cells").write_text(json.dumps(code))
    (tmp_path / "run.py").write_text(run)
    (tmp_path / "script.py").write_bytes(export("script", document))
    said, alone = (printed_alone(tmp_path / file, is_fresh=key == "two-moons-mlp") for file in ("run.py", "script.py"))
    epochs, _, steps = said.partition("STEPS\n")
    lines = alone.splitlines(keepends=True)
    taken = [line for line in steps.splitlines(keepends=True) if line.startswith("step")]
    assert taken == [line for line in lines if line.startswith("step")]
    measured = [line for line in lines if line.startswith("epoch")]
    assert len(measured) >= 2
    assert measured == [line for line in epochs.splitlines(keepends=True) if line.startswith("epoch")]


def test_weights_are_those_that_were_learned():
    document = moons()
    learned = weights_of(document, seed=3)
    net = builder.compile(document).network()
    net.load_state_dict(safetensors.torch.load(export("safetensors", document, learned)))
    assert all(torch.equal(value, learned[name]) for name, value in net.state_dict().items())


def test_exporting_leaves_the_random_numbers_of_others_alone():
    document = moons()
    learned = weights_of(document)
    before = torch.get_rng_state()
    export("pt2", document, learned)
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("key", ["digits-cnn", "gan", "lstm", "tiny-gpt"])
def test_onnx_and_torch_export_answer_as_the_network_for_any_batch(key, tmp_path):
    document = builder.STARTERS[key].document
    program = builder.compile(document)
    learned = weights_of(document)
    net = program.network().eval()
    net.load_state_dict(learned)
    model = onnxruntime.InferenceSession(export("onnx", document, learned))
    (tmp_path / "network.pt2").write_bytes(export("pt2", document, learned))
    graph = torch.export.load(tmp_path / "network.pt2").module()
    assert [each.name for each in model.get_inputs()] == list(program.asked)
    assert len(model.get_outputs()) == len(program.answers)
    assert model.get_inputs()[0].shape[0] == "batch"
    for size in (1, 2, 7):
        inputs = [of_size(each, size) for each in example(program)]
        with torch.no_grad():
            wanted, exported = net(*inputs), graph(*inputs)
        given = model.run(None, {name: each.numpy() for name, each in zip(program.asked, inputs, strict=True)})
        for one, other, third in zip(as_tuple(wanted), given, as_tuple(exported), strict=True):
            assert one.shape[0] == size
            torch.testing.assert_close(torch.tensor(other), one, rtol=0, atol=1e-5)
            torch.testing.assert_close(third, one, rtol=0, atol=1e-5)


def test_a_network_that_reads_texts_of_any_length_is_exported_so(tmp_path):
    document = builder.STARTERS["tiny-gpt"].document
    program, learned = builder.compile(document), weights_of(document)
    net = program.network().eval()
    net.load_state_dict(learned)
    model = onnxruntime.InferenceSession(export("onnx", document, learned))
    (tmp_path / "network.pt2").write_bytes(export("pt2", document, learned))
    graph = torch.export.load(tmp_path / "network.pt2").module()
    assert model.get_inputs()[0].shape == ["batch", "steps"]
    for length in (2, 7, 32):
        tokens = torch.arange(3 * length).reshape(3, length) % 28
        (given,) = model.run(None, {"tokens": tokens.numpy()})
        with torch.no_grad():
            torch.testing.assert_close(torch.tensor(given), net(tokens), rtol=0, atol=1e-5)
            torch.testing.assert_close(graph(tokens), net(tokens), rtol=0, atol=1e-5)


def of_size(samples, size):
    values = torch.Generator().manual_seed(size)
    shape = (size, *samples.shape[1:])
    if samples.is_floating_point():
        return torch.randn(shape, generator=values)
    return torch.randint(0, 2, shape, generator=values).to(samples.dtype)


def as_tuple(answers):
    return answers if isinstance(answers, tuple) else (answers,)


def test_what_torch_can_not_turn_into_a_graph_is_a_problem_in_words():
    document = builder.STARTERS["s4d"].document
    with pytest.raises(ExportProblem) as caught:
        export("onnx", document, weights_of(document))
    problem = caught.value.problem
    assert problem.code == "not_exportable"
    assert "Error" not in problem.message + problem.hint


@pytest.mark.parametrize("key", ["digits-cnn", "tiny-gpt"])
def test_the_figure_shows_every_node_of_every_block_and_its_shapes(key):
    document = builder.STARTERS[key].document
    root = ET.fromstring(export("svg", document))
    words = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    titles = {element.text for element in root.iter("{http://www.w3.org/2000/svg}title")}
    for block in document.blocks.values():
        assert {f"{id}: {node.type}" for id, node in block.nodes.items()} <= titles
    labels = {signal.label for node in builder.check(document).nodes.values() for signal in node.outputs.values()}
    assert all(any(label in word for word in words if word) for label in labels)
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) == sum(
        len(block.edges) for block in document.blocks.values()
    )
    assert b"href" not in export("svg", document)


def test_nothing_of_a_name_becomes_markup_or_commands():
    root = ET.fromstring(export("svg", STRANGE))
    assert {element.tag.partition("}")[2] for element in root.iter()} <= {
        "svg", "title", "rect", "g", "text", "line", "circle", "path",
    }  # fmt: skip
    mermaid = export("mermaid", STRANGE).decode()
    assert mermaid.count("\n") == len(mermaid.splitlines()) == 7
    assert mermaid.count('"') == 8
    tikz = export("tikz", STRANGE).decode()
    assert "\\}" in tikz
    assert re.sub(r"\\[{}]", "", tikz).count("{") == re.sub(r"\\[{}]", "", tikz).count("}")
    assert 'a"<b>\\&\\textbackslash{}\\}\\#;`\\%\\$' in tikz


def test_a_wire_of_a_mermaid_diagram_says_what_flows():
    assert '-->|"(N, 2)"|' in export("mermaid", moons()).decode()


def test_an_empty_drawing_is_an_empty_figure():
    assert ET.fromstring(export("svg", draw({}, {}))).get("viewBox")


class Scorer(torch.nn.Module):
    """A network as people bring it: imported, without data or an Objective."""

    def __init__(self):
        super().__init__()
        self.read, self.score = torch.nn.LSTM(4, 8, batch_first=True), torch.nn.Linear(8, 3)

    def forward(self, sequence):
        return self.score(self.read(sequence)[0][:, -1])


@pytest.fixture(scope="module")
def imported():
    torch.manual_seed(0)
    module = Scorer().eval()
    return module, builder.import_module(module, torch.randn(2, 6, 4))


@pytest.mark.parametrize("key", KEYS)
def test_an_imported_network_is_exported_before_it_has_data(key, imported):
    _, found = imported
    assert export(key, found.document, found.weights)


def test_an_imported_network_is_read_as_code_before_it_has_data(imported):
    _, found = imported
    report, source = builder.review(found.document)
    assert not report.is_trainable
    assert source == builder.source(found.document)
    assert "self.read = nn.LSTM(4, 8, batch_first=True)" in source
    assert "def objective" not in source


def test_an_imported_network_answers_in_other_programs_as_it_did(imported, tmp_path):
    module, found = imported
    given = torch.randn(3, 6, 4)
    session = onnxruntime.InferenceSession(export("onnx", found.document, found.weights))
    (answer,) = session.run(None, {session.get_inputs()[0].name: given.numpy()})
    torch.testing.assert_close(torch.from_numpy(answer), module(given), rtol=0, atol=1e-5)
    (tmp_path / "network.pt2").write_bytes(export("pt2", found.document, found.weights))
    torch.testing.assert_close(torch.export.load(tmp_path / "network.pt2").module()(given), module(given))


def test_the_script_of_an_imported_network_answers_with_its_weights(imported, tmp_path):
    _, found = imported
    digest = sha256(content := export("safetensors", found.document, found.weights)).hexdigest()
    training = found.document.training.model_copy(update={"begins_from": (Beginning(weights=digest),)})
    document = found.document.model_copy(update={"training": training})
    (tmp_path / f"weights-{digest[:8]}.safetensors").write_bytes(content)
    text = export("script", document).decode() + "    print(float(network.score.bias[0].detach()))\n"
    (tmp_path / "network.py").write_text(text)
    command = [sys.executable, "network.py"]
    lines = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.splitlines()
    assert lines[-2:] == ["(2, 3)", str(float(found.weights["score.bias"][0]))]
    cells = nbformat.reads(export("notebook", document).decode(), as_version=4)["cells"]
    assert [cell["source"] for cell in cells if cell["cell_type"] == "markdown"][1:] == ["## Network", "## Answers"]


def test_a_drawing_that_answers_nothing_has_no_code_yet():
    document = Document(blocks={"main": Block(nodes={"relu": Node(type="ReLU")})})
    with pytest.raises(InvalidDocument):
        export("script", document)
    assert builder.review(document)[1] is None
