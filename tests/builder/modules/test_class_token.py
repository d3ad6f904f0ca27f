import torch
from torch import nn

from builder.modules.class_token import ClassToken
from builder.modules.learned_positions import LearnedPositions
from builder.modules.patch_embedding import PatchEmbedding
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 5, 6)}, {}, {"d_model": 6})


def test_the_token_stands_first_in_every_sequence():
    layer, x = ClassToken(4), random(3, 5, 4)
    nn.init.normal_(layer.token)
    output = layer(x)
    assert torch.equal(output[:, 1:], x)
    assert all(torch.equal(first, layer.token) for first in output[:, 0])


def test_a_vit_b_16_has_as_many_parameters_as_published_and_gives_a_thousand_scores():
    with torch.device("meta"):
        network = nn.Sequential(
            PatchEmbedding(3, 768, patch_size=16),
            ClassToken(768),
            LearnedPositions(197, 768),
            nn.TransformerEncoder(nn.TransformerEncoderLayer(768, 12, 3072, batch_first=True), 12, nn.LayerNorm(768)),
            nn.Linear(768, 1000),
        )
        assert network(torch.empty(2, 3, 224, 224)).shape == (2, 197, 1000)
    assert sum(p.numel() for p in network.parameters()) == 86_567_656
