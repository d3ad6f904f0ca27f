"""Shipped blocks compute what independent code computes, with the same weights."""

import pytest
import torch
import transformers
from torch import nn
from torch.nn import functional as F
from transformers.models.convnext.modeling_convnext import ConvNextLayer
from transformers.models.gpt2.modeling_gpt2 import GPT2Block
from transformers.models.llama.modeling_llama import LlamaMLP
from transformers.models.mobilenet_v2.modeling_mobilenet_v2 import MobileNetV2InvertedResidual
from transformers.models.resnet.modeling_resnet import ResNetBasicLayer, ResNetBottleNeckLayer
from transformers.models.vit.modeling_vit import ViTEmbeddings

import builder
from builder.modules.affine_coupling import AffineCoupling
from builder.modules.causal_self_attention import CausalSelfAttention
from builder.modules.graph_convolution import GraphConvolution
from builder.modules.squeeze_excite import SqueezeExcite
from builder.modules.wavenet_layer import WaveNetLayer
from tests.builder.placed import compiled, placed, some_inputs

CONVOLVED = {"conv1": "layer.0.convolution", "norm1": "layer.0.normalization",
             "conv2": "layer.1.convolution", "norm2": "layer.1.normalization"}  # fmt: skip
NARROWED = {f"{ours}": f"layer.{place}.convolution" for place, ours in enumerate(("narrow", "look", "widen"))} | {
    f"norm{place + 1}": f"layer.{place}.normalization" for place in range(3)
}


def projected(norm):
    return {"project": "shortcut.convolution", norm: "shortcut.normalization"}


def mobilenet():
    config = transformers.MobileNetV2Config(expand_ratio=6, hidden_act="relu6", layer_norm_eps=1e-5)
    return MobileNetV2InvertedResidual(config, 16, 16, stride=1)


def gpt2():
    return GPT2Block(transformers.GPT2Config(n_embd=64, n_head=4, attn_implementation="sdpa"), layer_idx=0)


def vit():
    return ViTEmbeddings(transformers.ViTConfig(hidden_size=64, image_size=16, patch_size=4, hidden_dropout_prob=0.0))


def llama():
    return LlamaMLP(transformers.LlamaConfig(hidden_size=64, intermediate_size=172))


def convnext():
    return ConvNextLayer(transformers.ConvNextConfig(), dim=16)


MLP = {"up": "linear1", "down": "linear2"}
SAME = {
    "encoder_layer": (
        lambda: nn.TransformerEncoderLayer(64, 4, 256, batch_first=True),
        {"attention": "self_attn", "norm1": "norm1", "norm2": "norm2", **MLP},
    ),
    "resnet_basic": (lambda: ResNetBasicLayer(64, 64), CONVOLVED),
    "resnet_basic_down": (lambda: ResNetBasicLayer(64, 128, stride=2), {**CONVOLVED, **projected("norm3")}),
    "bottleneck": (lambda: ResNetBottleNeckLayer(256, 256), NARROWED),
    "bottleneck_down": (lambda: ResNetBottleNeckLayer(256, 512, stride=2), {**NARROWED, **projected("norm4")}),
    "inverted_residual": (
        mobilenet,
        {
            "widen": "expand_1x1.convolution", "norm1": "expand_1x1.normalization",
            "look": "conv_3x3.convolution", "norm2": "conv_3x3.normalization",
            "narrow": "reduce_1x1.convolution", "norm3": "reduce_1x1.normalization",
        },
    ),
    "convnext_block": (
        convnext,
        {"look": "dwconv", "norm": "layernorm", "up": "pwconv1", "down": "pwconv2",
         "scale.value": "layer_scale_parameter"},
    ),
    "gated_mlp": (llama, {"gate": "gate_proj", "up": "up_proj", "down": "down_proj"}),
    "gpt_layer": (
        gpt2,
        {
            "norm1": "ln_1", "norm2": "ln_2", "attention.c_attn": "attn.c_attn",
            "attention.c_proj": "attn.c_proj", "up": "mlp.c_fc", "down": "mlp.c_proj",
        },
    ),
    "vit_embedding": (
        vit,
        {"patches": "patch_embeddings.projection", "whole.token": "cls_token",
         "places.weight": "position_embeddings"},
    ),
    "causal_attention": (
        lambda: CausalSelfAttention(64, n_head=4),
        {"project": "c_attn", "mix": "c_proj"},
    ),
    "squeeze_excite": (lambda: SqueezeExcite(32, reduction=4), {"squeeze": "squeeze", "excite": "excite"}),
}  # fmt: skip


