"""What probes see is what is there, and looking changes nothing."""

import pathlib
from array import array

import msgpack
import numpy as np
import pytest
import torch
from torch.nn import functional as F

import builder
from builder.drawing.document import Document
from tests.drawings import classifier, draw
from trainer.look import scene as scenes
from trainer.look.looking import looking
from trainer.look.looks import PROBES, Offer, look, offers
from trainer.look.scene import Path, Scene
from trainer.probes.embedding import project
from trainer.run.beginning import begin
from trainer.run.events import StepsEnded
from trainer.run.experiment import Experiment
from trainer.run.loop import evaluate, train_slice
from trainer.run.state import State

DROPOUT = classifier(
    {
        "fc1": ("Linear", {"out_features": 16}),
        "norm": "BatchNorm1d",
        "relu": "ReLU",
        "drop": ("Dropout", {"p": 0.3}),
        "fc2": ("Linear", {"out_features": 2}),
    },
    epochs=3,
    batch_size=100,
)


def starter(key: str, **training: int) -> Document:
    document = builder.STARTERS[key].document
    return document.model_copy(update={"training": document.training.model_copy(update=training)})


def untrained(document: Document) -> State:
    return begin(Experiment(document=document))


def views(state: State, offered: list[Offer] | None = None) -> list[str]:
    """Everything that can be looked at; inside of blocks through the first node that uses them."""
    nodes = state.experiment.document.graph.nodes
    through = {str(node.params["block"]): id for id, node in reversed(nodes.items()) if "block" in node.params}
    found = []
    for offer in offered or offers(state.drawing):
        if offer.nodes is None:
            found.append(offer.key)
            continue
        for block, ids in offer.nodes.items():
            way = "" if block == "main" else f"{through[block]}/" if block in through else None
            found += [f"{offer.key}:{way}{id}" for id in ids if way is not None]
    return found


def seen(state: State, view: str):
    (only,) = look(state, [view])
    return only.picture


def values(picture) -> torch.Tensor:
    """What shades or floats stand for."""
    if hasattr(picture, "low"):
        shades = torch.frombuffer(bytearray(picture.data), dtype=torch.uint8).reshape(picture.shape).float()
        return picture.low + shades / 255 * (picture.high - picture.low)
    return torch.tensor(np.frombuffer(picture.data, "<f4").copy()).reshape(picture.shape)


def close(picture, real: torch.Tensor) -> bool:
    """Whether shades are as near as one byte each can be."""
    return torch.allclose(values(picture), real, atol=(picture.high - picture.low) / 255 + 1e-6)


def losses(document: Document, *, watched: bool) -> list[array]:
    """The losses of the first steps, by autograd and from a tape; watched before, between and after them."""
    state, columns = untrained(document), {}
    everything = views(state)
    for stop in (1, 2, 5, 12):
        if watched:
            assert list(look(state, everything))
        for event in train_slice(state, 60, until_step=stop):
            if isinstance(event, StepsEnded):
                for name, column in event.losses.items():
                    columns.setdefault(name, array("f")).frombytes(column)
    return list(columns.values())


def test_the_gradient_through_time_reaches_back_where_gates_hold_and_nowhere_else():
    ablation = builder.STARTERS["lstm"].lesson.ablation  # a plain RNN
    gated, plain = (
        seen(untrained(document), "reach:lstm") for document in (starter("lstm"), ablation.made(starter("lstm")))
    )
    assert gated.powers.shape == plain.powers.shape == (16,)
    assert plain.first < -3 < -1.5 < gated.first
    assert values(plain.powers).diff().min() > 0
    assert seen(untrained(starter("rnn-cell")), "reach:read").powers.shape == (8,)


def test_the_gradient_through_time_is_that_of_torch():
    document = starter("lstm")
    state = untrained(document)
    read = state.held_out["sequence"][:16].clone().requires_grad_()
    with looking(state.net), torch.enable_grad():
        last = state.net.lstm(read)[0][:, -1]
        towards = [torch.randn(last.shape, generator=torch.Generator().manual_seed(seed)) for seed in range(4)]
        slopes = [torch.autograd.grad((last * each).sum(), read, retain_graph=True)[0] for each in towards]
    sizes = torch.stack(slopes).square().sum(3).mean((0, 1)).sqrt()
    assert torch.allclose(values(seen(state, "reach:lstm").powers), (sizes / sizes.max()).log10(), atol=1e-4)


