import torch
from torch.nn import functional as F

from builder.modules.selective_scan import SelectiveScan
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(2, 7, 4)}, {"d_state": 3}, {"d_inner": 4})


def test_it_gives_what_the_recurrence_of_the_paper_gives_step_by_step():
    layer, x = SelectiveScan(4, d_state=3, dt_rank=2), random(2, 9, 4)
    a = -torch.exp(layer.A_log)
    h, outputs = torch.zeros(2, 4, 3), []
    for t in range(9):
        low, b, c = layer.x_proj(x[:, t]).split([2, 3, 3], dim=-1)
        dt = F.softplus(layer.dt_proj(low))
        h = torch.exp(torch.einsum("nd,ds->nds", dt, a)) * h + torch.einsum("nd,ns,nd->nds", dt, b, x[:, t])
        outputs.append(torch.einsum("nds,ns->nd", h, c) + layer.D * x[:, t])
    assert torch.allclose(layer(x), torch.stack(outputs, dim=1), atol=1e-5)


def test_step_sizes_start_within_their_limits():
    start = F.softplus(SelectiveScan(64).dt_proj.bias)
    assert (start > 0.00099).all()
    assert (start < 0.101).all()


def test_the_past_does_not_depend_on_the_future():
    layer, x = SelectiveScan(4), random(1, 8, 4)
    changed = x.clone()
    changed[:, 5:] += 1
    assert torch.allclose(layer(changed)[:, :5], layer(x)[:, :5], atol=1e-6)
