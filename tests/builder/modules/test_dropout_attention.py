import torch
from torch.nn import functional as F

from builder.modules.dropout_attention import DropoutAttention
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"query": random(3, 4, 6), "key": random(3, 5, 6, seed=1), "value": random(3, 5, 6, seed=2)})


def test_it_drops_what_torchs_attention_drops_and_nothing_when_it_answers():
    q, k, v = (random(2, 5, 4, seed=seed) for seed in range(3))
    attention = DropoutAttention(dropout_p=0.4, is_causal=True)
    torch.manual_seed(3)
    ours = attention(q, k, v)
    torch.manual_seed(3)
    assert torch.equal(ours, F.scaled_dot_product_attention(q, k, v, dropout_p=0.4, is_causal=True))
    assert torch.equal(attention.eval()(q, k, v), F.scaled_dot_product_attention(q, k, v, is_causal=True))