@pytest.mark.parametrize("key", ["dropout", "gan", "vae", "tiny-gpt", "rnn-cell", "grid-world", "tic-tac-toe"])
def test_watching_everything_changes_no_loss(key):
    document = DROPOUT if key == "dropout" else starter(key, epochs=100)
    watched, alone = losses(document, watched=True), losses(document, watched=False)
    assert watched == alone
    assert len(alone[0]) == 12


def test_looking_leaves_weights_buffers_gradients_mode_and_chance_as_they_were():
    state = untrained(DROPOUT)
    list(train_slice(state, 0.05, should_pause=lambda: True))
    before = {name: value.clone() for name, value in state.net.state_dict().items()}
    slots = [{k: v.clone() for k, v in s.items()} for s in state.optimizers[0].state.values()]
    gradients = [None if p.grad is None else p.grad.clone() for p in state.net.parameters()]
    chance, is_training = torch.get_rng_state(), state.net.training
    assert len(list(look(state, views(state)))) > 10
    assert all(torch.equal(before[name], value) for name, value in state.net.state_dict().items())
    for slot, old in zip(state.optimizers[0].state.values(), slots, strict=True):
        assert all(torch.equal(slot[name], old[name]) for name in old)
    for parameter, old in zip(state.net.parameters(), gradients, strict=True):
        assert (parameter.grad is None) == (old is None)
        assert old is None or torch.equal(parameter.grad, old)
    assert torch.equal(chance, torch.get_rng_state())
    assert state.net.training == is_training


@pytest.mark.parametrize("key", builder.STARTERS)
def test_what_is_offered_can_be_seen(key):
    state = untrained(builder.STARTERS[key].document)
    offered = [offer for offer in offers(state.drawing) if offer.key not in ("embedding", "favourites")]
    asked = views(state, offered)
    looks = {each.view: each for each in look(state, asked)}
    assert set(looks) == set(asked)
    for each in looks.values():
        assert msgpack.unpackb(each.encode())["picture"] == msgpack.unpackb(msgpack.packb(each.picture.model_dump()))


def test_a_block_that_rests_on_what_a_sampler_makes_is_not_offered_and_leads_nowhere(caplog):
    state = untrained(builder.STARTERS["music"].document)
    offered = {block for offer in offers(state.drawing) for block in offer.nodes or {}}
    assert offered == {"main", "layer"}
    assert list(look(state, ["activation:instrument/phase"])) == []
    assert not caplog.records


def test_the_confusion_matrix_is_of_the_answer_where_others_choose_too():
    state = untrained(builder.STARTERS["feature-hierarchy"].document)
    (found,) = look(state, ["confusion"])
    judges = [choice for choice in state.drawing.choices if choice.input == state.drawing.answers[0].wire]
    assert judges
    assert judges[0] != state.drawing.choices[0], "of what is judged first, nothing is asked"
    said, right = Scene(state).wires([judges[0].input, judges[0].target], 1_024)
    assert sum(row[place] for place, row in enumerate(found.picture.counts)) == int((said.argmax(1) == right).sum())


def test_each_drawing_offers_the_views_that_fit_it():
    def whole(key: str) -> set[str]:
        return {offer.key for offer in offers(untrained(builder.STARTERS[key].document).drawing) if offer.nodes is None}

    assert whole("two-moons-mlp") == {"boundary", "confusion", "worst"}
    assert whole("curve-mlp") == {"curve", "worst"}
    assert whole("digits-cnn") == {"confusion", "worst", "saliency"}
    assert whole("vae") == {"generated", "reconstruction", "latent", "confusion"}
    assert whole("unet") == {"reconstruction", "worst"}
    assert whole("tiny-gpt") == {"generated", "worst"}
    assert whole("tiny-bert") == {"generated", "worst"}  # it fills gaps
    assert whole("gan") == whole("ddpm") == {"generated"}
    assert whole("realnvp") == {"generated", "density"}
    assert whole("neural-ode") == {"generated", "vector-field", "worst"}
    assert whole("gcn") == {"graph", "confusion"}
    assert whole("grid-world") == {"value-map", "episode"}
    assert whole("cart-pole") == {"episode"}
    assert whole("tic-tac-toe") == {"game"}
    assert whole("molecule-property") == {"graphs", "parity"}
    assert whole("gmdh") == {"parity", "worst"}
    assert whole("style-transfer") == {"painted", "confusion"}


