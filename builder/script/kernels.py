"""How exported scripts have oneDNN multiply, as it did in the run; printed as it stands."""

from __future__ import annotations

from typing import Any

import torch


def by_onednn(data: Any) -> Any:
    """The data; whatever is computed after them is multiplied by oneDNN: where the run was, as exactly.

    A run makes its data before, by the usual kernels. Attention is computed by plain products, on CPUs too.
    """
    matmul: Any = torch.backends.mkldnn.matmul  # type: ignore[attr-defined]
    matmul.fp32_precision = "bf16"  # lets oneDNN multiply
    torch.backends.cuda.enable_flash_sdp(False)
    return data
