"""A published network drawn with our modules, at full size."""

import builder
from tests.drawings import block, draw, with_blocks

LAYER = block(
    {"x": "Input", "norm": "RMSNorm", "mamba": "MambaBlock", "add": "Add", "y": "Output"},
    {
        "norm.input": "x.output",
        "mamba.input": "norm.output",
        "add.input": "mamba.output",
        "add.other": "x.output",
        "y.input": "add.output",
    },
)


def test_a_mamba_130m_has_as_many_parameters_as_published():
    main = draw(
        {
            "text": ("RandomIntegers", {"high": 50_280, "shape": 64}),
            "token": ("Embedding", {"num_embeddings": 50_280, "embedding_dim": 768}),
            "deep": ("Repeat", {"block": "layer", "times": 24}),
            "norm": "RMSNorm",
            "next": ("TiedLinear", {"of": "token"}),
            "answer": "Output",
        },
        {
            "token.input": "text.integers",
            "deep.x": "token.output",
            "norm.input": "deep.y",
            "next.input": "norm.output",
            "answer.input": "next.output",
        },
    )
    report = builder.check(with_blocks(main, layer=LAYER))
    assert {problem.code for problem in report.problems} <= {"no_data", "no_objective"}
    assert report.parameters == 129_135_360
