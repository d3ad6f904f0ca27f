"""The length of sequences is carried through a drawing as T, as far as it is free."""

import random
import re

import pytest
import torch

import builder
from builder.checker.params import read_value
from builder.checker.propagation import Flow, Passed, batch_of, through
from builder.checker.unexpected import unexpected
from builder.kinds.layer import ComputedLayer, on_meta
from tests.builder.test_catalog_shapes import some_value
from tests.drawings import block, draw, with_blocks

LENGTH, UNTRIED = 32, 40  # 24 and 16 are tried

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:torch")


def labels(nodes, edges, **blocks):
    """The shapes on the first outputs of a drawing, by node."""
    report = builder.check(with_blocks(draw(nodes, edges), **blocks))
    return {id: next((signal.label for signal in node.outputs.values()), None) for id, node in report.nodes.items()}


def of_text(*steps, **blocks):
    """The shapes along a chain of layers that reads 32 letters, each as four numbers."""
    nodes = {"text": "Characters", "embed": ("Embedding", {"num_embeddings": 28, "embedding_dim": 4})}
    edges, source = {"embed.input": "text.tokens"}, "embed.output"
    for place, step in enumerate(steps):
        id, ports = f"n{place}", ("input", "output")
        if step[0] in ("Block", "Repeat", "Scan", "ODESolve"):
            ports = ("x", "y")
        nodes[id] = step
        edges[f"{id}.{ports[0]}"], source = source, f"{id}.{ports[1]}"
    found = labels(nodes, edges, **blocks)
    return [found[f"n{place}"] for place in range(len(steps))]


def test_the_length_of_a_text_is_called_t():
    assert of_text(("Linear", {"out_features": 8})) == ["(N, T, 8)"]
    assert of_text(("LSTM", {"hidden_size": 5}), ("Select", {"dim": 1, "index": -1})) == ["(N, T, 5)", "(N, 5)"]


def test_what_t_stands_for_is_told_with_the_shape():
    report = builder.check(builder.STARTERS["tiny-gpt"].document)
    assert report.nodes["scores"].outputs["output"].length == LENGTH
    assert builder.check(builder.STARTERS["digits-cnn"].document).nodes["conv1"].outputs["output"].length is None


def test_t_is_carried_through_convolutions_strides_and_flattening():
    turned = ("Transpose", {"dim0": 1, "dim1": 2})
    conv = ("Conv1d", {"out_channels": 6, "kernel_size": 3})
    strided = ("Conv1d", {"out_channels": 6, "kernel_size": 4, "stride": 2, "padding": 1})
    assert of_text(turned, conv) == ["(N, 4, T)", "(N, 6, T-2)"]
    assert of_text(turned, strided) == ["(N, 4, T)", "(N, 6, T/2)"]
    assert of_text(turned, ("Conv1d", {"out_channels": 6, "kernel_size": 5, "stride": 5}))[1] == "(N, 6, 6)"
    assert of_text(("Flatten", {"start_dim": 0, "end_dim": 1})) == ["(N*T, 4)"]
    assert of_text(("Flatten", {})) == ["(N, 4T)"]


def test_attention_scores_have_a_t_for_each_side():
    scores = labels(
        {
            "text": "Characters",
            "embed": ("Embedding", {"num_embeddings": 28, "embedding_dim": 4}),
            "turned": ("Transpose", {"dim0": 1, "dim1": 2}),
            "scores": "MatrixMultiply",
            "row": "Flatten",
        },
        {
            "embed.input": "text.tokens",
            "turned.input": "embed.output",
            "scores.input": "embed.output",
            "scores.other": "turned.output",
            "row.input": "scores.output",
        },
    )
    assert (scores["scores"], scores["row"]) == ("(N, T, T)", "(N, T*T)")


def test_where_the_length_is_fixed_it_becomes_a_number_from_there_on():
    over_time = [("Transpose", {"dim0": 1, "dim1": 2}), ("Linear", {"out_features": 32}), ("ReLU", {})]
    assert of_text(*over_time) == ["(N, 4, T)", "(N, 4, 32)", "(N, 4, 32)"]
    last = ("Select", {"dim": 1, "index": 31})
    assert of_text(last) == ["(N, 4)"]
    assert of_text(("Reshape", {"shape": (-1, 32, 2, 2)}), ("ReLU", {})) == ["(N, 32, 2, 2)", "(N, 32, 2, 2)"]


def test_sizes_that_follow_from_the_length_are_those_of_the_data():
    (shape,) = of_text(("BatchNorm1d", {}))
    assert shape == "(N, 32, 4)"
    report = builder.check(
        draw({"text": "LongMemory", "row": "Flatten", "fc": ("Linear", {"out_features": 2})},
             {"row.input": "text.sequence", "fc.input": "row.output"})
    )  # fmt: skip
    assert report.nodes["row"].outputs["output"].label == "(N, 6T)"
    assert report.nodes["fc"].inferred == {"in_features": 96}


def test_a_table_of_positions_as_long_as_the_text_leaves_the_length_free():
    assert of_text(("LearnedPositions", {"max_len": 32})) == ["(N, T, 4)"]


