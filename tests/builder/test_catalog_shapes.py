"""What is predicted is what happens: every node type, with random parameters and shapes, against its source."""

import ast
import random

import pytest
import torch
from torch import nn
from torch.nn import functional as F

import builder
from builder.checker.params import read_value
from builder.checker.propagation import Flow, Passed, Refused, through
from builder.checker.unexpected import unexpected
from builder.kinds.layer import ComputedLayer
from builder.script.starting import chrono, initialized, parametrized

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:torch", "ignore:reduction", "ignore:.*degrees of freedom")


def is_of_torch(layer):
    """Modules and samplers of ours have inputs that must fit each other, and a contract of their own.

    See tests/builder/modules and test_samplers.py.
    """
    mine = (code.__module__ for code in layer.own_code)
    return not any(module.startswith(("builder.modules", "builder.samplers")) for module in mine)


COMPUTED = sorted(n for n, layer in builder.CATALOG.items() if isinstance(layer, ComputedLayer) and is_of_torch(layer))
EXAMPLES = 12
NUMBERS = {"real": torch.float32, "whole": torch.int64, "bool": torch.bool}
SIDES = (1, 2, 3, 4, 6, 8)


def some_value(rng, param):
    """A legal value of a form's field: often the default, else small and of the right kind."""
    if rng.random() < 0.5 and not param.required:
        return param.default
    least = -2 if param.minimum is None else param.minimum
    most = max(least, min(6, param.maximum if param.maximum is not None else 6))
    match param.kind:
        case "bool":
            return rng.random() < 0.5
        case "choice":
            return rng.choice(param.choices)
        case "float":
            return round(rng.uniform(least, most), 2)
        case "int":
            return rng.randint(int(least), int(most))
        case "size":
            numbers = [rng.randint(int(least), int(most)) for _ in range(param.length or rng.randint(1, 4))]
            return rng.choice([*param.choices, numbers[0], tuple(numbers)])
    return param.default


def some_flows(rng, layer):
    """A flow for each input, often alike: shapes at two batch sizes, with numbers that the node takes."""
    flows, last = {}, None
    for port in layer.spec.inputs:
        if port.optional and rng.random() < 0.7:
            continue
        expected = layer.expects.get(port.name)
        ranks = (expected and expected.ranks) or (1, 2, 3, 4)
        if last is None or len(last) + 1 not in ranks or rng.random() < 0.2:
            last = tuple(rng.choice(SIDES) for _ in range(rng.choice(ranks) - 1))
        numbers = expected.numbers if expected else "any"
        dtype = NUMBERS.get(numbers) or rng.choice(list(NUMBERS.values()))
        flows[port.name] = Flow((2, *last), (3, *last), dtype)
    return flows


def some_tensor(flow):
    """Values that every function takes: between 0 and 1, or class 0."""
    if flow.dtype.is_floating_point:
        return torch.rand(flow.large) * 0.9 + 0.05
    return torch.zeros(flow.large, dtype=flow.dtype)


STARTING = {"chrono": chrono, "initialized": initialized, "parametrized": parametrized}


def run_source(layer, params, tensors):
    """The outputs by port, and the module, of the node's own Python source."""
    names = {port: ast.Name(id=port) for port in tensors}
    own = {code.__name__: code for code in layer.own_code}
    scope = {"torch": torch, "nn": nn, "F": F, **STARTING, **own, **tensors}
    made = layer.construct(params)
    scope["module"] = eval(ast.unparse(ast.fix_missing_locations(made)), scope) if made else None
    call = ast.unparse(ast.fix_missing_locations(layer.call(ast.Name(id="module"), params, names)))
    return layer.outputs(eval(call, scope)), scope["module"]


def flow(*per_sample, dtype=torch.float32, batch=0):
    """A flow whose batch stands at an axis."""
    small, large = list(per_sample), list(per_sample)
    small.insert(batch, 2)
    large.insert(batch, 3)
    return Flow(tuple(small), tuple(large), dtype)


