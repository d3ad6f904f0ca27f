"""Every kind of answer is told by what the drawing says, and what would be right is told alike."""

from __future__ import annotations

from base64 import b64decode
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch

import builder
from builder.datasets.melodies import note_names
from builder.drawing.document import Document
from builder.drawing.problems import SetParam
from tests.answer_kinds import DRAWINGS
from tests.drawings import brief
from trainer.asking.ask import question, reply, told
from trainer.asking.asks import asks, held_out
from trainer.asking.latent import codes, decoded
from trainer.asking.registry import ANSWERS, answer_kind
from trainer.look.task import validation
from trainer.problems import TrainingProblem
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice
from trainer.run.state import State
from webapp.config import REPOSITORY

KINDS = {
    "labels": {"said": "labels"},
    "price": {"cost": "numbers"},
    "scene": {"depth": "heat", "mask": "mask", "boxes": "boxes", "kinds": "places"},
    "series": {"then": "series"},
    "rollout": {"made": "series"},
    "sound": {"heard": "sound"},
    "embedding": {"near": "neighbours"},
    "shifted": {"said": "places"},
    "column": {"garden": "numbers"},
    "mirror": {"seen": "picture"},
    "contacts": {"touch": "values"},
    "digits-mlp": {"answer": "probabilities"},
    "neural-ode": {"answer": "flow", "foretold": "series"},
    "gan": {"made": "points"},
    "vae": {"made": "picture", "answer": "picture"},
    "deep-speech": {"answer": "text"},
    "music": {"melody": "text", "heard": "sound"},
    "tiny-gpt": {"write": "text"},
    "transformer": {"written": "text"},
    "seq2seq-attention": {"written": "text", "alignment": "values"},
    "selective-copying": {"answer": "places"},
    "tiny-bert": {"fill": "text"},
    "bert-tuned": {"guess": "text", "answer": "places"},
    "unet": {"answer": "mask"},
    "faster-rcnn": {"boxes": "boxes"},
    "super-resolution": {"answer": "picture"},
    "ddpm": {"made": "points"},
    "latent-diffusion": {"picture": "picture"},
    "realnvp": {"made": "points", "answer": "density"},
    "gcn": {"answer": "graph"},
    "hopfield": {"answer": "picture"},
    "oja": {"answer": "numbers"},
    "alphafold": {"answer": "picture"},
}


def document_of(name: str) -> Document:
    return DRAWINGS[name]() if name in DRAWINGS else builder.STARTERS[name].document


@lru_cache(1)
def begun(name: str) -> State:
    return begin(Experiment(document=document_of(name)))


