"""One contract for every node type, present and future; it walks the catalogue."""

import inspect
import random
import re

import pytest
from torch import nn

import builder
from builder.checker.params import read_value
from builder.kinds.layer import ComputedLayer
from builder.kinds.words import IN_CLASS, WORDS
from builder.registry import nodes
from builder.registry.walk import walk
from tests.builder.test_catalog_shapes import some_value
from tests.drawings import draw

TYPES = sorted(builder.CATALOG)
COMPUTED = [name for name in TYPES if isinstance(builder.CATALOG[name], ComputedLayer)]
FIELDS = {"tensor": "moons.point", "image": "digits.image", "label": "digits.label"}
TORCHS_WORDS = ("Error", "Tensor", "tensor", "dtype", "meta", "torch", "aten", "argument", "Expected", "expected")

CONTAINER = "a container: a drawing is one itself"
LAZY = "sizes that follow from the input are inferred for every layer here"
BASE = "a base class, which computes nothing by itself"
UNPOOL = "needs the places that MaxPool remembers (return_indices), which is not offered; ConvTranspose enlarges too"
NOT_OFFERED = {
    "AdaptiveLogSoftmaxWithLoss": "a loss with weights of its own inside; CrossEntropyLoss does it after a Linear",
    "Container": CONTAINER,
    "CrossMapLRN2d": "an old form of LocalResponseNorm",
    "DataParallel": "how to run, not what to compute",
    "LinearCrossEntropyLoss": "a Linear and a CrossEntropyLoss in one, to save memory; here each is a node",
    "MaxUnpool1d": UNPOOL,
    "MaxUnpool2d": UNPOOL,
    "MaxUnpool3d": UNPOOL,
    "Module": BASE,
    "ModuleDict": CONTAINER,
    "ModuleList": CONTAINER,
    "NLLLoss2d": "deprecated: NLLLoss takes images too",
    "ParameterDict": CONTAINER,
    "ParameterList": CONTAINER,
    "RNNBase": BASE,
    "RNNCellBase": BASE,
    "Sequential": CONTAINER,
    "SyncBatchNorm": "BatchNorm across several devices: how to run, not what to compute",
    "TripletMarginWithDistanceLoss": "takes a function; TripletMarginLoss has the usual distances",
    "UpsamplingBilinear2d": "deprecated: Upsample with mode bilinear",
    "UpsamplingNearest2d": "deprecated: Upsample",
    **{name: LAZY for name in dir(nn) if name.startswith("Lazy")},
}
MODULES = [name for name, kind in vars(nn).items() if inspect.isclass(kind) and issubclass(kind, nn.Module)]


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_of_torch_is_offered_or_there_is_a_reason(name):
    assert (name in builder.CATALOG) != (name in NOT_OFFERED)


def test_every_reason_is_for_a_module_that_torch_has():
    assert set(NOT_OFFERED) <= set(MODULES)


@pytest.mark.parametrize("name", TYPES)
def test_a_node_type_says_in_one_sentence_what_it_does(name):
    spec = builder.CATALOG[name].spec
    assert spec.summary.endswith(".")
    assert len(spec.summary) < 120
    assert spec.docs.strip() != spec.summary, "there is more to say"
    assert spec.docs.strip()
    assert all(param.help for param in spec.params), "every field needs a help text"
    assert spec.summary not in {other.spec.summary for other in builder.CATALOG.values() if other.spec is not spec}


@pytest.mark.parametrize("name", TYPES)
def test_every_default_passes_its_own_form(name):
    for param in builder.CATALOG[name].spec.params:
        if not (param.inferred or param.required):
            assert read_value(param, param.default) == param.default


@pytest.mark.parametrize("name", TYPES)
def test_a_fresh_node_has_no_problem_but_missing_inputs(name):
    report = builder.check(draw({"node": name}, {}))
    codes = {problem.code for problem in report.problems if problem.node == "node"}
    assert codes <= {"missing_input", "missing_param", "input_in_main", "no_own_data"}


