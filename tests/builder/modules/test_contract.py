"""One contract for every module and function of ours, present and future; it walks the folder."""

import ast
import doctest
import inspect

import pytest
import torch
from torch import nn

from builder.checker.propagation import Flow, Passed, through
from builder.kinds.own_code import source_of, with_helpers
from tests.builder.modules.folder import FILES, NODES, code, example, file, layer

MODULES = [name for name in NODES if inspect.isclass(code(name))]
PRINTED = {"torch", "Tensor", "nn", "F"}  # what a drawing's source imports


@pytest.mark.parametrize("name", FILES)
def test_its_docstring_has_an_example_that_runs(name):
    found = doctest.testmod(file(name), extraglobs={"torch": torch})
    assert found.attempted
    assert not found.failed


@pytest.mark.parametrize("name", NODES)
def test_its_docstring_says_shapes_and_where_it_comes_from(name):
    spec = layer(name).spec
    assert all(f"\n{section}:\n" in spec.docs for section in ("Shape", "Reference", "Example"))
    assert all(param.help for param in spec.params)
    assert all(port.help for port in (*spec.inputs, *spec.outputs))


@pytest.mark.parametrize("name", FILES)
def test_its_code_imports_nothing_but_torch_and_neighbours(name):
    for node in ast.walk(ast.parse(inspect.getsource(file(name)))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = node.names[0].name if isinstance(node, ast.Import) else node.module
            names = {alias.asname or alias.name for alias in node.names}
            assert names <= PRINTED or module.startswith("builder."), "its source must run where only torch is"


def test_no_two_files_define_the_same_name():
    parts = with_helpers(code(name) for name in NODES)
    names = [part.__name__ for part in parts]
    assert len(names) == len(set(names))
    assert all(source_of(part) for part in parts)


@pytest.mark.parametrize("name", NODES)
def test_predicted_shapes_and_sizes_are_those_of_real_tensors(name):
    offered, given = layer(name), example(name)
    flows = {
        port: Flow((2, *value.shape[1:]), (len(value), *value.shape[1:]), value.dtype)
        for port, value in given.inputs.items()
    }
    params = {p.name: p.default for p in offered.spec.params if not p.inferred} | given.params
    answer = through(offered, params, flows)
    assert isinstance(answer, Passed), answer
    assert dict(answer.inferred) == given.inferred
    outputs = given.run(code(name))
    assert [flow.large for _, flow in answer.outputs] == [tuple(output.shape) for output in outputs]
    assert [flow.dtype for _, flow in answer.outputs] == [output.dtype for output in outputs]


@pytest.mark.parametrize("name", [name for name in NODES if layer(name).spec.role == "metric"])
def test_a_measure_of_answers_in_bfloat16_is_exact_itself(name):
    given, target = example(name), code(name)
    halved = {port: value.bfloat16() if value.is_floating_point() else value for port, value in given.inputs.items()}
    exact = target(**{port: value.to(given.inputs[port].dtype) for port, value in halved.items()}, **given.params)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        told = target(**halved, **given.params)
    assert told.dtype == exact.dtype == torch.float32
    assert told.item() == pytest.approx(exact.item(), rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("name", MODULES)
def test_the_same_seed_gives_the_same_weights(name):
    given, make = example(name), code(name)
    states = []
    for _ in range(2):
        torch.manual_seed(7)
        states.append(make(**given.params, **given.inferred).state_dict())
    for key, value in states[0].items():
        assert torch.equal(value, states[1][key]), key


@pytest.mark.parametrize("name", NODES)
def test_it_draws_no_hidden_random_numbers(name):
    given, target = example(name), code(name)
    module = target(**given.params, **given.inferred) if inspect.isclass(target) else target
    before = torch.get_rng_state()
    if isinstance(module, nn.Module):
        module.eval()(**given.inputs)
    else:
        module(**given.inputs, **given.params)
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize("name", MODULES)
def test_everything_that_it_learns_gets_a_gradient(name):
    given = example(name)
    module = code(name)(**given.params, **given.inferred)
    outputs = module(**given.inputs)
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    learned = dict(module.named_parameters())
    if learned:
        sum(output.square().sum() for output in outputs if output.requires_grad).backward()
    for key, parameter in learned.items():
        assert parameter.grad is not None, key
        assert parameter.grad.isfinite().all(), key