def stirred(module):
    """The module with random weights everywhere, also where it begins with zeros and ones."""
    torch.manual_seed(1)
    with torch.no_grad():
        for name, tensor in module.state_dict().items():
            if tensor.is_floating_point():
                tensor.copy_(torch.rand_like(tensor) + 0.5 if "running_var" in name else torch.randn_like(tensor) * 0.2)
    return module.eval()


def take(ours, theirs, names):
    """Copy weights by the names of modules, or of tensors; convolutions of one pixel are linear layers."""
    state, given = {}, theirs.state_dict()
    turned = {name for name, module in theirs.named_modules() if type(module).__name__ == "Conv1D"}
    for key, tensor in ours.state_dict().items():
        prefix = next(prefix for prefix in names if key == prefix or key.startswith(f"{prefix}."))
        name = names[prefix] + key.removeprefix(prefix)
        found = given[name]
        if name.removesuffix(".weight") in turned:
            found = found.T
        state[key] = found.reshape(tensor.shape)
    ours.load_state_dict(state)


@pytest.mark.parametrize("name", SAME)
def test_a_block_equals_what_others_wrote(name):
    make, names = SAME[name]
    theirs, inputs = stirred(make()), some_inputs(name)
    network, ask = compiled(name, "Block")
    take(network.eval().block, theirs, names)
    with torch.no_grad():
        assert sum(p.numel() for p in network.parameters()) == sum(p.numel() for p in theirs.parameters())
        torch.testing.assert_close(ask(**inputs)["output"], theirs(inputs["input"]), rtol=0, atol=1e-5)


def test_the_decoder_layer_is_torchs_with_its_mask():
    theirs = stirred(nn.TransformerDecoderLayer(64, 4, 256, batch_first=True))
    network, ask = compiled("decoder_layer", "Block")
    norms = {f"norm{place}": f"norm{place}" for place in (1, 2, 3)}
    take(network.eval().block, theirs, {"look_back": "self_attn", "look_across": "multihead_attn", **norms, **MLP})
    given = some_inputs("decoder_layer")
    future = torch.ones(6, 6, dtype=torch.bool).triu(1)
    wanted = theirs(given["input"], given["memory"], tgt_mask=future)
    torch.testing.assert_close(ask(**given)["output"], wanted, rtol=0, atol=1e-5)


@pytest.mark.parametrize(("name", "kind"), [("lstm_cell", nn.LSTM), ("gru_cell", nn.GRU)])
def test_a_cell_over_time_is_torchs_recurrent_layer(name, kind):
    theirs, given = stirred(kind(8, 20, batch_first=True)), some_inputs(name)["input"]
    network, ask = compiled(name, state_size=20)
    names = {"from_input.weight": "weight_ih_l0", "from_input.bias": "bias_ih_l0",
             "from_hidden.weight": "weight_hh_l0", "from_hidden.bias": "bias_hh_l0"}  # fmt: skip
    take(network.block.cell, theirs, names)
    wanted, last = theirs(given)
    answers = ask(input=given)
    torch.testing.assert_close(answers["output"], wanted, rtol=0, atol=1e-5)
    hidden, *memory = last if isinstance(last, tuple) else (last,)
    torch.testing.assert_close(answers["next_hidden"], hidden[0], rtol=0, atol=1e-5)
    for values in memory:
        torch.testing.assert_close(answers["next_cell"], values[0], rtol=0, atol=1e-5)


def test_the_state_size_of_a_scan_is_that_of_its_cell():
    node = builder.check(placed("lstm_cell", state_size=20)).nodes["block"]
    assert [param.name for param in node.spec.params] == ["block", "state_size"]
    assert node.outputs["next_cell"].label == "(N, 20)"


def test_the_coupling_drawn_out_is_the_coupling():
    theirs = stirred(AffineCoupling(4))
    network, ask = compiled("coupling_layer")
    take(network.block, theirs, {"read1": "network.0", "read2": "network.2", "amounts": "network.4"})
    given = some_inputs("coupling_layer")["input"]
    output, log_det = theirs(given)
    answers = ask(input=given)
    torch.testing.assert_close(answers["output"], output)
    torch.testing.assert_close(answers["log_det"], log_det)