def test_blocks_carry_the_length_through():
    double = block(
        {"x": "Input", "wide": ("Linear", {"out_features": 4}), "y": "Output"},
        {"wide.input": "x.output", "y.input": "wide.output"},
    )
    used = [(kind, {"block": "double"}) for kind in ("Block", "Repeat", "ODESolve")]
    assert of_text(*used, double=double) == ["(N, T, 4)"] * 3


def test_a_block_that_fixes_the_length_fixes_it_for_what_comes_after():
    mixed = [("turn", "Transpose", {"dim0": 1, "dim1": 2}), ("mix", "Linear", {"out_features": 32}),
             ("back", "Transpose", {"dim0": 1, "dim1": 2})]  # fmt: skip
    nodes = {"x": "Input", **{id: (kind, params) for id, kind, params in mixed}, "y": "Output"}
    edges = {"turn.input": "x.output", "mix.input": "turn.output", "back.input": "mix.output", "y.input": "back.output"}
    assert of_text(("Repeat", {"block": "mixer", "times": 3}), mixer=block(nodes, edges)) == ["(N, 32, 4)"]


def test_a_cell_gives_as_many_steps_as_it_gets():
    found = labels(
        {"data": "LongMemory", "read": ("Scan", {"block": "cell", "state_size": 32})},
        {"read.step": "data.sequence"},
        cell=builder.STARTERS["rnn-cell"].document.blocks["cell"],
    )
    assert found["read"] == "(N, T, 32)"


def test_the_source_says_t_at_the_ends_of_its_lines():
    assert re.search(r"self\.scores\(\w+\)  # \(N, T, 28\)", builder.source(builder.STARTERS["tiny-gpt"].document))


def value_of(dim, n, t):
    """What a dimension says, for a batch and a length."""
    return dim if isinstance(dim, int) else eval(re.sub(r"(\d)([NT])", r"\1*\2", dim), {"N": n, "T": t})


def some_sequences(rng, layer):
    """Sequences of 32 steps on some axis of each input, mostly alike."""
    flows, sample, axis = {}, None, 0
    for port in layer.spec.inputs:
        if port.optional and rng.random() < 0.7:
            continue
        expected = layer.expects.get(port.name)
        ranks = [rank for rank in (expected and expected.ranks) or (2, 3, 4) if rank > 1]
        if not ranks:
            return {}
        if sample is None or len(sample) + 1 not in ranks:
            sample = [rng.choice((1, 2, 4, 8)) for _ in range(rng.choice(ranks) - 1)]
            axis = rng.randrange(len(sample))
            sample[axis] = LENGTH
        numbers = expected.numbers if expected else "real"
        dtype = {"whole": torch.int64, "bool": torch.bool}.get(numbers, torch.float32)
        flows[port.name] = batch_of(tuple(sample), dtype, axis)
    return flows


def at_another_length(flow):
    """The shape for three samples of a length that was not tried."""
    return tuple(value_of(dim, 3, UNTRIED) for dim in flow.dims)


COMPUTED = sorted(name for name, layer in builder.CATALOG.items() if isinstance(layer, ComputedLayer))


@pytest.mark.parametrize("name", COMPUTED)
def test_what_is_told_of_t_holds_for_a_length_that_was_not_tried(name):
    rng, layer = random.Random(name), builder.CATALOG[name]
    for _ in range(8):
        flows = some_sequences(rng, layer)
        params = {p.name: read_value(p, some_value(rng, p)) for p in layer.spec.params if not p.inferred}
        if unexpected("node", layer, flows) is not None:
            continue
        answer = through(layer, params, flows)
        if not isinstance(answer, Passed) or not any(flow.time for _, flow in answer.outputs):
            continue
        inputs = {port: on_meta(at_another_length(flow), flow.dtype) for port, flow in flows.items()}
        whole = {**params, **dict(answer.inferred)}
        with torch.device("meta"), torch.no_grad():
            outputs = layer.outputs(layer.run(layer.make(whole), whole, inputs))
        for port, flow in answer.outputs:
            if flow.time:
                told = f"{params} {[(port, flow.label) for port, flow in flows.items()]} gives {flow.label}"
                assert tuple(outputs[port].shape) == at_another_length(flow), told


@pytest.mark.parametrize("name", COMPUTED)
def test_sequences_pass_wherever_they_would_without_t(name):
    rng, layer = random.Random(name), builder.CATALOG[name]
    for _ in range(4):
        flows = some_sequences(rng, layer)
        fixed = {port: Flow(flow.small, flow.large, flow.dtype) for port, flow in flows.items()}
        params = {p.name: read_value(p, some_value(rng, p)) for p in layer.spec.params if not p.inferred}
        if unexpected("node", layer, flows) is None:
            answers = [through(layer, params, given) for given in (flows, fixed)]
            assert said(answers[0]) == said(answers[1])


def said(answer):
    """An answer without what it tells of T."""
    if not isinstance(answer, Passed):
        return answer
    outputs = [(port, flow.small, flow.large, flow.dtype) for port, flow in answer.outputs]
    return outputs, answer.inferred, answer.parameters, answer.cost
