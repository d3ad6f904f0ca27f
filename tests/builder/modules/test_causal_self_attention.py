import pytest
import torch
from torch import nn

from builder.modules.causal_self_attention import CausalSelfAttention
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 5, 8)}, {"n_head": 2}, {"n_embd": 8})


def test_it_gives_what_torchs_attention_gives_with_the_same_weights_and_a_causal_mask():
    ours, theirs = CausalSelfAttention(12, n_head=3), nn.MultiheadAttention(12, 3, batch_first=True)
    theirs.load_state_dict(
        {
            "in_proj_weight": ours.c_attn.weight,
            "in_proj_bias": ours.c_attn.bias,
            "out_proj.weight": ours.c_proj.weight,
            "out_proj.bias": ours.c_proj.bias,
        }
    )
    x = random(2, 7, 12)
    mask = nn.Transformer.generate_square_subsequent_mask(7)
    assert torch.allclose(ours(x), theirs(x, x, x, attn_mask=mask, need_weights=False)[0], atol=1e-5)


@pytest.mark.parametrize(
    ("n_embd", "n_head", "n_layer", "vocabulary", "context", "published"),
    [(1600, 25, 48, 50_257, 1024, 1_557_611_200), (12_288, 96, 96, 50_257, 2048, 174_604_259_328)],
    ids=["gpt-2-xl", "gpt-3"],
)
def test_a_gpt_of_it_has_as_many_parameters_as_published(n_embd, n_head, n_layer, vocabulary, context, published):
    with torch.device("meta"):
        block = nn.Sequential(
            nn.LayerNorm(n_embd),
            CausalSelfAttention(n_embd, n_head),
            nn.LayerNorm(n_embd),
            nn.Linear(n_embd, 4 * n_embd),
            nn.Linear(4 * n_embd, n_embd),
        )
        ends = [nn.Embedding(vocabulary, n_embd), nn.Embedding(context, n_embd), nn.LayerNorm(n_embd)]
    per_block = sum(p.numel() for p in block.parameters())
    assert n_layer * per_block + sum(p.numel() for end in ends for p in end.parameters()) == published


def test_dropout_rests_while_not_training():
    layer, x = CausalSelfAttention(8, dropout=0.5), random(2, 5, 8)
    assert not torch.equal(layer(x), layer(x))
    layer.eval()
    assert torch.equal(layer(x), layer(x))


def test_heads_that_do_not_divide_the_features_are_refused():
    with pytest.raises(ValueError, match="n_head=3"):
        CausalSelfAttention(8, n_head=3)