def test_the_wavenet_layer_drawn_out_is_the_wavenet_layer():
    theirs = stirred(WaveNetLayer(16, 64, dilation=2))
    network, ask = compiled("wavenet_residual", dilation=2)
    take(network.block, theirs, {"filter": "filter", "gate": "gate", "residual": "residual", "to_skip": "skip"})
    given = some_inputs("wavenet_residual")["input"]
    output, skip = theirs(given)
    answers = ask(input=given)
    torch.testing.assert_close(answers["output"], output)
    torch.testing.assert_close(answers["skip"], skip)


def formula(name, **params):
    """A block's own module, its inputs and its answers."""
    network, ask = compiled(name, "Block", **params)
    given = some_inputs(name)
    stirred(network)
    return network.block, given, ask(**given)


def test_residual_mlp_by_its_formula():
    b, given, answers = formula("residual_mlp")
    x = given["input"]
    torch.testing.assert_close(answers["output"], x + b.down(F.gelu(b.up(b.norm(x)))))


def test_vae_sampling_by_its_formula():
    b, given, answers = formula("vae_sampling")
    mean, log_variance = b.to_mean(given["input"]), b.to_spread(given["input"])
    torch.testing.assert_close(answers["output"], mean + log_variance.exp().sqrt() * given["noise"])
    torch.testing.assert_close(answers["mean"], mean)
    torch.testing.assert_close(answers["log_variance"], log_variance)


def test_attention_pooling_by_its_formula():
    b, given, answers = formula("attention_pooling")
    x = given["input"]
    weights = b.scores(b.hidden(x).tanh()).squeeze(-1).softmax(-1)  # (N, T)
    torch.testing.assert_close(answers["output"], (weights[:, None] @ x)[:, 0])


def test_self_gating_by_its_formula():
    b, given, answers = formula("self_gating")
    torch.testing.assert_close(answers["output"], given["input"] * b.scores(given["input"]).sigmoid())


def test_graph_residual_by_its_formula():
    b, given, answers = formula("graph_residual")
    theirs = GraphConvolution(16, 16)
    theirs.load_state_dict(b.neighbours.state_dict())
    wanted = given["input"] + theirs(b.norm(given["input"]), given["adjacency"]).relu()
    torch.testing.assert_close(answers["output"], wanted)


def test_mixture_of_experts_by_its_formula():
    b, given, answers = formula("mixture_of_experts")
    x = given["input"]
    trust = b.trust(x).softmax(-1)  # (N, 4)
    each = [expert.answer(expert.hidden(x).relu()) for expert in (b.expert1, b.expert2, b.expert3, b.expert4)]
    torch.testing.assert_close(answers["output"], sum(trust[:, [place]] * said for place, said in enumerate(each)))


def test_dense_blocks_keep_all_that_came_in():
    b, given, answers = formula("dense_block")
    seen = given["input"]
    for layer in (b.layer1, b.layer2, b.layer3, b.layer4):
        found = layer.grow(layer.norm2(layer.narrow(layer.norm1(seen).relu())).relu())
        seen = torch.cat([seen, found], dim=1)
    torch.testing.assert_close(answers["output"], seen)
    assert seen.shape[1] == 16 + 4 * 12


def test_inception_by_its_formula():
    b, given, answers = formula("inception")
    x = given["input"]
    paths = [
        b.point(x),
        b.small(b.small_in(x).relu()),
        b.large(b.large_in(x).relu()),
        b.pooled(F.max_pool2d(x, 3, stride=1, padding=1)),
    ]
    torch.testing.assert_close(answers["output"], torch.cat(paths, dim=1).relu())


def test_a_u_net_level_down_and_up_by_their_formulas():
    b, given, answers = formula("unet_down")
    skip = b.conv2(b.conv1(given["input"]).relu()).relu()
    torch.testing.assert_close(answers["skip"], skip)
    torch.testing.assert_close(answers["output"], F.max_pool2d(skip, 2))
    b, given, answers = formula("unet_up")
    both = torch.cat([given["skip"], b.enlarge(given["input"])], dim=1)
    torch.testing.assert_close(answers["output"], b.conv2(b.conv1(both).relu()).relu())


def test_separable_and_transition_by_their_formulas():
    b, given, answers = formula("depthwise_separable", stride=2)
    seen = b.norm1(b.look(given["input"])).relu()
    assert b.look.groups == 16
    torch.testing.assert_close(answers["output"], b.norm2(b.mix(seen)).relu())
    b, given, answers = formula("dense_transition")
    torch.testing.assert_close(answers["output"], F.avg_pool2d(b.narrow(b.norm(given["input"]).relu()), 2))
