"""One contract for every node type, present and future; it walks the catalogue."""

import types

import pytest
import torch
from torch import nn

import builder
from builder import registry
from builder.flow import Passed, source_flows, through
from builder.layer import ComputedLayer, TorchLayer
from builder.params import read_value
from tests.drawings import draw

TYPES = sorted(builder.CATALOG)
KIND_OF_EXAMPLE = {"tensor": "TwoMoons.point", "image": "Digits.image", "label": "TwoMoons.label"}


@pytest.mark.parametrize("name", TYPES)
def test_a_node_type_says_in_one_sentence_what_it_does(name):
    spec = builder.CATALOG[name].spec
    assert spec.summary.endswith(".")
    assert len(spec.summary) < 120
    assert spec.docs
    assert all(param.help for param in spec.params), "every field needs a help text"


@pytest.mark.parametrize("name", TYPES)
def test_every_default_passes_its_own_form(name):
    for param in builder.CATALOG[name].spec.params:
        if not (param.inferred or param.required):
            assert read_value(param, param.default) == param.default


@pytest.mark.parametrize("name", TYPES)
def test_a_fresh_node_has_no_problem_but_missing_inputs(name):
    report = builder.check(draw({"node": name}, {}))
    codes = {problem.code for problem in report.problems if problem.node == "node"}
    assert codes <= {"missing_input", "missing_param", "input_in_main"}


OF_TORCH = [n for n in TYPES if isinstance(builder.CATALOG[n], TorchLayer) and not builder.CATALOG[n].own_code]


@pytest.mark.parametrize("name", OF_TORCH)
def test_predicted_shapes_are_those_of_the_real_module(name):
    layer = builder.CATALOG[name]
    images = 4 in layer.expects["input"].ranks if "input" in layer.expects else False
    real = torch.randn(3, 1, 8, 8) if images else torch.randn(3, 2)
    flow = source_flows(builder.CATALOG["Digits" if images else "TwoMoons"], {})["image" if images else "point"]
    params = {p.name: p.default for p in layer.spec.params if not p.inferred}
    answer = through(layer, params, {"input": flow})
    assert isinstance(answer, Passed)
    module = layer.make({**dict(answer.inferred), **params})
    assert module(real).shape == dict(answer.outputs)["output"].large
    assert sum(p.numel() for p in module.parameters()) == answer.parameters


@pytest.mark.parametrize("name", [name for name in TYPES if isinstance(builder.CATALOG[name], ComputedLayer)])
def test_an_input_of_the_wrong_rank_is_a_problem_in_words(name):
    layer = builder.CATALOG[name]
    if not layer.expects:
        pytest.skip("takes any shape")
    wrong = "TwoMoons.point" if 4 in layer.expects["input"].ranks else "Digits.image"
    type_name, field = wrong.split(".")
    accepted = {port.name: port.accepts for port in layer.spec.inputs}
    edges = {f"node.{port}": f"data.{'label' if kinds == ('label',) else field}" for port, kinds in accepted.items()}
    report = builder.check(draw({"data": type_name, "node": name}, edges))
    mine = [problem for problem in report.problems if problem.code == "shape_mismatch"]
    assert [problem.node for problem in mine] == ["node"]
    assert "Error" not in mine[0].message + mine[0].hint


def test_two_files_can_not_offer_the_same_type(monkeypatch):
    layer = builder.CATALOG["Linear"]
    monkeypatch.setattr(registry, "walk", lambda package, name: [layer, layer])
    with pytest.raises(TypeError, match="Linear"):
        registry._collect()


def test_a_file_without_a_layer_is_refused(tmp_path, monkeypatch):
    (tmp_path / "strays").mkdir()
    (tmp_path / "strays" / "__init__.py").write_text("")
    (tmp_path / "strays" / "empty.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    package = types.ModuleType("strays")
    package.__path__ = [str(tmp_path / "strays")]
    with pytest.raises(TypeError, match=r"strays\.empty must hold one LAYER"):
        list(registry.walk(package, "LAYER"))


def test_parameters_and_help_come_from_torch():
    fields = {param.name: param for param in builder.CATALOG["Conv2d"].spec.params}
    assert fields["stride"].default == 1
    assert fields["padding"].choices == ("same", "valid")
    assert fields["padding_mode"].choices == ("zeros", "reflect", "replicate", "circular")
    assert "convolving kernel" in fields["kernel_size"].help
    assert fields["in_channels"].inferred
    assert nn.Conv2d.__doc__.split(".")[0].split()[0] in builder.CATALOG["Conv2d"].spec.docs