@pytest.mark.parametrize("view", ["", "nobody", "activation", "activation:", "activation:nobody", "activation:fc1/x"])
def test_a_view_that_leads_nowhere_shows_nothing(view):
    assert list(look(untrained(DROPOUT), [view])) == []


def test_every_copy_of_a_block_is_seen_by_itself():
    state = untrained(starter("tiny-gpt"))
    first, second = (seen(state, f"activation:{way}/seen").values for way in ("layers", "layers.1"))
    state.net.eval()
    embedded = state.net.positions(state.net.embed(state.validation["tokens"][:1]))
    one, two = state.net.layers
    assert close(first, (embedded + one.attention(one.norm1(embedded)))[0].detach())
    embedded = one(embedded)
    assert close(second, (embedded + two.attention(two.norm1(embedded)))[0].detach())


def test_every_moment_of_a_cell_is_seen_by_itself():
    state = untrained(starter("rnn-cell"))
    over_time = state.net.eval().read(state.validation["image"][:1].flatten(1, 2))[0][0].detach()
    assert close(seen(state, "activation:read/tanh").values, over_time[0])
    assert close(seen(state, "activation:read.5/tanh").values, over_time[5])


def test_a_shared_block_is_seen_with_what_flows_into_it_there():
    state = untrained(starter("gan"))
    real, fake = (seen(state, f"activation:{way}/score").values for way in ("discriminator", "of_made"))
    with looking(state.net):
        made = state.net.generator(state.validation["noise"][:1])
        assert close(real, state.net.discriminator(state.validation["point"][:1])[0])
        assert close(fake, state.net.discriminator(made)[0])


def test_the_boundary_is_what_the_network_says_at_each_place():
    state = untrained(starter("two-moons-mlp"))
    picture = seen(state, "boundary")
    left, right, bottom, top = picture.box
    row, column = 10, 50
    place = torch.tensor([[left + (column + 0.5) / 72 * (right - left), top - (row + 0.5) / 72 * (top - bottom)]])
    with looking(state.net):
        odds = state.net(place).softmax(1)[0]
    assert picture.winner[row * 72 + column] == odds.argmax()
    assert abs(picture.certainty[row * 72 + column] / 255 - odds.max()) < 0.003
    assert torch.equal(values(picture.points), state.validation["point"][:256])


def test_each_unit_over_the_plane_is_what_it_gives_there_and_its_weights_are_those_to_the_node_before():
    state = untrained(starter("two-moons-mlp"))
    hidden, scores, rest = (seen(state, f"plane:{id}") for id in ("relu1", "fc3", "relu2"))
    left, right, bottom, top = hidden.box
    row, column = 5, 20
    place = torch.tensor([[left + (column + 0.5) / 32 * (right - left), top - (row + 0.5) / 32 * (top - bottom)]])
    with looking(state.net):
        units = state.net.fc1(place).relu()[0]
    assert torch.allclose(values(hidden.maps)[:, row, column], units, atol=hidden.maps.high / 127)
    assert hidden.maps.low == -hidden.maps.high
    assert (scores.feeds, scores.units, scores.inputs) == ("relu2.output", 2, 8)
    assert close(scores.weights, state.net.fc3.weight.detach())
    assert (rest.feeds, rest.weights) == ("", None)
    assert seen(state, "plane:fc1").feeds == "moons.point"


def test_only_what_rests_on_points_alone_is_seen_over_the_plane():
    def over_the_plane(key: str) -> list[str]:
        offered = {offer.key: offer for offer in offers(untrained(builder.STARTERS[key].document).drawing)}
        return offered["plane"].nodes["main"] if "plane" in offered else []

    assert "discriminator" in over_the_plane("gan")
    assert not {"generator", "of_made"} & set(over_the_plane("gan"))  # what is made rests on chance
    assert over_the_plane("neural-ode") == ["flow"]
    assert over_the_plane("ddpm") == over_the_plane("digits-mlp") == over_the_plane("curve-mlp") == []


def test_the_confusion_matrix_agrees_with_the_accuracy():
    state = untrained(starter("digits-mlp"))
    counts = torch.tensor(seen(state, "confusion").counts)
    assert counts.sum() == 258
    assert torch.equal(counts.sum(1), state.validation["label"].bincount(minlength=10))
    assert (counts.diagonal().sum() / 258).item() == pytest.approx(evaluate(state).metrics["accuracy"])