WHOLE = torch.int64
# inputs that must fit each other better than chance makes them
FITTING = {
    "CTCLoss": [
        {
            "log_probs": flow(5, 4, batch=1),
            "targets": flow(2, dtype=WHOLE),
            "input_lengths": flow(dtype=WHOLE),
            "target_lengths": flow(dtype=WHOLE),
        }
    ],
    "CosineEmbeddingLoss": [{"input1": flow(4), "input2": flow(4), "target": flow()}],
    "CrossEntropyLoss": [
        {"input": flow(4, 5), "target": flow(5, dtype=WHOLE)},
        {"input": flow(4, 5), "target": flow(5, dtype=WHOLE), "weight": Flow((4,), (4,), torch.float32)},
    ],
    "NLLLoss": [{"input": flow(4), "target": flow(dtype=WHOLE), "weight": Flow((4,), (4,), torch.float32)}],
    "MultiMarginLoss": [{"input": flow(4), "target": flow(dtype=WHOLE), "weight": Flow((4,), (4,), torch.float32)}],
    "BCEWithLogitsLoss": [{"input": flow(4), "target": flow(4), "pos_weight": Flow((4,), (4,), torch.float32)}],
    "Accuracy": [{"input": flow(4, 5), "target": flow(5, dtype=WHOLE)}],
    "IoU": [{"input": flow(4, 5, 5), "target": flow(5, 5, dtype=WHOLE)}],
    "TopKAccuracy": [{"input": flow(10), "target": flow(dtype=WHOLE)}],
    "F1": [{"input": flow(4, 5), "target": flow(5, dtype=WHOLE)}],
    "Gather": [{"input": flow(4), "index": flow(1, dtype=WHOLE)}],
    "IndexSelect": [{"input": flow(4), "index": Flow((2,), (2,), WHOLE)}],
    "Transformer": [
        {"src": flow(4, 8), "tgt": flow(3, 8)},
        {"src": flow(4, 8), "tgt": flow(4, 8), "tgt_mask": Flow((4, 4), (4, 4), torch.bool)},
    ],
    "MultiheadAttention": [
        {
            "query": flow(4, 8),
            "key": flow(3, 8),
            "value": flow(3, 8),
            "key_padding_mask": flow(3, dtype=torch.bool),
            "attn_mask": Flow((4, 3), (4, 3), torch.bool),
        }
    ],
    "RNN": [{"input": flow(4, 8), "hx": flow(1, 64, batch=1)}],
    "GRU": [{"input": flow(4, 8), "hx": flow(1, 64, batch=1)}],
    "LSTM": [{"input": flow(4, 8), "h_0": flow(1, 64, batch=1), "c_0": flow(1, 64, batch=1)}],
    "RNNCell": [{"input": flow(8), "hx": flow(64)}],
    "GRUCell": [{"input": flow(8), "hx": flow(64)}],
    "LSTMCell": [{"input": flow(8), "h_0": flow(64), "c_0": flow(64)}],
    "GraphConvolution": [{"input": flow(5, 3), "adjacency": flow(5, 5)}],
    "GraphAttention": [{"input": flow(5, 3), "adjacency": flow(5, 5)}],
    "MessagePassing": [{"input": flow(5, 3), "adjacency": flow(5, 5), "edges": flow(5, 5, 2)}],
    "Unbind": [{"input": flow(2, 4)}],
    "Unfold": [{"input": flow(3, 8, 8)}],
}


def defaults(layer):
    return {p.name: p.default for p in layer.spec.params if not p.inferred}


@pytest.mark.parametrize(("name", "flows"), [(name, flows) for name, all in FITTING.items() for flows in all])
def test_inputs_that_fit_pass(name, flows):
    layer = builder.CATALOG[name]
    assert unexpected("node", layer, flows) is None
    assert isinstance(through(layer, defaults(layer), flows), Passed)


def examples(name):
    rng, layer = random.Random(name), builder.CATALOG[name]
    for flows in FITTING.get(name, ()):
        yield layer, defaults(layer), flows
    for _ in range(EXAMPLES):
        params = {p.name: read_value(p, some_value(rng, p)) for p in layer.spec.params if not p.inferred}
        node = layer.for_node(params, ())
        flows = some_flows(rng, node)
        if unexpected("node", node, flows) is None:
            yield node, params, flows


@pytest.mark.parametrize("name", COMPUTED)
def test_what_passes_runs_with_the_predicted_shapes_and_parameters(name):
    torch.manual_seed(0)
    for layer, params, flows in examples(name):
        answer = through(layer, params, flows)
        if isinstance(answer, Refused):
            continue
        told = f"{params} {[(port, flow.large, flow.dtype) for port, flow in flows.items()]}"
        try:
            outputs, module = run_source(
                layer,
                {**params, **dict(answer.inferred)},
                {port: some_tensor(flow) for port, flow in flows.items()},
            )
        except Exception as error:
            pytest.fail(f"passed, but does not run: {told}: {error}")
        predicted = {port: (flow.large, flow.dtype) for port, flow in answer.outputs}
        assert {port: (tuple(value.shape), value.dtype) for port, value in outputs.items()} == predicted, told
        assert sum(p.numel() for p in module.parameters()) == answer.parameters if module else answer.parameters == 0


CALLED = [name for name in COMPUTED if getattr(builder.CATALOG[name], "function", None)]


@pytest.mark.parametrize("name", CALLED)
def test_what_is_called_as_a_function_computes_what_its_module_does(name):
    torch.manual_seed(0)
    for layer, params, flows in examples(name):
        if isinstance(through(layer, params, flows), Refused):
            continue
        module = layer.make(params)
        assert not module.state_dict()
        for training in (True, False):
            (value,) = (torch.randn(flow.large).requires_grad_() for flow in flows.values())
            wanted = module.train(training)(value)
            (answer,) = run_source(layer, params, {"input": value})[0].values()
            slopes = [torch.autograd.grad(each.sum(), value)[0] for each in (wanted, answer)]
            assert torch.equal(answer, wanted), params
            assert torch.equal(*slopes), params


@pytest.mark.parametrize("name", COMPUTED)
def test_some_examples_pass(name):
    assert any(isinstance(through(*example), Passed) for example in examples(name))
