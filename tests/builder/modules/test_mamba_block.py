import torch
from torch import nn
from torch.nn import functional as F

from builder.modules.mamba_block import MambaBlock
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(2, 7, 8)}, {}, {"d_model": 8})


def test_a_mamba_130m_has_as_many_parameters_as_published():
    with torch.device("meta"):
        embedding = nn.Embedding(50_280, 768)  # its weights are used for the answer too
        layers = [nn.Sequential(nn.RMSNorm(768), MambaBlock(768)) for _ in range(24)]
        network = nn.Sequential(embedding, *layers, nn.RMSNorm(768))
    assert sum(p.numel() for p in network.parameters()) == 129_135_360


def test_the_convolution_sees_only_the_last_steps():
    block, x = MambaBlock(4, d_conv=3), random(1, 6, 4)
    values, gate = (x @ block.in_proj.weight.T).chunk(2, dim=-1)
    mixed = torch.zeros_like(values)
    for t in range(6):
        for k in range(3):
            if t - k >= 0:
                mixed[:, t] += block.conv.weight[:, 0, 2 - k] * values[:, t - k]
    expected = block.scan(F.silu(mixed + block.conv.bias)) * F.silu(gate) @ block.out_proj.weight.T
    assert torch.allclose(block(x), expected, atol=1e-6)


def test_the_past_does_not_depend_on_the_future():
    block, x = MambaBlock(4), random(1, 8, 4)
    changed = x.clone()
    changed[:, 5:] += 1
    assert torch.allclose(block(changed)[:, :5], block(x)[:, :5], atol=1e-6)