def test_the_worst_samples_have_the_highest_losses():
    state = untrained(starter("digits-mlp"))
    worst = seen(state, "worst")
    with looking(state.net):
        each = F.cross_entropy(state.net(state.validation["image"]), state.validation["label"], reduction="none")
    order = each.argsort(descending=True)[: len(worst.samples)]
    assert [sample.number for sample in worst.samples] == order.tolist()
    assert [sample.loss for sample in worst.samples] == pytest.approx(each[order].tolist())
    first = worst.samples[0]
    assert first.expected.words == str(state.validation["label"][first.number].item())
    assert first.given[0].picture.shape == (1, 8, 8)


def test_attention_is_a_share_of_what_came_before():
    state = untrained(starter("tiny-gpt"))
    inside, both = seen(state, "attention:layers.1/attention"), seen(state, "attention:layers")
    maps = values(inside.maps)
    assert maps.shape == (4, 32, 32)
    assert torch.allclose(maps.sum(-1), torch.ones(4, 32), atol=32 / 255)
    assert torch.equal(maps.triu(1), torch.zeros_like(maps))
    assert (both.layers, both.heads) == (2, 4)
    assert both.maps.data[4 * 32 * 32 :] == inside.maps.data
    alphabet, tokens = state.drawing.dataset.fields[0].classes, state.validation["tokens"][0]
    assert inside.queries == inside.keys == both.keys == tuple(alphabet[token] for token in tokens)


def test_a_translation_is_aligned_with_the_words_of_both_languages():
    nodes = {
        "data": "NumberWords",
        "read": ("Embedding", {"embedding_dim": 8}),
        "write": ("Embedding", {"embedding_dim": 8}),
        "align": ("MultiheadAttention", {"num_heads": 2}),
        "scores": ("Linear", {"out_features": 13}),
        "per_digit": ("Transpose", {"dim0": 1, "dim1": 2}),
        "loss": "CrossEntropyLoss",
        "objective": "Objective",
    }
    edges = {
        "read.input": "data.words",
        "write.input": "data.given",
        "align.query": "write.output",
        "align.key": "read.output",
        "align.value": "read.output",
        "scores.input": "align.output",
        "per_digit.input": "scores.output",
        "loss.input": "per_digit.output",
        "loss.target": "data.digits",
        "objective.loss": "loss.loss",
    }
    state = untrained(draw(nodes, edges))
    picture = seen(state, "attention:align")
    fields = {field.name: field for field in state.drawing.dataset.fields}

    def first(name: str) -> tuple[str, ...]:
        return tuple(fields[name].classes[token] for token in state.validation[name][0])

    assert (picture.queries, picture.keys) == (first("given"), first("words"))
    assert picture.maps.shape == (2, len(picture.queries), len(picture.keys))
    assert picture.queries[0] == "^"


def test_attention_is_seen_in_torchs_own_layers():
    state = untrained(starter("vit"))
    picture = seen(state, "attention:layers")
    assert (picture.layers, picture.heads, picture.maps.shape) == (2, 4, (8, 17, 17))
    assert torch.allclose(values(picture.maps).sum(-1), torch.ones(8, 17), atol=17 / 255)


def test_gradients_are_those_of_the_loss_and_the_update_is_the_optimizers():
    state = untrained(classifier({"fc": ("Linear", {"out_features": 2})}))
    batch = {name: column[:64] for name, column in state.learn.items()}
    weight = state.net.fc.weight
    loss = state.drawing.goals[0].objective(state.net, batch)
    (gradient,) = torch.autograd.grad(loss, weight)
    pull = seen(state, "gradients:fc").parameters[0]
    assert pull.gradient == pytest.approx(gradient.square().mean().sqrt().item())
    before = weight.detach().clone()
    weight.grad = gradient
    state.net.fc.bias.grad = None
    state.optimizers[0].step()
    moved = (weight.detach() - before).square().mean().sqrt() / before.square().mean().sqrt()
    assert pull.ratio == pytest.approx(moved.item())


