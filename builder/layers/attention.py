"""Attention: every token looks at the others and takes from those that matter to it."""

from torch import nn
from torch.nn import functional as F

from builder.kinds.expected import ANY_TENSOR, ANYTHING, REAL
from builder.kinds.shapes import SEQUENCES
from builder.kinds.spec import Param, Port
from builder.kinds.tensor_function import TensorFunction
from builder.kinds.torch_layer import TorchLayer, last_of

MASK = Port(
    name="attn_mask",
    accepts=ANY_TENSOR,
    optional=True,
    help="Of shape (queries, keys): true where looking is not allowed, or a number to add to each score.",
)
PADDING = Port(
    name="key_padding_mask",
    accepts=ANY_TENSOR,
    optional=True,
    help="Of shape (N, keys): true where there is only padding.",
)
QUERY = Port(name="query", accepts=ANY_TENSOR, help="Those who look, of shape (N, queries, features).")
KEY = Port(name="key", accepts=ANY_TENSOR, help="What is looked for, of shape (N, keys, features).")
VALUE = Port(name="value", accepts=ANY_TENSOR, help="What is taken, of shape (N, keys, features).")

LAYERS = (
    TorchLayer(
        nn.MultiheadAttention,
        category="Attention",
        summary="Lets each token look at the others, in several ways at once, and take what matters to it.",
        inputs=(QUERY, KEY, VALUE, PADDING, MASK),
        returns=("output", "weights"),
        infer={"embed_dim": last_of("query")},
        starts={"num_heads": 1, "batch_first": True},
        limits={"num_heads": (1, 10_000), "dropout": (0, 1), "kdim": (1, 1_000_000), "vdim": (1, 1_000_000)},
        expects={
            "query": SEQUENCES,
            "key": SEQUENCES,
            "value": SEQUENCES,
            "key_padding_mask": ANYTHING,
            "attn_mask": ANYTHING,
        },
    ),
    TensorFunction(
        F.scaled_dot_product_attention,
        type_name="ScaledDotProductAttention",
        category="Attention",
        summary="Weighs values by how well each query matches each key; nothing in it is learned.",
        inputs=(
            QUERY,
            KEY,
            VALUE,
            MASK.model_copy(update={"help": "True where looking is allowed, or a number to add to each score."}),
        ),
        output=Port(name="output"),
        params=(
            Param(
                name="is_causal",
                kind="bool",
                default=False,
                help="Whether a token sees only those before it and itself.",
            ),
        ),
        expects={"query": REAL, "key": REAL, "value": REAL},
    ),
)
