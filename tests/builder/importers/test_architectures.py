"""Architectures of transformers, tiny and at random: each becomes a drawing that answers as it does."""

import pytest
import torch
import transformers as hf
from transformers.models.whisper.modeling_whisper import WhisperEncoder

from tests.builder.importers.learning import assert_learns_alike
from tests.builder.importers.round_trip import assert_goes_round

SMALL = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
ONE_LAYER = {**SMALL, "num_hidden_layers": 1}
"""For what other architectures have too, whose layers repeat: following two takes nearly twice as long."""

WORDS = {"vocab_size": 50}
SPEECH = {
    "conv_dim": (8, 8),
    "conv_stride": (4, 2),
    "conv_kernel": (8, 4),
    "num_feat_extract_layers": 2,
    "num_conv_pos_embeddings": 4,
    "num_conv_pos_embedding_groups": 2,
}
WHISPER = {
    "d_model": 16,
    "encoder_layers": 2,
    "encoder_attention_heads": 2,
    "encoder_ffn_dim": 32,
    "num_mel_bins": 8,
    "max_source_positions": 12,
}
SERIES = {
    "num_input_channels": 3,
    "context_length": 16,
    "patch_length": 4,
    "patch_stride": 4,
    "d_model": 16,
    "num_attention_heads": 2,
    "num_hidden_layers": 2,
    "ffn_dim": 32,
}
ENCODER_DECODER = {
    "d_model": 16,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 32,
    "decoder_ffn_dim": 32,
    "max_position_embeddings": 32,
}


def tokens():
    return torch.randint(2, 50, (2, 7))


def pictures():
    return torch.randn(2, 3, 32, 32)


def sound():
    return torch.randn(2, 400)


