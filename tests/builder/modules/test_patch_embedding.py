import pytest
import torch

from builder.modules.patch_embedding import PatchEmbedding
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 2, 8, 8)}, {"embed_dim": 6, "patch_size": 4}, {"in_channels": 2})


def test_element_k_is_the_kth_patch_row_by_row_times_one_matrix():
    layer, image = PatchEmbedding(2, 5, patch_size=4), random(1, 2, 8, 12)
    matrix = layer.proj.weight.flatten(1)
    patches = [image[0, :, r : r + 4, c : c + 4].flatten() for r in (0, 4) for c in (0, 4, 8)]
    expected = torch.stack([matrix @ patch + layer.proj.bias for patch in patches])
    assert torch.allclose(layer(image)[0], expected, atol=1e-5)


def test_an_image_that_can_not_be_cut_evenly_is_refused():
    with pytest.raises(ValueError, match="8 x 9 pixels"):
        PatchEmbedding(1, 4, patch_size=4)(torch.zeros(1, 1, 8, 9))