def test_each_player_of_a_game_has_the_gradient_of_its_own_loss():
    state = untrained(starter("gan"))
    batch = {"point": state.learn["point"][:64], **state.drawing.sources(64, torch.Generator().manual_seed(0))}
    fool, tell_apart = state.drawing.goals
    for block, goal in (("discriminator", tell_apart), ("generator", fool)):
        weight = getattr(state.net, block).hidden1.weight
        (gradient,) = torch.autograd.grad(goal.objective(state.net, batch), weight)
        pull = seen(state, f"gradients:{block}/hidden1").parameters[0]
        assert pull.gradient == pytest.approx(gradient.square().mean().sqrt().item())


def test_a_unit_that_gives_nothing_for_any_sample_is_dead():
    state = untrained(starter("two-moons-mlp"))
    with torch.no_grad():
        state.net.fc1.bias[3] = -1e6
    picture = seen(state, "dead-units:relu1")
    assert (picture.units, picture.active[3]) == (8, 0)
    assert picture.dead >= 1


def test_weights_are_shown_as_they_are():
    state = untrained(starter("digits-cnn"))
    weight, bias = seen(state, "weights:conv1").parameters
    assert weight.shape == tuple(state.net.conv1.weight.shape)
    assert close(weight.picture, state.net.conv1.weight.detach().flatten(0, 1))
    assert sum(bias.histogram.counts) == state.net.conv1.bias.numel()
    assert bias.picture is None


def test_weights_of_pixels_are_shown_as_pictures():
    state = untrained(starter("digits-mlp"))
    first, second = (seen(state, f"weights:{id}").parameters[0] for id in ("fc1", "fc2"))
    assert close(first.picture, state.net.fc1.weight.detach()[:64].unflatten(1, (8, 8)))
    assert len(second.picture.shape) == 2


def test_the_samples_that_a_unit_answers_most_to_come_first():
    state = untrained(starter("digits-cnn"))
    picture = seen(state, "favourites:relu1")
    with looking(state.net):
        maps = state.net.conv1(state.validation["image"][:128]).relu()
    strongest = maps.amax((2, 3)).T.topk(5).indices
    assert picture.channels == len(picture.units) == 12
    for unit, best in zip(picture.units, strongest, strict=True):
        assert [picture.numbers[place] for place in unit.places] == best.tolist()
    first, (down, across) = picture.units[3], picture.units[3].spots[0]
    number = picture.numbers[first.places[0]]
    assert maps[number, 3, int(down * 8), int(across * 8)] == pytest.approx(first.values[0])
    assert close(picture.samples[first.places[0]].picture, state.validation["image"][number])


def test_of_a_text_the_letter_is_marked_that_a_unit_answers_most_to():
    state = untrained(starter("tiny-gpt"))
    picture = seen(state, "favourites:norm")
    unit, alphabet = picture.units[0], state.drawing.dataset.fields[0].classes
    with looking(state.net):
        given = state.net.positions(state.net.embed(state.validation["tokens"][:128]))
        best = state.net.norm(state.net.layers(given))[:, :, 0]
    number, (_, part) = picture.numbers[unit.places[0]], unit.spots[0]
    assert picture.times == 32
    assert best[number, int(part * 32)] == best.max()
    assert picture.samples[unit.places[0]].words == "".join(
        alphabet[token] for token in state.validation["tokens"][number]
    )


def test_an_embedding_keeps_what_fits_into_a_plane():
    chance = torch.Generator().manual_seed(0)
    flat = torch.randn(50, 2, generator=chance) @ torch.randn(2, 7, generator=chance)
    points, kept = project(flat)
    assert kept == pytest.approx(1, abs=1e-5)
    near, far = (torch.cdist(each, each, compute_mode="donot_use_mm_for_euclid_dist") for each in (points, flat))
    assert torch.allclose(near, far, atol=5e-3)


def test_members_of_a_graph_are_embedded_by_themselves():
    picture = seen(untrained(starter("gcn")), "embedding:friends1")
    assert picture.points.shape == (34, 2)
    assert len(picture.labels) == 34


def test_a_latent_map_shows_what_the_decoder_makes_of_each_code():
    state = untrained(starter("vae"))
    picture = seen(state, "latent")
    with looking(state.net):
        middle = state.net.decoder(torch.zeros(1, 2))[0, 0]
    assert picture.code == "code"
    assert close(picture.decoded.model_copy(update={"shape": (121, 8, 8)}), values(picture.decoded))
    assert torch.allclose(values(picture.decoded)[60], middle, atol=1 / 255)


