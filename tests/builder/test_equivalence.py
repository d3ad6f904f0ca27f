"""Our ResNet-18, BERT and GPT-2 give what those of the `transformers` library give, with its weights copied over."""

import re

import torch
import transformers

import builder
from tests.builder.full_size import bert, gpt, resnet

CLOSE = 1e-5


def renamed(weights, rules):
    """Weights by our names: each rule rewrites a name; the first that fits counts."""
    ours = {}
    for name, value in weights.items():
        for pattern, replacement in rules:
            new, fits = re.subn(f"^{pattern}$", replacement, name)
            if fits:
                ours[new] = value
                break
    return ours


def largest_difference(ours, theirs):
    return (ours - theirs).abs().max().item()


def test_gpt2():
    config = {"n_embd": 48, "n_layer": 3, "n_head": 4, "n_positions": 16, "vocab_size": 60}
    theirs = transformers.GPT2LMHeadModel(transformers.GPT2Config(**config, bos_token_id=0, eos_token_id=0)).eval()
    ours = builder.network(gpt(48, 3, 4, 16, vocabulary=60)).eval()
    weights = renamed(
        theirs.state_dict(),
        [
            (r"transformer\.wte\.(.*)", r"token.\1"),
            (r"transformer\.wpe\.(.*)", r"place.\1"),
            (r"transformer\.ln_f\.(.*)", r"norm.\1"),
            (r"transformer\.h\.(\d+)\.ln_(\d)\.(.*)", r"deep.\1.n\2.\3"),
            (r"transformer\.h\.(\d+)\.attn\.(c_attn|c_proj)\.(.*)", r"deep.\1.attend.\2.\3"),
            (r"transformer\.h\.(\d+)\.mlp\.c_fc\.(.*)", r"deep.\1.up.\2"),
            (r"transformer\.h\.(\d+)\.mlp\.c_proj\.(.*)", r"deep.\1.down.\2"),
        ],
    )
    # theirs keeps the weights of its products as (in, out)
    turned = re.compile(r".*\.(c_attn|c_proj|up|down)\.weight")
    ours.load_state_dict({name: value.T if turned.match(name) else value for name, value in weights.items()})
    tokens = torch.randint(60, (2, 16))
    with torch.no_grad():
        assert largest_difference(ours(tokens), theirs(tokens).logits) < CLOSE


def test_bert():
    config = transformers.BertConfig(
        hidden_size=48, num_hidden_layers=3, num_attention_heads=4, intermediate_size=192, vocab_size=60,
        max_position_embeddings=16,
    )  # fmt: skip
    theirs = transformers.BertModel(config).eval()
    ours = builder.network(bert(48, 3, 4, 16, 60)).eval()
    weights = renamed(
        theirs.state_dict(),
        [
            (r"embeddings\.word_embeddings\.(.*)", r"token.\1"),
            (r"embeddings\.position_embeddings\.(.*)", r"place.\1"),
            (r"embeddings\.token_type_embeddings\.(.*)", r"segment.\1"),
            (r"embeddings\.LayerNorm\.(.*)", r"norm.\1"),
            (r"encoder\.layer\.(\d+)\.attention\.self\.(.*)\.(weight|bias)", r"deep.\1.layer.self_attn.in_proj_\3.\2"),
            (r"encoder\.layer\.(\d+)\.attention\.output\.dense\.(.*)", r"deep.\1.layer.self_attn.out_proj.\2"),
            (r"encoder\.layer\.(\d+)\.attention\.output\.LayerNorm\.(.*)", r"deep.\1.layer.norm1.\2"),
            (r"encoder\.layer\.(\d+)\.intermediate\.dense\.(.*)", r"deep.\1.layer.linear1.\2"),
            (r"encoder\.layer\.(\d+)\.output\.dense\.(.*)", r"deep.\1.layer.linear2.\2"),
            (r"encoder\.layer\.(\d+)\.output\.LayerNorm\.(.*)", r"deep.\1.layer.norm2.\2"),
            (r"pooler\.dense\.(.*)", r"pool.\1"),
        ],
    )
    ours.load_state_dict(joined(weights))
    tokens, parts = torch.randint(60, (2, 16)), torch.randint(2, (2, 16))
    with torch.no_grad():
        expected = theirs(tokens, token_type_ids=parts).pooler_output
        assert largest_difference(ours(**inputs_of(ours, text=tokens, part=parts)), expected) < CLOSE


def joined(weights):
    """Query, key and value as the one matrix that torch keeps."""
    whole = {}
    for name, value in weights.items():
        base, _, part = name.rpartition(".")
        if part == "query":
            whole[base] = torch.cat([value, weights[f"{base}.key"], weights[f"{base}.value"]])
        elif part not in ("key", "value"):
            whole[name] = value
    return whole


def inputs_of(net, **values):
    """The values in the names of the network's arguments."""
    names = net.forward.__code__.co_varnames[1 : net.forward.__code__.co_argcount]
    return {name: values[name] for name in names}


def test_resnet18():
    config = transformers.ResNetConfig(
        layer_type="basic", depths=[2, 2, 2, 2], hidden_sizes=[64, 128, 256, 512], embedding_size=64, num_labels=1000
    )
    theirs = transformers.ResNetForImageClassification(config).eval()
    for name, value in theirs.state_dict().items():
        if name.endswith("running_mean"):
            value.normal_(std=0.1)
        if name.endswith("running_var"):
            value.uniform_(0.5, 1.5)
    ours = builder.network(resnet((2, 2, 2, 2), bottleneck=False)).eval()
    plain = {re.sub("convolution", "c", re.sub("normalization", "n", k)): v for k, v in theirs.state_dict().items()}
    weights = renamed(
        plain,
        [
            (r"resnet\.embedder\.embedder\.(c|n)\.(.*)", r"\g<1>1.\2"),
            (r"resnet\.encoder\.stages\.(\d)\.layers\.0\.shortcut\.(c|n)\.(.*)", r"s\1first.\g<2>0.\3"),
            (r"resnet\.encoder\.stages\.(\d)\.layers\.0\.layer\.0\.(c|n)\.(.*)", r"s\1first.\g<2>1.\3"),
            (r"resnet\.encoder\.stages\.(\d)\.layers\.0\.layer\.1\.(c|n)\.(.*)", r"s\1first.\g<2>2.\3"),
            (r"resnet\.encoder\.stages\.(\d)\.layers\.1\.layer\.0\.(c|n)\.(.*)", r"s\1rest.0.\g<2>1.\3"),
            (r"resnet\.encoder\.stages\.(\d)\.layers\.1\.layer\.1\.(c|n)\.(.*)", r"s\1rest.0.\g<2>2.\3"),
            (r"classifier\.1\.(.*)", r"fc.\1"),
        ],
    )
    ours.load_state_dict(weights)
    images = torch.rand(2, 3, 224, 224)
    with torch.no_grad():
        assert largest_difference(ours(images), theirs(images).logits) < CLOSE
