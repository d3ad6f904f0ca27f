"""Drawings that decode, sample and measure what they make, without a loop that anybody wrote beside them.

They are public examples: a Transformer that reverses, CTC on tones, a PixelCNN, latent diffusion, a DCGAN,
super-resolution, and detectors of one and of several shapes.
"""

from math import isfinite
from pathlib import Path

import pytest

import builder
from builder.drawing.document import read_document
from tests.trainer.test_steering import printed_by_run, printed_by_script
from trainer.asking.ask import ask
from trainer.asking.asks import held_out
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment

DRAWINGS = sorted((Path(__file__).parent / "decoded").glob("*.json"))
MADE = {
    "transformer_reverse": {"exact_free", "edits_free", "bleu_free"},
    "ctc_tones": {"key_error", "beam_error", "edits", "exact", "beam_exact"},
    "pixelcnn": {"apart", "bits_per_pixel"},
    "latent_diffusion": {"apart"},
    "dcgan": {"apart"},
    "superres": {"psnr_net", "psnr_bicubic", "ssim_net", "ssim_bicubic"},
}
"""What is measured of what is decoded or made."""


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_what_is_decoded_is_measured_alike_by_the_run_and_by_its_script(path):
    document = read_document(path.read_text())
    errors = [problem for problem in builder.check(document).problems if problem.severity == "error"]
    assert errors == []
    told = printed_by_run(document)
    assert printed_by_script(document) == told
    (line,) = [line for line in told if line.startswith("epoch 1 validation ")]
    words = line.split()[3:]
    scores = {name: float(value) for name, value in zip(words[::2], words[1::2], strict=True)}
    assert MADE.get(path.stem, set()) <= scores.keys()
    assert all(map(isfinite, scores.values()))


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_it_answers_whoever_asks_with_a_held_out_sample(path):
    state = begin(Experiment(document=read_document(path.read_text())))
    told = ask(state, held_out(state.drawing, 0).fields).told
    assert set(told) == {answer.name for answer in state.drawing.told}
