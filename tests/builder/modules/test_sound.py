import torch

import builder
from builder.modules.sound import sound
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": 0.3 * random(3, 100)})


def test_it_leaves_a_wave_as_it_is_and_cuts_off_what_no_loudspeaker_can_reach():
    wave = torch.tensor([[-3.0, -1.0, 0.25, 1.0, 1.5]])
    assert torch.equal(sound(wave, rate=8_000), torch.tensor([[-1.0, -1.0, 0.25, 1.0, 1.0]]))
    assert "rate" in {param.name for param in builder.CATALOG["Sound"].spec.params}