def test_a_reconstruction_shows_what_goes_in_beside_what_comes_out():
    state = untrained(starter("vae"))
    picture = seen(state, "reconstruction")
    with looking(state.net):
        out = state.net(*(state.validation[name][:12] for name in state.drawing.asked))
    assert close(picture.given, state.validation["image"][:12, 0])
    assert close(picture.answered, out[:, 0])
    assert (picture.answered.low, picture.answered.high) == (picture.given.low, picture.given.high)
    assert picture.expected is None
    assert seen(untrained(starter("unet")), "reconstruction").expected.shape == (12, 16, 16)


def test_what_is_painted_stands_below_the_photo_and_the_style_that_were_given():
    state = untrained(starter("style-transfer"))
    samples = seen(state, "painted").samples
    state.net.eval()
    rows = Scene(state).batch(6)
    with looking(state.net):
        out = state.net(*(rows[name] for name in state.drawing.asked))
    assert len(samples) == 6
    for place, sample in enumerate(samples):
        photo, style = sample.given
        assert close(photo.picture, rows["photos_image"][place])
        assert style.words in state.drawing.dataset.field("styles_label").classes
        assert close(sample.painted.picture, out[place])


def test_of_several_choices_the_one_that_is_measured_has_the_matrix():
    """Accuracy of the look is on the chart; the judge, who has no metric, learns beside it."""
    state = untrained(starter("style-transfer"))
    counts = torch.tensor(seen(state, "confusion").counts)
    assert (counts.diagonal().sum() / counts.sum()).item() == pytest.approx(evaluate(state).metrics["told"])


def test_a_flow_makes_what_it_would_turn_into_round_noise():
    state = untrained(starter("realnvp"))
    made = values(seen(state, "generated").made[0].points)
    with looking(state.net):
        noise = state.net(made)
    assert torch.allclose(noise, torch.randn(256, 2, generator=torch.Generator().manual_seed(0)), atol=1e-4)


class SeesAllNoise(torch.nn.Module):
    """What a denoiser would say that knows that all samples are one point: the noise left when it is taken out."""

    def __init__(self, point: torch.Tensor) -> None:
        super().__init__()
        self.point, self.time = point, torch.zeros(1)

    def listen(self, clock: torch.nn.Module, given: tuple[torch.Tensor]) -> None:
        self.time = given[0] / 1000

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        angle = self.time * torch.pi / 2
        return (x[:, :2] - angle.cos() * self.point) / angle.sin().clamp_min(1e-6)


def test_what_goes_on_as_a_series_of_the_data_is_shown_as_one():
    first, *_ = seen(untrained(starter("neural-ode")), "generated").made[0].samples
    assert first.is_series
    assert first.picture.shape == (2, 14)


def test_a_diffusion_that_sees_all_noise_finds_the_one_point_that_was_drowned():
    state = untrained(starter("ddpm"))
    state.net.denoiser = denoiser = SeesAllNoise(torch.tensor([0.7, -0.2]))
    state.net.clock.register_forward_pre_hook(denoiser.listen)
    made = values(seen(state, "generated").made[0].points)
    assert torch.allclose(made, denoiser.point.expand(256, 2), atol=1e-3)


def test_a_language_model_goes_on_from_the_beginning_of_a_text_of_the_validation():
    state = untrained(starter("tiny-gpt"))
    text = seen(state, "generated").made[0].samples[0]
    alphabet = state.drawing.dataset.fields[0].classes
    assert text.name == "".join(alphabet[token] for token in state.validation["tokens"][0, :8])
    assert len(text.words) == 100
    assert set(text.words) <= set(alphabet)


def test_words_that_go_on_from_a_beginning_keep_apart_from_it():
    text = seen(untrained(starter("chat")), "generated").made[0].samples[0]
    assert text.name.endswith(" ")
    assert len(text.name.split()) == 5


def test_what_is_written_ends_before_the_token_that_ends_it():
    state = untrained(starter("molecules"))
    params, alphabet = state.drawing.plan.found.params["write"], state.drawing.dataset.fields[0].classes
    samples = [each.words for each in seen(state, "generated").made[0].samples]
    assert not any(alphabet[params["stop"]] in words for words in samples)
    assert min(map(len, samples)) < max(map(len, samples)), "some end before others"