ARCHITECTURES = {
    "BERT": lambda: (hf.BertModel(hf.BertConfig(**SMALL, **WORDS)), tokens()),
    "GPT-2": lambda: (hf.GPT2LMHeadModel(hf.GPT2Config(n_embd=16, n_layer=2, n_head=2, **WORDS)), tokens()),
    "ViT": lambda: (hf.ViTModel(hf.ViTConfig(**SMALL, image_size=32, patch_size=8)), pictures()),
    "ResNet": lambda: (
        hf.ResNetModel(hf.ResNetConfig(embedding_size=8, hidden_sizes=[8, 16], depths=[2, 2], layer_type="basic")),
        pictures(),
    ),
    "ConvNeXt": lambda: (
        hf.ConvNextModel(hf.ConvNextConfig(hidden_sizes=[8, 16], depths=[2, 2], num_stages=2)),
        pictures(),
    ),
    "Mamba": lambda: (
        hf.MambaModel(hf.MambaConfig(hidden_size=16, num_hidden_layers=1, state_size=4, use_cache=False, **WORDS)),
        tokens(),
    ),
    "Whisper's encoder": lambda: (WhisperEncoder(hf.WhisperConfig(**WHISPER)), torch.randn(2, 8, 24)),
    "Wav2Vec2": lambda: (hf.Wav2Vec2Model(hf.Wav2Vec2Config(**SMALL, **SPEECH)), sound()),
    "T5's encoder": lambda: (
        hf.T5EncoderModel(hf.T5Config(d_model=16, d_kv=8, d_ff=32, num_layers=2, num_heads=2, **WORDS)),
        tokens(),
    ),
    "Swin": lambda: (
        hf.SwinModel(
            hf.SwinConfig(image_size=32, patch_size=4, embed_dim=8, depths=[2, 1], num_heads=[2, 2], window_size=4)
        ),
        pictures(),
    ),
    "Llama": lambda: (hf.LlamaModel(hf.LlamaConfig(**ONE_LAYER, **WORDS, num_key_value_heads=1)), tokens()),
    "ALBERT": lambda: (hf.AlbertModel(hf.AlbertConfig(**SMALL, **WORDS, embedding_size=8)), tokens()),
    "DistilBERT": lambda: (
        hf.DistilBertModel(hf.DistilBertConfig(dim=16, n_layers=1, n_heads=2, hidden_dim=32, **WORDS)),
        tokens(),
    ),
    "FNet": lambda: (hf.FNetModel(hf.FNetConfig(**ONE_LAYER, **WORDS)), tokens()),
    "GPT-NeoX": lambda: (hf.GPTNeoXModel(hf.GPTNeoXConfig(**ONE_LAYER, **WORDS)), tokens()),
    "MPT": lambda: (hf.MptModel(hf.MptConfig(d_model=16, n_heads=2, n_layers=1, max_seq_len=32, **WORDS)), tokens()),
    "Mixtral": lambda: (
        hf.MixtralModel(
            hf.MixtralConfig(**ONE_LAYER, **WORDS, num_key_value_heads=1, num_local_experts=4, num_experts_per_tok=2)
        ),
        tokens(),
    ),
    "DINOv2": lambda: (hf.Dinov2Model(hf.Dinov2Config(**ONE_LAYER, image_size=32, patch_size=8)), pictures()),
    "ConvNeXt V2": lambda: (
        hf.ConvNextV2ForImageClassification(hf.ConvNextV2Config(hidden_sizes=[8, 16], depths=[1, 1], num_stages=2)),
        pictures(),
    ),
    "RegNet": lambda: (
        hf.RegNetModel(hf.RegNetConfig(embedding_size=8, hidden_sizes=[8, 16], depths=[1, 1], groups_width=4)),
        pictures(),
    ),
    "PatchTST": lambda: (hf.PatchTSTModel(hf.PatchTSTConfig(**SERIES)), torch.randn(2, 16, 3)),
    "BART": lambda: (
        hf.BartModel(hf.BartConfig(**ENCODER_DECODER, **WORDS)),
        {"input_ids": tokens(), "decoder_input_ids": tokens()[:, :5]},
    ),
    "CLIP": lambda: (
        hf.CLIPModel(
            hf.CLIPConfig(
                text_config={**ONE_LAYER, **WORDS, "max_position_embeddings": 16, "eos_token_id": 2},
                vision_config={**ONE_LAYER, "image_size": 32, "patch_size": 8},
                projection_dim=8,
            )
        ),
        {"input_ids": tokens(), "pixel_values": pictures()},
    ),
    "DeBERTa": lambda: (
        hf.DebertaV2Model(hf.DebertaV2Config(**SMALL, **WORDS, relative_attention=True, pos_att_type=["p2c", "c2p"])),
        tokens(),
    ),
}


LEAVE_OUT_LAYERS = {"Wav2Vec2"}
"""While they train, these decide by chance whether a layer is asked at all, which can't be drawn."""

DRAW_IN_VAIN = {"BART"}
"""So do these, but with a chance of 0: nothing is left out, and what dropout draws afterwards is as likely."""


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_an_architecture_becomes_a_drawing_that_answers_and_learns_alike(name):
    torch.manual_seed(0)
    module, examples = ARCHITECTURES[name]()
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.05)  # fresh scales and shifts would hide a mix-up
    examples = examples if isinstance(examples, dict) else [examples]
    if name in LEAVE_OUT_LAYERS:
        imported = assert_goes_round(module, examples)
        assert "trains_otherwise" in {problem.code for problem in imported.problems}
    elif name in DRAW_IN_VAIN:
        imported = assert_goes_round(module, examples)
        assert [problem.code for problem in imported.problems] == ["answer_left_out"]
    else:
        assert_learns_alike(module, examples)


def test_inputs_may_be_given_by_name():
    torch.manual_seed(0)
    mask = torch.tensor([[1, 1, 1, 1, 1, 0, 0], [1, 1, 1, 1, 1, 1, 1]])
    module = hf.BertForSequenceClassification(hf.BertConfig(**SMALL, **WORDS))
    imported = assert_goes_round(module, {"attention_mask": mask, "input_ids": tokens()})
    assert imported.inputs == ("attention_mask", "input_ids")
    nodes = [node for block in imported.document.blocks.values() for node in block.nodes.values()]
    (layers,) = [node for node in nodes if node.type == "Repeat"]
    assert layers.params == {"block": "BertLayer", "times": 2}