def asked(state: State, place: int = 0, seed: int = 0) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is told of a held-out sample, and what would be right."""
    sample = held_out(state.drawing, place)
    return told(state, question(state.drawing, sample.fields, seed), "last").told, sample.right


@pytest.mark.parametrize("name", KINDS)
def test_an_answer_is_told_by_its_kind_and_the_right_one_alike(name):
    said, right = asked(begun(name))
    assert {answer: each.kind for answer, each in said.items()} == KINDS[name]
    assert {answer: each.kind for answer, each in right.items()}.items() <= KINDS[name].items()
    assert said == asked(begun(name))[0], "another answer to the same question"


@pytest.mark.parametrize("name", [key for key in builder.STARTERS if key not in KINDS])
def test_no_starter_answers_with_mere_values(name):
    program = begun(name).drawing
    assert "values" not in {answer_kind(program, answer).key for answer in program.told}


def test_what_would_be_right_is_told_without_what_fills_its_row():
    right = held_out(begun("chat").drawing, 0).right["reply"]
    assert "_" not in right.words
    assert len(right.words) > 5, "more than the question"


@pytest.mark.parametrize("key", ANSWERS)
def test_a_kind_of_answer_has_its_picture_on_the_page(key):
    assert (REPOSITORY / f"static/src/tryit/answers/{key}.tsx").exists()


def test_labels_are_as_probable_as_their_sigmoid_and_the_right_one_is_the_class():
    state = begun("labels")
    said, right = asked(state)
    asking = question(state.drawing, held_out(state.drawing, 0).fields)
    scores = reply(state, asking).answers["said"][0]
    assert said["said"].probabilities == pytest.approx(torch.sigmoid(scores).tolist(), abs=1e-6)
    assert said["said"].holds == tuple((scores > 0).tolist())
    assert sum(right["said"].holds) == 1
    assert right["said"].holds[int(state.held_out["label"][0])]


def test_a_number_has_the_name_range_and_meaning_of_its_column_and_no_range_where_data_may_not_be_read():
    state = begun("price")
    asking = question(state.drawing, held_out(state.drawing, 0).fields)
    (cost,) = told(state, asking, "last").told.values()
    assert cost.names == ("price",)
    assert "100,000" in cost.meaning
    assert cost.ranges[0].low < cost.ranges[0].middle < cost.ranges[0].high
    assert told(state, asking, "last", may_read=False).told["cost"].ranges == ()


def test_a_mask_is_the_most_probable_class_of_each_pixel():
    state = begun("scene")
    said, right = asked(state)
    asking = question(state.drawing, held_out(state.drawing, 0).fields)
    scores = reply(state, asking).answers["mask"][0]
    assert list(b64decode(said["mask"].data)) == scores.argmax(0).reshape(-1).tolist()
    assert list(b64decode(right["mask"].data)) == state.held_out["mask"][0].reshape(-1).tolist()
    assert said["mask"].over == said["depth"].over == said["boxes"].over == "image"


def test_boxes_are_those_of_the_data_without_what_is_not_there_with_their_classes_beside():
    state = begun("scene")
    said, right = asked(state)
    kinds = state.held_out["kinds"][0]
    x, y, width, height = state.held_out["boxes"][0][0].tolist()
    first = right["boxes"].boxes[0]
    assert len(right["boxes"].boxes) == int((kinds > 0).sum())
    assert (first.left, first.bottom) == pytest.approx((x - width / 2, y + height / 2), abs=1e-6)
    assert first.label == right["boxes"].classes[int(kinds[0])]
    assert all(0 < box.score < 1 and box.label != "none" for box in said["boxes"].boxes)


def test_corners_that_a_measure_is_given_are_boxes_the_surest_first_with_what_it_is_told_of_them():
    state = begin(Experiment(document=brief(builder.STARTERS["faster-rcnn"].document, 3, steps=40)))
    for _ in train_slice(state, 600.0):
        pass
    said, right = asked(state)
    there, kinds = state.held_out["boxes"][0], state.held_out["kinds"][0]
    expected = [(x - w / 2, y - h / 2, x + w / 2, y + h / 2) for x, y, w, h in there.tolist() if w > 0]
    boxes = right["boxes"].boxes
    assert [(box.left, box.top, box.right, box.bottom) for box in boxes] == [
        pytest.approx(e, abs=1e-6) for e in expected
    ]
    assert [box.label for box in boxes] == [right["boxes"].classes[kind] for kind in kinds.tolist()[: len(boxes)]]
    scores = [box.score for box in said["boxes"].boxes]
    assert scores == sorted(scores, reverse=True)
    assert all(score >= 0.3 for score in scores)
    asking = question(state.drawing, held_out(state.drawing, 0).fields)
    corners = reply(state, asking).answers["boxes"][0].tolist()
    found = [[box.left, box.top, box.right, box.bottom] for box in said["boxes"].boxes]
    assert found
    assert all(any(box == pytest.approx(each, abs=1e-6) for each in corners) for box in found)


def test_depth_is_told_within_the_bounds_of_the_data():
    heat = asked(begun("scene"))[1]["depth"]
    assert (heat.values.low, heat.values.high) == pytest.approx((1.2, 4))
    assert "away" in heat.meaning


def test_a_series_goes_on_after_what_was_given():
    state = begun("series")
    said, right = asked(state)
    assert said["then"].given[0] == pytest.approx(state.held_out["past"][0, :, 0].tolist(), rel=1e-6)
    assert right["then"].next[0][0] == pytest.approx(float(state.held_out["next"][0]), rel=1e-6)


def test_a_series_that_a_sampler_continues_is_parted_where_its_beginning_ends():
    state = begun("rollout")
    said, right = asked(state)
    past = state.held_out["past"][0, :, 0].tolist()
    given = said["made"].given[0]
    assert given == pytest.approx(past[: len(given)], rel=1e-6)
    assert len(said["made"].next[0]) == 6
    assert right["made"].given[0] + right["made"].next[0] == pytest.approx(past, rel=1e-6)


def test_a_sound_keeps_its_values_and_its_spectrogram_is_loudest_at_its_tones():
    state = begun("sound")
    heard = asked(state)[1]["heard"]
    wave = np.frombuffer(b64decode(heard.wave.data), "<f4")
    assert wave.tolist() == state.held_out["wave"][0, 0].tolist()
    high, wide = heard.spectrogram.shape
    loud = np.frombuffer(b64decode(heard.spectrogram.data), "u1").reshape(high, wide)[::-1].astype(float).sum(1)
    tones = np.abs(np.fft.rfft(wave))
    loudest = np.fft.rfftfreq(len(wave), 1 / heard.rate)[tones.argmax()]
    bins = np.linspace(0, heard.rate / 2, high)
    assert abs(bins[loud.argmax()] - loudest) < 800  # one of the two tones of a key


def test_a_tune_sounds_as_it_is_written():
    said, _ = asked(begun("music"))
    notes = np.frombuffer(b64decode(said["heard"].wave.data), "<f4").reshape(32, 400)
    loudest = np.abs(np.fft.rfft(notes, 12_000)).argmax(axis=1) * said["heard"].rate / 12_000
    semitones = [note_names().index(word) - note_names().index("A4") for word in said["melody"].words]
    assert len(set(semitones)) > 3
    assert loudest.tolist() == pytest.approx([440 * 2 ** (each / 12) for each in semitones], rel=0.02)


def test_what_is_read_off_a_recording_is_a_text_without_what_fills_it_up():
    state = begun("deep-speech")
    said, right = asked(state)
    tokens = reply(state, question(state.drawing, held_out(state.drawing, 0).fields)).answers["answer"][0]
    names = "_123456789*0#"
    assert said["answer"].words == tuple(names[token] for token in tokens.tolist() if token > 0)
    keys = state.held_out["keys"][0].tolist()
    assert right["answer"].words == tuple(names[key] for key in keys if key > 0)
    assert 3 <= len(right["answer"].words) <= 6
    assert right["answer"].between == ""


def test_the_nearest_samples_are_those_whose_codes_are_and_none_where_they_may_not_be_seen():
    state = begun("embedding")
    asking = question(state.drawing, held_out(state.drawing, 0).fields)
    (near,) = told(state, asking, "last").told.values()
    distances = [each.distance for each in near.nearest]
    assert distances == sorted(distances)
    assert all(each.picture and each.label.isdigit() for each in near.nearest)
    assert told(state, asking, "last", may_read=False).told["near"].nearest == ()


def test_what_is_hidden_is_filled_in_and_the_rest_is_as_it_was_given():
    state = begun("tiny-bert")
    said, right = asked(state)
    hidden = state.held_out["target"][0] != -100
    assert right["fill"].is_given == said["fill"].is_given == tuple((~hidden).tolist())
    alphabet = state.drawing.dataset.field("tokens").classes
    whole = torch.where(hidden, state.held_out["target"][0], state.held_out["tokens"][0])
    assert right["fill"].words == tuple(alphabet[token] for token in whole.tolist())


def test_a_text_goes_on_after_its_beginning():
    state = begun("tiny-gpt")
    said = asked(state)[0]["write"]
    kept = state.drawing.beginnings["tokens"]
    alphabet = state.drawing.dataset.field("tokens").classes
    assert said.words[:kept] == tuple(alphabet[token] for token in state.held_out["tokens"][0][:kept].tolist())
    assert said.is_given == tuple(place < kept for place in range(len(said.words)))


def test_tags_stand_beside_words_and_none_after_the_end():
    said, right = (each["answer"] for each in asked(begun("bert-tuned")))
    assert said.role == "tags"
    words = held_out(begun("bert-tuned").drawing, 0).fields["few_tokens"].split()
    assert [place.word for place in said.places] == [place.word for place in right.places] == words
    assert all(place.said for place in (*said.places, *right.places))


@pytest.mark.parametrize(("name", "answer"), [("shifted", "said"), ("selective-copying", "answer")])
def test_a_target_that_is_a_part_of_a_field_has_the_names_of_its_classes_and_is_right(name, answer):
    state = begun(name)
    said, right = (each[answer] for each in asked(state))
    field = state.drawing.dataset.field("tokens" if name == "shifted" else "target")
    wanted = validation(state.drawing)[field.name][0][1 if name == "shifted" else 32 :].tolist()
    assert [place.said[0].name for place in right.places] == [field.classes[token] for token in wanted]
    assert {each.name for place in said.places for each in place.said} <= set(field.classes)
    assert len(said.places) == len(wanted)


def test_a_number_or_picture_that_should_be_a_part_of_a_field_has_its_measure_and_is_right():
    said, right = (each["garden"] for each in asked(begun("column")))
    houses = validation(begun("column").drawing)["numbers"]
    assert right.values == pytest.approx(houses[0, 3:4].tolist())
    assert said.names == right.names == ("garden",)
    assert "garden (100 m²)" in said.meaning
    said, right = (each["seen"] for each in asked(begun("mirror")))
    image = validation(begun("mirror").drawing)["image"][0]
    assert list(b64decode(right.values.data)) == (image.flip(2).reshape(-1) * 255).round().int().tolist()
    assert said.look == right.look == "ink"


def test_a_point_goes_where_the_network_says_again_and_again():
    state = begun("neural-ode")
    flow = asked(state)[0]["answer"]
    way = torch.frombuffer(bytearray(b64decode(flow.way.data)), dtype=torch.float32).reshape(-1, 2)
    state.net.eval()
    with torch.no_grad():
        for now, later in pairwise(way[:5]):
            assert torch.allclose(state.net(now[None])[0], later, atol=1e-5)


def test_the_density_of_a_flow_sums_to_one_over_the_plane():
    state = begin(Experiment(document=document_of("realnvp")))
    list(train_slice(state, 3))
    density = asked(state)[0]["answer"]
    left, right, bottom, top = density.box
    cells = np.frombuffer(b64decode(density.density.data), "u1") / 255 * density.density.high
    share = cells.mean() * (right - left) * (top - bottom)
    assert 0.7 < share <= 1.05


def test_no_density_is_told_where_the_loss_is_another_one():
    document = document_of("realnvp")
    halved = document.with_edits((SetParam(id="log_p", name="factor", value=-0.25),), "log_normal")
    state = begin(Experiment(document=halved))
    assert asked(state)[0]["answer"].kind != "density"


def test_a_graph_shows_which_classes_were_told_in_training():
    said, right = (each["answer"] for each in asked(begun("gcn")))
    assert len(said.places) == len(said.chosen) == 34
    assert sum(each >= 0 for each in said.known) == 2
    assert len(right.chosen) == 34


@pytest.mark.parametrize("name", ["ddpm", "latent-diffusion"])
def test_what_was_made_has_its_stages_which_end_in_it(name):
    (made,) = (each for each in asked(begun(name))[0].values())
    assert made.film
    assert made.film.many == len(made.film.places) or made.film.places[-1] == made.film.many - 1
    if made.film.way:
        way = torch.frombuffer(bytearray(b64decode(made.film.way.data)), dtype=torch.float32).reshape(-1, 2)
        assert way[-1].tolist() == pytest.approx(made.place, rel=1e-5)


def test_a_code_is_decoded_as_the_network_does_and_samples_lie_where_it_puts_them():
    state = begun("vae")
    assert asks(state.drawing).code == 2
    assert asks(begun("digits-mlp").drawing).code == asks(begun("unet").drawing).code == 0
    state = begun("vae")
    there = codes(state, may_read=True)
    places = torch.frombuffer(bytearray(b64decode(there.points.data)), dtype=torch.float32).reshape(-1, 2)
    (left, right), (bottom, top) = there.ranges
    assert ((places > torch.tensor([left, bottom])) & (places < torch.tensor([right, top]))).all()
    assert len(there.labels) == len(places)
    assert codes(state, may_read=False).points.shape == (0, 2)
    (said,) = decoded(state, [0.5, -1.0], "last").told.values()
    state.net.eval()
    with torch.no_grad():
        picture = state.net.decoder(torch.tensor([[0.5, -1.0]]))
    assert list(b64decode(said.values.data)) == (picture.reshape(-1) * 255).round().int().tolist()
    for wrong in ([0.5], [0.5, float("inf")]):
        with pytest.raises(TrainingProblem, match="2 finite numbers"):
            decoded(state, wrong, "last")
    with pytest.raises(TrainingProblem, match="from a code alone"):
        decoded(begun("digits-mlp"), [0.5], "last")


def test_what_else_might_be_hidden_is_as_probable_as_the_scores_say_and_the_attention_sums_to_one():
    state = begun("tiny-bert")
    fill = asked(state)[0]["fill"]
    state.net.eval()
    with torch.no_grad():
        odds = state.net(state.held_out["tokens"][:1])[0].softmax(-1)
    alphabet = state.drawing.dataset.field("target").classes
    assert [each.place for each in fill.hidden] == (state.held_out["target"][0] != -100).nonzero().flatten().tolist()
    for each in fill.hidden:
        probable = {said.name: said.probability for said in each.said}
        assert probable[alphabet[int(odds[each.place].argmax())]] == pytest.approx(
            float(odds[each.place].max()), rel=1e-4
        )
    looked = np.frombuffer(b64decode(fill.looked.map.data), "u1").reshape(fill.looked.map.shape) / 255
    assert looked.sum(1) == pytest.approx(1, abs=0.1)
    assert fill.looked.tokens == fill.looked.keys == fill.words


@pytest.mark.parametrize("name", ["sentiment", "bert-tuned"])
def test_what_only_fills_a_row_is_no_part_of_a_text_nor_of_what_was_looked_at(name):
    state = begun(name)
    fields = held_out(state.drawing, 0).fields
    for seed in range(3):
        said = told(state, question(state.drawing, fields, seed), "last").told["guess"]
        assert said.words[-1] != "_"
        assert said.looked.tokens == said.looked.keys == said.words
        assert said.looked.map.shape == (len(said.words), len(said.words))


@pytest.mark.parametrize(
    ("name", "answers"),
    [("sentiment", ["answer", "guess"]), ("neural-ode", ["answer", "foretold"]), ("vae", ["answer", "made"])],
)
def test_answers_stand_in_the_order_of_what_they_are_asked_with(name, answers):
    assert list(asks(begun(name).drawing).answers) == answers


def test_a_text_shows_that_each_letter_looked_at_none_that_came_later():
    write = asked(begun("tiny-gpt"))[0]["write"]
    looked = np.frombuffer(b64decode(write.looked.map.data), "u1").reshape(write.looked.map.shape)
    assert not np.triu(looked, 1).any()
    assert write.looked.tokens == write.words[-len(write.looked.tokens) :]


def test_what_begins_with_a_start_token_alone_is_not_told_the_answer_and_the_target_would_be_right():
    state = begun("transformer")
    sample = held_out(state.drawing, 0)
    assert sample.fields.keys() == {"text"}
    told_of, right = asked(state)
    assert not any(told_of["written"].is_given)
    assert len(told_of["written"].words) == 10
    assert "".join(right["written"].words).count("-") == 2


def test_a_square_of_the_data_stands_as_a_picture_beside_the_one_that_is_like_it():
    said, right = asked(begun("alphafold"))
    assert said["answer"].values.shape == right["answer"].values.shape == (1, 12, 12)


def test_beside_a_made_picture_there_are_more_by_other_chance():
    state = begun("latent-diffusion")
    made = asked(state)[0]["picture"]
    assert made.more.shape == (8, 3, 16, 16)
    seen = np.frombuffer(b64decode(made.more.data), "u1").reshape(8, 768)
    assert len(np.unique(seen, axis=0)) == 8
    assert not (seen == np.frombuffer(b64decode(made.values.data), "u1")).all(1).any()
    assert asked(begun("hopfield"))[0]["answer"].more is None


def test_twins_show_the_training_samples_that_lie_next_to_each_of_the_two():
    state = begun("siamese")
    asking = question(state.drawing, held_out(state.drawing, 0).fields)
    first, second = told(state, asking, "last").told["answer"].near
    assert (first.name, second.name) == ("first", "second")
    for near in (first, second):
        distances = [each.distance for each in near.nearest]
        assert distances == sorted(distances)
        assert all(each.picture and each.picture.shape == (1, 24, 24) for each in near.nearest)
    assert told(state, asking, "last", may_read=False).told["answer"].near == ()
    assert asked(begun("digits-mlp"))[0]["answer"].near == ()
