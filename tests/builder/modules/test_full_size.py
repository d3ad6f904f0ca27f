"""Published networks drawn with our modules, at full size: they check on shapes alone, parameter by parameter."""

import pytest

import builder
from builder.document import Document
from tests.builder.full_size import chain, network
from tests.drawings import block, draw, with_blocks


def residual(*steps):
    """A block that adds what its steps make of its input to that input."""
    nodes, edges = chain(*steps, source="x.output")
    edges |= {"add.input": edges.pop("answer.input"), "add.other": "x.output", "y.input": "add.output"}
    return {"x": "Input", **nodes, "add": "Add", "y": "Output"}, edges


def language_model(vocabulary: int, context: int, width: int, *steps, **ports) -> Document:
    """Tokens in, scores of the next token out, with the embedding's weights at both ends."""
    nodes, edges = chain(
        ("embedding", ("Embedding", {"num_embeddings": vocabulary, "embedding_dim": width})),
        *steps,
        ("head", ("TiedLinear", {"of": "embedding"})),
        source="tokens.integers",
        **ports,
    )
    tokens = ("RandomIntegers", {"high": vocabulary, "shape": context})
    return draw({"tokens": tokens, **nodes, "answer": "Output"}, edges)


def gpt(width: int, heads: int, layers: int, context: int) -> Document:
    attend = residual(("norm", "LayerNorm"), ("attention", ("CausalSelfAttention", {"n_head": "=heads"})))
    think = residual(
        ("norm", "LayerNorm"),
        ("widen", ("Linear", {"out_features": "=4 * width"})),
        ("gelu", "GELU"),
        ("narrow", ("Linear", {"out_features": "=width"})),
    )
    both = {
        "attend": ("Block", {"block": "attend", "heads": "=heads"}),
        "think": ("Block", {"block": "think", "width": "=width"}),
    }
    layer = block(
        {"x": "Input", **both, "y": "Output"},
        {"attend.x": "x.output", "think.x": "attend.y", "y.input": "think.y"},
        heads=1,
        width=1,
    )
    main = language_model(
        50_257,
        context,
        width,
        ("positions", ("LearnedPositions", {"max_len": context})),
        ("layers", ("Repeat", {"block": "layer", "times": layers, "heads": heads, "width": width})),
        ("norm", "LayerNorm"),
        layers=("x", "y"),
    )
    return with_blocks(main, layer=layer, attend=block(*attend, heads=1), think=block(*think, width=1))


def mamba() -> Document:
    main = language_model(
        50_280,
        64,
        768,
        ("layers", ("Repeat", {"block": "layer", "times": 24})),
        ("norm", "RMSNorm"),
        layers=("x", "y"),
    )
    return with_blocks(main, layer=block(*residual(("norm", "RMSNorm"), ("mamba", "MambaBlock"))))


def vit() -> Document:
    encoder = ("TransformerEncoderLayer", {"nhead": 12, "dim_feedforward": 3072, "norm_first": True})
    layer = block(
        {"x": "Input", "encoder": encoder, "y": "Output"}, {"encoder.src": "x.output", "y.input": "encoder.output"}
    )
    main = network(
        (3, 224, 224),
        ("patches", ("PatchEmbedding", {"embed_dim": 768, "patch_size": 16})),
        ("token", "ClassToken"),
        ("positions", ("LearnedPositions", {"max_len": 197})),
        ("layers", ("Repeat", {"block": "layer", "times": 12})),
        ("norm", "LayerNorm"),
        ("first", ("Select", {"index": 0})),
        ("head", ("Linear", {"out_features": 1000})),
        layers=("x", "y"),
    )
    return with_blocks(main, layer=layer)


PUBLISHED = {
    "GPT-2 XL": (lambda: gpt(1600, 25, 48, 1024), 1_557_611_200),
    "GPT-3": (lambda: gpt(12_288, 96, 96, 2048), 174_604_259_328),
    "Mamba-130M": (mamba, 129_135_360),
    "ViT-B/16": (vit, 86_567_656),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_it_has_as_many_parameters_as_published(name):
    make, parameters = PUBLISHED[name]
    report = builder.check(make())
    assert {problem.code for problem in report.problems} <= {"no_data", "no_objective"}
    assert report.parameters == parameters
