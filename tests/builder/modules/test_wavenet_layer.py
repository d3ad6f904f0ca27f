import torch

from builder.modules.wavenet_layer import WaveNetLayer
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 4, 9)}, {"skip_channels": 5, "dilation": 2}, {"residual_channels": 4})


def test_it_gives_what_the_paper_writes_step_by_step():
    layer, x = WaveNetLayer(2, 3, dilation=2), random(1, 2, 7)
    output, skip = layer(x)
    for t in range(7):
        before = x[0, :, t - 2] if t >= 2 else torch.zeros(2)
        heard, gate = (
            conv.weight[:, :, 0] @ before + conv.weight[:, :, 1] @ x[0, :, t] + conv.bias
            for conv in (layer.filter, layer.gate)
        )
        found = heard.tanh() * gate.sigmoid()
        residual = layer.residual.weight[:, :, 0] @ found + layer.residual.bias + x[0, :, t]
        assert torch.allclose(output[0, :, t], residual, atol=1e-6)
        assert torch.allclose(skip[0, :, t], layer.skip.weight[:, :, 0] @ found + layer.skip.bias, atol=1e-6)


def test_layers_of_doubling_dilation_see_as_far_back_as_their_product():
    layers, x = [WaveNetLayer(2, 2, dilation=d) for d in (1, 2, 4)], random(1, 2, 12).requires_grad_()
    hidden = x
    for layer in layers:
        hidden, _ = layer(hidden)
    (seen,) = torch.autograd.grad(hidden[0, :, -1].sum(), x)
    assert (seen[0].abs().sum(0) > 0).tolist() == [False] * 4 + [True] * 8
