"""Every network that comes with Layerloom is asked on its page, with a sample that it did not learn from."""

from __future__ import annotations

import json
import re
from itertools import islice

import pytest
from playwright.sync_api import Page, Response, expect

import builder
from tests.browser.journeys import expect_status
from tests.drawings import brief

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

AHEAD = 5
"""Runs of one visitor at a time, of 8 that are allowed."""

KINDS = {
    "pen-digits": {"answer": "probabilities"},
    "feature-hierarchy": {"answer": "probabilities"},
    "digits-cnn": {"answer": "probabilities"},
    "digits-mlp": {"answer": "probabilities"},
    "two-moons-mlp": {"answer": "probabilities"},
    "xor": {"answer": "probabilities"},
    "backprop-by-hand": {"answer": "probabilities"},
    "perceptron": {"answer": "probabilities"},
    "least-squares": {"answer": "numbers"},
    "gmdh": {"answer": "numbers"},
    "linear-autoencoder": {"answer": "flow"},
    "pen-mlp": {"answer": "probabilities"},
    "big-mlp": {"answer": "probabilities"},
    "classical-baselines": {"answer": "probabilities"},
    "network-beats-trees": {"answer": "probabilities"},
    "curve-mlp": {"answer": "numbers"},
    "residual-mlp": {"answer": "probabilities"},
    "depth": {"answer": "probabilities"},
    "overfitting": {"answer": "probabilities"},
    "deep-resnet": {"answer": "probabilities"},
    "data-scale": {"answer": "probabilities"},
    "scaling": {"write": "text"},
    "resnet": {"answer": "probabilities"},
    "rnn-cell": {"answer": "probabilities"},
    "lstm": {"answer": "probabilities"},
    "neural-ode": {"answer": "flow", "foretold": "series"},
    "siamese": {"answer": "probabilities"},
    "gan": {"made": "points"},
    "dcgan": {"made": "picture"},
    "stylegan": {"made": "picture", "mixing_grid": "picture"},
    "augmentation": {"answer": "probabilities"},
    "vae": {"made": "picture", "answer": "picture"},
    "transformer": {"written": "text"},
    "seq2seq-attention": {"written": "text", "alignment": "values"},
    "whisper": {"written": "text"},
    "forecasting": {"answer": "series"},
    "mnist-1d": {"answer": "probabilities"},
    "long-memory": {"answer": "probabilities"},
    "chat": {"reply": "text"},
    "summarise": {"written": "text"},
    "questions": {"answer": "text"},
    "code": {"written": "text"},
    "picture-questions": {"answer": "probabilities"},
    "deep-speech": {"answer": "text"},
    "wav2vec": {"answer": "text"},
    "music": {"melody": "text", "heard": "sound"},
    "wavenet": {"heard": "sound"},
    "vall-e": {"heard": "sound"},
    "layerwise": {"answer": "probabilities"},
    "tiny-gpt": {"write": "text"},
    "tiny-bert": {"fill": "text"},
    "bert-tuned": {"guess": "text", "answer": "places"},
    "sentiment": {"guess": "text", "answer": "probabilities"},
    "vit": {"answer": "probabilities"},
    "unet": {"answer": "mask"},
    "faster-rcnn": {"boxes": "boxes"},
    "yolo": {"classes": "mask", "boxes": "boxes"},
    "depth-estimation": {"answer": "heat"},
    "super-resolution": {"answer": "picture"},
    "style-transfer": {"answer": "picture"},
    "alexnet": {"answer": "probabilities"},
    "vgg": {"answer": "probabilities"},
    "pixelcnn": {"painted": "picture"},
    "pixelrnn": {"painted": "picture"},
    "ddpm": {"made": "points"},
    "latent-diffusion": {"picture": "picture"},
    "realnvp": {"made": "points", "answer": "density"},
    "molecules": {"write": "text"},
    "gcn": {"answer": "graph"},
    "molecule-property": {"answer": "numbers"},
    "alphafold": {"answer": "picture"},
    "s4d": {"answer": "probabilities"},
    "mamba": {"answer": "probabilities"},
    "s5": {"answer": "probabilities"},
    "gru": {"answer": "probabilities"},
    "selective-copying": {"answer": "places"},
    "hopfield": {"answer": "picture"},
    "oja": {"answer": "numbers"},
    "tic-tac-toe": {"worth": "numbers", "moves": "move"},
    "connect-four": {"worth": "numbers", "moves": "move"},
    "cart-pole": {"actions": "episode"},
    "grid-world": {"actions": "episode"},
}
"""How each answer of each starter is shown; a new starter says here what its answers are."""


def test_every_starter_answers_a_held_out_sample_in_its_own_kind(page: Page) -> None:
    assert KINDS.keys() == builder.STARTERS.keys()
    ahead, opened, faults = iter(KINDS), dict[str, str](), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    for key, kinds in KINDS.items():
        for later in islice(ahead, AHEAD if not opened else 1):  # they train while one is looked at
            opened[later] = trained(page, later)
        page.goto(f"/p/{opened[key]}/")
        expect_status(page, "finished", within_s=120)
        page.get_by_role("tab", name="Try it").click()
        panel = page.get_by_role("region", name="Try it")
        told = asked(page, key)
        assert {name: each["kind"] for name, each in told.items()} == kinds, key
        for name, kind in kinds.items():
            shown = panel.locator(f"[data-answer='{name}'][data-kind='{kind}']")
            expect(shown).to_have_count(1)
            expect(shown.locator(":is(canvas, svg, img, li, p, table, strong)").first).to_be_visible()
        expect(panel.get_by_role("alert")).to_have_count(0)
        assert not faults, (key, faults)


def trained(page: Page, key: str) -> str:
    """A network of a starter, which trains for a short epoch: the id of its project."""
    found = re.search(r'id="config"[^>]*>(.*?)</script>', page.request.get("/").text())
    assert found
    headers = {"X-CSRFToken": json.loads(found[1])["csrfToken"]}
    document = brief(builder.STARTERS[key].document, 1).model_dump(mode="json")
    while (made := page.request.post("/api/projects/", data={"document": document}, headers=headers)).status == 429:
        page.wait_for_timeout(1_000 * float(made.headers["retry-after"]))  # so many networks a minute, as for anybody
    project = str(made.json()["id"])
    answer = page.request.post(f"/api/projects/{project}/runs/", data={"document": document}, headers=headers)
    assert answer.status == 201, answer.text()
    return project


def asked(page: Page, key: str) -> dict[str, dict[str, object]]:
    """Fill every field with a held-out sample, and what the network answered to that."""
    panel = page.get_by_role("region", name="Try it")
    fill = panel.get_by_role("button", name="Take a held-out sample")
    again = panel.get_by_role("button", name="Again")
    expect(fill.or_(again).first).to_be_visible()
    is_filled = fill.is_visible()

    def is_answer(response: Response) -> bool:
        """What rests on no field is answered before there is anything in the others."""
        is_told = "/predict/" in response.url
        return is_told and bool((response.request.post_data_json or {}).get("fields")) == is_filled

    with page.expect_response(is_answer) as response:
        (fill if is_filled else again).click()
    answer = response.value
    assert answer.ok, (key, answer.text())
    told: dict[str, dict[str, object]] = answer.json()["answers"][0]["told"]
    if is_filled:
        expect(panel.get_by_text(re.compile(r"Held-out sample \d+ of \d+"))).to_be_visible()
    return told