def wired_at_random(name, seed):
    """A node with random parameters whose inputs are filled from real data sets, whether they fit or not."""
    rng, spec = random.Random(f"{name}{seed}"), builder.CATALOG[name].spec
    params = {p.name: some_value(rng, p) for p in spec.params if not p.inferred}
    edges = {f"node.{port.name}": FIELDS[rng.choice(port.accepts)] for port in spec.inputs}
    return draw({"moons": "TwoMoons", "digits": "Digits", "node": (name, params)}, edges)


@pytest.mark.parametrize("name", COMPUTED)
def test_inputs_of_any_shape_and_numbers_fit_or_are_explained_in_words(name):
    if any("loss" in port.accepts for port in builder.CATALOG[name].spec.inputs):
        pytest.skip("no data set holds a loss")
    for seed in range(3):
        report = builder.check(wired_at_random(name, seed))
        problems = [problem for problem in report.problems if problem.node == "node"]
        assert problems or report.nodes["node"].outputs
        for problem in problems:
            assert problem.message.startswith("node")
            assert problem.hint
            assert not any(word in problem.message + problem.hint for word in TORCHS_WORDS), problem


def test_labels_where_real_numbers_are_needed_are_named():
    report = builder.check(
        draw(
            {"data": "TwoMoons", "one": "OneHot", "fc": "Linear", "to": "ToLong"},
            {"to.input": "data.point", "fc.input": "to.output", "one.input": "data.point"},
        )
    )
    problem = next(problem for problem in report.problems if problem.node == "fc")
    assert (problem.code, problem.port) == ("wrong_numbers", "input")
    assert problem.message == "fc takes real numbers; it received whole numbers of shape (N, 2)."
    assert "OneHot" in problem.hint


def test_two_files_can_not_offer_the_same_type(monkeypatch):
    layer = builder.CATALOG["Linear"]
    monkeypatch.setattr(nodes, "walk", lambda package, name: [layer, layer])
    with pytest.raises(TypeError, match="Linear"):
        nodes._collect()


def strays(tmp_path, monkeypatch, name, text):
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "file.py").write_text(text)
    (folder / "parts").mkdir()
    (folder / "parts" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    return name


def test_a_file_without_a_layer_is_refused(tmp_path, monkeypatch):
    package = strays(tmp_path, monkeypatch, "strays", "")
    with pytest.raises(TypeError, match=r"strays\.file must hold one LAYER"):
        list(walk(package, "LAYER"))


def test_a_file_may_hold_several_kindred_layers(tmp_path, monkeypatch):
    package = strays(tmp_path, monkeypatch, "kindred", "LAYERS = (1, 2)")
    assert list(walk(package, "LAYER")) == [1, 2]


def test_a_help_is_a_sentence_for_learners_not_torchs_prose():
    for name in TYPES:
        for param in builder.CATALOG[name].spec.params:
            assert not re.search(
                r"True|False|Default|default( |=|:)|\btuple\b|[Ii]f (set|specified|given)|[{}\\]", param.help
            ) or (name == "Aten"), (name, param.name, param.help)
            assert param.help[0].isupper() or param.help[0].isdigit() or param.help[0] == '"', (name, param.help)
            assert len(param.help) < 200, (name, param.name)


def test_every_word_of_ours_is_told_of_some_field():
    told = {param.help for layer in builder.CATALOG.values() for param in layer.spec.params}
    assert {*WORDS.values(), *IN_CLASS.values()} <= told


def test_parameters_and_documentation_come_from_torch():
    fields = {param.name: param for param in builder.CATALOG["Conv2d"].spec.params}
    assert fields["stride"].default == 1
    assert fields["stride"].length == 2
    assert fields["padding"].choices == ("same", "valid")
    assert fields["padding_mode"].choices == ("zeros", "reflect", "replicate", "circular")
    assert fields["in_channels"].inferred
    assert nn.Conv2d.__doc__.split(".")[0].split()[0] in builder.CATALOG["Conv2d"].spec.docs


def test_a_form_is_found_where_torchs_signature_hides_it():
    fields = {param.name: param for param in builder.CATALOG["RNN"].spec.params}
    assert list(fields)[:3] == ["input_size", "hidden_size", "num_layers"]
    assert fields["nonlinearity"].choices == ("tanh", "relu")
    assert fields["batch_first"].default is True
