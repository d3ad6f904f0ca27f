"""Architectures of a first course are drawn with the nodes that their code means, in drawings that fit the eye."""

import pytest

from tests.builder.importers.course.measure import CASES, drawn

MOST = 24
BIG = {"ResNet18", "UNet", "UNet_bilinear", "ViT", "GPT", "GPT_by_hand", "Transformer", "MobileNetV2", "DCGAN", "GCN"}


@pytest.mark.parametrize("name", CASES)
def test_every_operation_has_a_node_of_its_own_and_parts_are_blocks(name):
    found = drawn(name)
    assert found.aten == ()
    assert name not in BIG or found.main <= MOST
