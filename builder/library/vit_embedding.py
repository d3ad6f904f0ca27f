"""What a vision transformer makes of an image.

Reference: Dosovitskiy et al., "An Image is Worth 16x16 Words", 2021.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, line

BLOCK = ShippedBlock(
    name="vit_embedding",
    title="ViT patch embedding",
    category="Attention",
    summary="Reads an image as a sequence: one element per patch, one for the whole, and where each stands.",
    reference='Dosovitskiy et al., "An Image is Worth 16x16 Words", 2021.',
    example={"input": (3, 16, 16)},
    block=line(
        cell("patches", "Conv2d", out_channels="=width", kernel_size="=patch", stride="=patch"),
        cell("row", "Flatten", start_dim=2),
        cell("elements", "Transpose", dim0=1, dim1=2),
        cell("whole", "ClassToken"),
        cell("places", "LearnedPositions", max_len="=patches + 1"),
        into="input",
        out="output",
        width=64,
        patch=4,
        patches=16,
    ),
)
