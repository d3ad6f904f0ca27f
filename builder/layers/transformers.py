"""The transformer and its parts: attention and a small network per token, again and again."""

import ast
import inspect
from collections.abc import Mapping
from typing import Any

from torch import nn

from builder.kinds.expected import ANY_TENSOR, ANYTHING
from builder.kinds.layer import Params, Tensors
from builder.kinds.shapes import SEQUENCES
from builder.kinds.spec import Param, Port
from builder.kinds.syntax import dotted, literal
from builder.kinds.torch_layer import TorchLayer, last_of


class Masked(TorchLayer):
    """A transformer of torch, which looks into a mask to see whether it is causal, unless it is told.

    Without storage there is nothing to see, and the shape is the same.
    """

    TOLD: Mapping[type[nn.Module], tuple[str, ...]] = {
        nn.TransformerEncoder: ("is_causal",),
        nn.TransformerDecoder: ("tgt_is_causal",),
        nn.Transformer: ("src_is_causal", "tgt_is_causal"),
    }

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        assert module is not None
        positional, optional = self.arguments(inputs)
        return module(*positional, **optional, **dict.fromkeys(self.TOLD.get(type(module), ()), False))


class Stack(Masked):
    """Several layers of one kind, as torch stacks them: ``TransformerEncoder(TransformerEncoderLayer(...), 6)``."""

    def __init__(self, module: type[nn.Module], layer: type[nn.Module], options: dict[str, bool], **facts: Any) -> None:
        super().__init__(layer, **facts)
        self._stack, self._options = module, options
        self._layer = TorchLayer(layer, **facts)
        help = "How many layers follow each other."
        depth = Param(name="num_layers", kind="int", default=2, minimum=1, maximum=1_000, help=help)
        form = {"type": module.__name__, "docs": inspect.getdoc(module), "params": (depth, *self.spec.params)}
        self.spec = self.spec.model_copy(update=form)
        self._params["num_layers"] = depth

    def make(self, params: Params) -> nn.Module:
        rest = {name: value for name, value in params.items() if name != "num_layers"}
        return self._stack(self._layer.make(rest), params["num_layers"], **self._options)

    def construct(self, params: Params) -> ast.expr:
        return ast.Call(
            func=dotted("nn", self._stack.__name__),
            args=[self._layer.made(params), literal(params["num_layers"])],
            keywords=[ast.keyword(arg=name, value=literal(value)) for name, value in self._options.items()],
        )


def _optional(*names: str) -> tuple[Port, ...]:
    return tuple(Port(name=name, accepts=ANY_TENSOR, optional=True, help=MASKS[name]) for name in names)


_MASK = "Of shape (steps, steps it looks at): true where looking is not allowed."
_PADDING = "Of shape (N, steps): true where there is only padding."
MASKS = {
    "mask": _MASK,
    "src_mask": _MASK,
    "tgt_mask": _MASK,
    "memory_mask": _MASK,
    "src_key_padding_mask": _PADDING,
    "tgt_key_padding_mask": _PADDING,
    "memory_key_padding_mask": _PADDING,
}
SRC = Port(name="src", accepts=ANY_TENSOR, help="The sequence that is read, of shape (N, steps, features).")
TGT = Port(name="tgt", accepts=ANY_TENSOR, help="The sequence that is written, of shape (N, steps, features).")
MEMORY = Port(name="memory", accepts=ANY_TENSOR, help="What the encoder made of the sequence that it read.")
EXPECTED = {"src": SEQUENCES, "tgt": SEQUENCES, "memory": SEQUENCES, **dict.fromkeys(MASKS, ANYTHING)}
ENCODES = (SRC, *_optional("src_mask", "src_key_padding_mask"))
DECODES = (
    TGT,
    MEMORY,
    *_optional("tgt_mask", "memory_mask", "tgt_key_padding_mask", "memory_key_padding_mask"),
)

FACTS: dict[str, Any] = {
    "category": "Transformer",
    "starts": {
        "nhead": 1,
        "batch_first": True,
        "dim_feedforward": 256,
        "num_encoder_layers": 2,
        "num_decoder_layers": 2,
    },
    "limits": {
        "nhead": (1, 10_000),
        "dim_feedforward": (1, 10_000_000),
        "dropout": (0, 1),
        "num_encoder_layers": (1, 1_000),
        "num_decoder_layers": (1, 1_000),
        "layer_norm_eps": (0, 1),
    },
    "choices": {"activation": ("relu", "gelu")},
    "hidden": frozenset({"custom_encoder", "custom_decoder"}),
    "expects": EXPECTED,
}


def encodes(module: type[nn.Module], **facts: Any) -> TorchLayer:
    return Masked(module, infer={"d_model": last_of("src")}, **FACTS, **facts)


def decodes(module: type[nn.Module], **facts: Any) -> TorchLayer:
    return Masked(module, infer={"d_model": last_of("tgt")}, **FACTS, **facts)


LAYERS = (
    encodes(
        nn.TransformerEncoderLayer,
        summary="Lets the tokens of a sequence look at each other, then thinks about each one.",
        inputs=ENCODES,
    ),
    decodes(
        nn.TransformerDecoderLayer,
        summary="Lets the tokens of a sequence look at each other and at what an encoder has read.",
        inputs=DECODES,
    ),
    Stack(
        nn.TransformerEncoder,
        nn.TransformerEncoderLayer,
        {"enable_nested_tensor": False},  # nested tensors would hide the padding's steps and so the shape
        summary="Reads a sequence with several encoder layers in a row, as BERT does.",
        inputs=(SRC, *_optional("mask", "src_key_padding_mask")),
        infer={"d_model": last_of("src")},
        **FACTS,
    ),
    Stack(
        nn.TransformerDecoder,
        nn.TransformerDecoderLayer,
        {},
        summary="Writes a sequence with several decoder layers in a row that look at what was read.",
        inputs=DECODES,
        infer={"d_model": last_of("tgt")},
        **FACTS,
    ),
    encodes(
        nn.Transformer,
        summary="Reads one sequence and writes another: the whole encoder and decoder, as for translation.",
        inputs=(
            SRC,
            TGT,
            *_optional(
                "src_mask",
                "tgt_mask",
                "memory_mask",
                "src_key_padding_mask",
                "tgt_key_padding_mask",
                "memory_key_padding_mask",
            ),
        ),
    ),
)