def test_the_worst_answers_are_those_that_the_loss_compares_in_letters_without_what_fills_the_row():
    """The alignment is an answer too, and flows into what the loss compares."""
    samples = seen(untrained(starter("seq2seq-attention")), "worst").samples
    assert {len(sample.expected.words) for sample in samples} == {len("2022-02-24")}
    assert all(sample.answered.picture is None and sample.answered.words for sample in samples)
    assert not any(each.words.endswith("_") for sample in samples for each in sample.given)


@pytest.mark.parametrize(("key", "field"), [("seq2seq-attention", "text"), ("code", "program"), ("music", "key")])
def test_what_is_written_stands_behind_what_it_was_written_for(key, field):
    state = untrained(starter(key))
    told, values = state.drawing.dataset.field(field), state.validation[field]
    for place, sample in enumerate(seen(state, "generated").made[0].samples):
        asked, arrow, begun = sample.name.partition(" → ")
        tokens = values[place].reshape(-1).tolist()
        assert asked == "".join(told.classes[token] for token in tokens).rstrip("_")
        assert (arrow, begun) == (" → ", "")


def test_what_only_fills_a_row_is_not_shown_as_written():
    samples = seen(untrained(starter("sentiment")), "generated").made[0].samples
    assert samples
    assert all(not each.words.rstrip().endswith("_") for each in samples)


def test_a_node_that_carries_letters_shows_letters():
    state = untrained(starter("tiny-gpt"))
    dataset, tokens = state.drawing.dataset, state.validation["tokens"][0]
    assert seen(state, "activation:text").words == "".join(dataset.field("tokens").classes[each] for each in tokens)
    assert seen(state, "activation:embed").words == ""
    assert seen(untrained(starter("two-moons-mlp")), "activation:moons").words == ""


def test_a_path_reads_back_as_it_is_written():
    assert Path.parse("conv1") == Path((), "conv1")
    assert Path.parse("layers.1/think/up") == Path((("layers", 1), ("think", 0)), "up")


def test_what_several_views_need_is_computed_once():
    state = untrained(starter("digits-cnn"))
    calls = []
    state.net.conv1.register_forward_hook(lambda *_: calls.append(1))
    with looking(state.net):
        scene = Scene(state)
        for node in ("conv1", "relu1", "fc3"):
            assert scene.output(Path((), node), 1) is not None
    assert len(calls) == 1


def test_a_large_network_is_looked_at_with_fewer_samples_at_once(monkeypatch):
    state = untrained(starter("digits-cnn"))
    monkeypatch.setattr(scenes, "MOST_BYTES", 40 * state.drawing.cost.memory)
    assert seen(state, "embedding:fc1").points.shape == (40, 2)
    assert seen(state, "dead-units:relu1").samples == 40
    assert seen(state, "worst").looked_at == 40
    assert sum(map(sum, seen(state, "confusion").counts)) == 258


def test_the_page_on_watching_has_every_probe():
    page = pathlib.Path("docs/watching.md").read_text()
    assert [probe.title for probe in PROBES.values() if probe.title not in page] == []


def test_every_probe_tells_a_learner_what_it_is():
    for probe in PROBES.values():
        assert probe.summary.endswith(".")
        assert len(probe.summary) <= 120
        assert probe.every_s > 0


def test_the_gradient_is_lost_on_its_way_down_through_layers_without_skips_and_kept_with_them():
    taught = builder.STARTERS["depth"]
    assert taught.lesson
    flows = {}
    for arm in taught.lesson.comparisons[0].arms:
        state = untrained(arm.made(taught.document))
        flows[arm.label] = seen(state, "gradient-flow").layers
        parameters = dict(state.net.named_parameters())
        pulled = seen(state, "gradients:scores").parameters[0].gradient
        assert [layer.name for layer in flows[arm.label]][:2] == ["enter", "deep.0.weigh"]
        assert all(parameters[f"{layer.name}.weight"].dim() == 2 for layer in flows[arm.label])
        assert flows[arm.label][-1].now == pytest.approx(pulled, rel=1e-4), "it says the same as the node's own"
        assert all(layer.fresh == layer.now for layer in flows[arm.label]), "nothing was learned yet"
    first = {label: layers[1].fresh / layers[-1].fresh for label, layers in flows.items()}
    assert first["sigmoid"] < first["ReLU"] < 1e-9
    assert first["residual"] > 1e-3
