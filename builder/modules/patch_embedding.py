"""An image as a sequence of patches."""

from torch import Tensor, nn

from builder.kinds.expected import IMAGES
from builder.kinds.own_module import OwnModule
from builder.kinds.torch_layer import channels


class PatchEmbedding(nn.Module):
    """Cuts an image into square patches and writes each, row by row, as one element of a sequence (ViT).

    Args:
        in_channels: channels of the image.
        embed_dim: features of each element.
        patch_size: height and width of a patch, in pixels.

    Shape:
        - input: (N, in_channels, H, W)
        - output: (N, patches, embed_dim)

    Raises:
        ValueError: height or width is not a multiple of patch_size.

    Reference:
        Dosovitskiy et al., "An Image is Worth 16x16 Words", 2021.

    Example:
        >>> PatchEmbedding(3, 64, patch_size=16)(torch.randn(2, 3, 224, 224)).shape
        torch.Size([2, 196, 64])
    """

    def __init__(self, in_channels: int, embed_dim: int, patch_size: int = 16) -> None:
        super().__init__()
        self.patch_size = patch_size
        self.proj = nn.Conv2d(in_channels, embed_dim, patch_size, stride=patch_size)

    def forward(self, input: Tensor) -> Tensor:
        height, width = input.shape[-2:]
        if height % self.patch_size or width % self.patch_size:
            raise ValueError(f"{height} x {width} pixels can't be cut into patches of {self.patch_size}")
        patches: Tensor = self.proj(input)  # (N, embed_dim, rows, columns)
        return patches.flatten(2).transpose(1, 2)


LAYER = OwnModule(
    PatchEmbedding,
    category="Vision",
    infer={"in_channels": channels},
    starts={"embed_dim": 64},
    limits={"embed_dim": (1, 1_000_000), "patch_size": (1, 10_000)},
    expects=IMAGES,
)
