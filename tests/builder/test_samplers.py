"""Samplers: loops that run parts of a drawing, in its source, in what is measured, and in what it tells."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
import torch

from builder.checker.checker import check
from builder.compiler.program import Program, compile
from builder.drawing.document import Document
from builder.registry.nodes import CATALOG
from builder.samplers.generate_tokens import generate_tokens
from tests.drawings import draw
from trainer.run.prepared import data_of

Nodes = dict[str, tuple[str, dict[str, Any]]]


def with_nodes(starter: str, nodes: Nodes, wires: dict[str, str], **training: Any) -> Document:
    """A starter with more nodes."""
    told = import_module(f"builder.starters.{starter}").STARTER.document.model_dump()
    for id, (type_name, params) in nodes.items():
        told["blocks"]["main"]["nodes"][id] = {"type": type_name, "params": params, "position": [0, 0]}
    told["blocks"]["main"]["edges"] |= wires
    told["training"] |= training
    return Document.model_validate(told)


def asked(program: Program, rows: int = 3, seed: int = 0, **changed: torch.Tensor) -> dict[str, torch.Tensor]:
    """What a new network tells of the first validation samples."""
    torch.manual_seed(0)
    net = program.network().eval()
    chance = torch.Generator().manual_seed(seed)
    batch = {name: values[:rows] for name, values in data_of(program, torch.device("cpu"))[1].items()}
    batch |= program.sources(rows, chance) if program.sources else {}
    with torch.no_grad():
        return program.ask(net, batch | changed, chance)


WRITER: tuple[Nodes, dict[str, str]] = (
    {"write": ("GenerateTokens", {"kept": 8, "length": 20})},
    {"write.scores": "scores.output", "write.into": "text.tokens"},
)


@pytest.mark.parametrize("name", ["next", "iter", "few"])
def test_a_node_may_be_called_as_something_that_measuring_needs(name: str) -> None:
    nodes: Nodes = {name: ("Slice", {"dim": 1, "end": 10})}
    wires = {f"{name}.input": "dates.date", "loss.target": f"{name}.output"}
    program = compile(with_nodes("transformer", nodes, wires))
    batch = {field: values[:8] for field, values in data_of(program, torch.device("cpu"))[1].items()}
    assert {"loss", "exact"} <= set(program.metrics(program.network().eval(), batch))


def test_a_window_that_is_as_long_as_there_are_classes_is_refused() -> None:
    document = import_module("builder.starters.wavenet").STARTER.document
    nodes: Nodes = {"written": ("GenerateTokens", {**document.graph.nodes["written"].params, "window": 64})}
    (problem,) = check(with_nodes("wavenet", nodes, {})).problems
    assert problem.node == "written"
    assert problem.hint.startswith("A window of 64 is as long as there are classes")


def test_a_writer_continues_a_beginning_of_any_length_the_same_way_each_time() -> None:
    program = compile(with_nodes("tiny_gpt", *WRITER))
    assert program.asks_for == ("tokens",)
    assert program.beginnings == {"tokens": 8}
    assert [answer.name for answer in program.told] == ["write"], "the scores are decoded, not told"
    for many in (1, 5, 40):
        given = torch.arange(many).remainder(28)[None]
        once, again = (asked(program, tokens=given)["write"] for _ in range(2))
        assert once.shape == (1, many + 20)
        assert torch.equal(once[:, :many], given)
        assert torch.equal(once, again)
        assert not torch.equal(once, asked(program, seed=1, tokens=given)["write"])


def test_what_a_writer_writes_is_what_its_scores_say_letter_by_letter() -> None:
    program = compile(with_nodes("tiny_gpt", {"write": ("GenerateTokens", {"pick": "greedy", "length": 5})}, WRITER[1]))
    torch.manual_seed(0)
    net = program.network().eval()
    tokens = torch.tensor([[3, 1, 4]])
    with torch.no_grad():
        (written,) = program.ask(net, {"tokens": tokens}, torch.Generator()).values()
        for place in range(3, 8):
            best = net(torch.nn.functional.pad(written[:, :place], (0, 32 - place)))[0, place - 1].argmax()
            assert written[0, place] == best


def test_beams_find_a_more_probable_sequence_than_the_greedy_way() -> None:
    first = torch.tensor([0.0, 0.1, -9.0])  # the best first token leads to even odds, the other one to a sure thing
    after = torch.tensor([[0.0, 0.0, 0.0], [-9.0, -9.0, 9.0], [0.0, 0.0, 0.0]])
    after[1], after[0] = after[0].clone(), after[1].clone()

    def scores(tokens: torch.Tensor) -> torch.Tensor:
        told = torch.stack([first.expand(len(tokens), 3), after[tokens[:, 1]], after[tokens[:, 2]]], dim=1)
        return told

    given = torch.zeros(2, 1, dtype=torch.long)
    chance = torch.Generator()
    greedy = generate_tokens(scores, given, chance, context=3, kept=1, pick="greedy")
    beam = generate_tokens(scores, given, chance, context=3, kept=1, pick="beam", beams=2)
    assert greedy.tolist() == [[0, 1, 0]] * 2
    assert beam.tolist() == [[0, 0, 2]] * 2


def test_after_the_stop_token_nothing_else_is_written() -> None:
    def scores(tokens: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.one_hot((tokens + 1) % 5, 5).float() * 9

    nothing = torch.zeros(1, 0, dtype=torch.long)
    for pick in ("greedy", "beam", "sample"):
        told = generate_tokens(scores, nothing, torch.Generator(), 6, start=0, stop=3, pick=pick, temperature=0.1)
        assert told.tolist() == [[1, 2, 3, 3, 3, 3]]


DIFFUSION = {
    "sample.predicted": "denoiser.y",
    "sample.noisy": "noisy.output",
    "sample.data": "moons.point",
    "sample.noise": "noise.noise",
    "sample.time": "time.noise",
}


def test_a_diffusion_with_a_perfect_network_gives_back_the_data_by_every_prediction() -> None:
    sampler = CATALOG["DiffusionSampler"].loop  # type: ignore[attr-defined]
    data = torch.tensor([[0.3, -0.7]])

    def noisy(signal: torch.Tensor, noise: torch.Tensor, time: torch.Tensor) -> torch.Tensor:
        angle = time * torch.pi / 2
        return angle.cos() * signal + angle.sin() * noise

    for predicts in ("noise", "data", "velocity"):
        for method in ("DDIM", "DDPM"):

            def predicted(x: torch.Tensor, time: torch.Tensor, predicts: str = predicts) -> torch.Tensor:
                angle = time * torch.pi / 2
                noise = (x - angle.cos() * data) / angle.sin().clamp_min(1e-3)
                return {"noise": noise, "data": data, "velocity": angle.cos() * noise - angle.sin() * data}[predicts]

            made, stages = sampler(
                predicted, noisy, torch.zeros(1, 2), torch.zeros(1, 2), torch.zeros(1, 1), torch.Generator(),
                last=0.99, steps=10, predicts=predicts, method=method,
            )  # fmt: skip
            assert torch.allclose(made, data, atol=1e-2), (predicts, method)
            assert stages.shape == (1, 11, 2)


def test_a_diffusion_may_go_on_through_the_rest_of_the_drawing_and_follow_a_class() -> None:
    nodes: Nodes = {"made": ("DiffusionSampler", {"steps": 3, "guidance": 2.0})}
    program = compile(with_nodes("latent_diffusion", nodes, {}))
    (told,) = program.told
    assert (told.name, told.fields, told.sampler) == ("picture", ("caption", "chance_"), "made")
    one, other = (asked(program, 1, caption=torch.tensor([[colour, 4, 7]]))["picture"] for colour in (1, 3))
    assert one.shape == (1, 3, 16, 16)
    assert not torch.equal(one, other)


def test_a_flow_is_run_backwards_through_its_own_layers() -> None:
    program = compile(with_nodes("realnvp", {}, {}))
    made = asked(program, rows=5)["made"]
    back = asked(program, rows=5, point=made)["answer"]
    noise = torch.randn(5, 2, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(back, noise, atol=1e-4)


def test_hidden_tokens_alone_are_filled_in() -> None:
    program = compile(
        with_nodes(
            "tiny_bert",
            {"fill": ("FillMasks", {"mask": 28})},
            {"fill.scores": "scores.output", "fill.into": "text.tokens"},
        )
    )
    given = torch.arange(32)[None] % 26
    hidden = given.clone()
    hidden[0, [3, 9, 20]] = 28
    filled = asked(program, tokens=hidden)["fill"]
    is_kept = hidden != 28
    assert torch.equal(filled[is_kept], given[is_kept])
    assert not (filled == 28).any()


def test_what_is_made_is_measured_on_so_many_samples_and_no_other_number_changes() -> None:
    nodes, wires = WRITER
    measured = {**nodes, "right": ("MeanAbsoluteError", {}), "real": ("ToFloat", {}), "wrote": ("ToFloat", {})}
    measured["write"] = ("GenerateTokens", {"kept": 8})
    wires = {
        **wires,
        "wrote.input": "write.output",
        "real.input": "text.tokens",
        "right.input": "wrote.output",
        "right.target": "real.output",
    }
    plain = compile(with_nodes("tiny_gpt", {}, {}))
    torch.manual_seed(0)
    net = plain.network().eval()
    samples = {name: values[:9] for name, values in data_of(plain, torch.device("cpu"))[1].items()}
    with torch.inference_mode():
        before = plain.metrics(net, samples)
        for many in (4, 64):
            program = compile(with_nodes("tiny_gpt", measured, wires, decoded=many))
            after = program.metrics(net, samples)
            assert all(torch.equal(after[name], before[name]) for name in before)
            few = {"tokens": samples["tokens"][:many, :8]}
            written = program.ask(net, few, torch.Generator().manual_seed(0))["write"]
            right = (written[:, :32] - samples["tokens"][:many]).abs().float().mean()
            wanted = program.space["make_write"](net, len(few["tokens"]), few, torch.Generator().manual_seed(0))
            assert torch.equal(written, wanted)
            assert after["right"].item() == pytest.approx(right.item())


WRONG: dict[str, tuple[str, Nodes, dict[str, str], str]] = {
    "loose": ("tiny_gpt", WRITER[0], {"write.scores": "scores.output", "write.into": "text.next"}, "sampler_loose"),
    "undone": (
        "realnvp",
        {"square": ("Power", {"exponent": 2.0}), "sample": ("InvertFlow", {})},
        {"square.input": "coupling6.output", "sample.latent": "square.output", "sample.data": "moons.point"},
        "not_undone",
    ),
    "timeless": (
        "ddpm",
        {"made": ("DiffusionSampler", {}), "somewhen": ("Noise", {"shape": 1})},
        {"made.time": "moment.output", "moment.input": "somewhen.noise"},
        "unknown_time",
    ),
    "other places": (
        "tiny_gpt",
        {"write": ("GenerateTokens", {}), "halves": ("Slice", {"dim": 1, "end": 9})},
        {"halves.input": "scores.output", "write.scores": "halves.output", "write.into": "text.tokens"},
        "shape_mismatch",
    ),
    "nothing to begin with": (
        "tiny_gpt",
        {"write": ("GenerateTokens", {"kept": 0})},
        WRITER[1],
        "nothing_to_begin_with",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_sampler_that_cannot_sample_says_why(case: str) -> None:
    starter, nodes, wires, code = WRONG[case]
    report = check(with_nodes(starter, nodes, wires))
    assert not report.is_trainable
    assert code in {problem.code for problem in report.problems}


def test_no_objective_learns_from_what_a_sampler_makes() -> None:
    nodes: Nodes = {
        "sample": ("DiffusionSampler", {}),
        "judge": ("MSELoss", {}),
        "goal": ("Objective", {"over": "denoiser"}),
    }
    wires = {**DIFFUSION, "judge.input": "sample.output", "judge.target": "moons.point", "goal.loss": "judge.loss"}
    report = check(with_nodes("ddpm", nodes, wires))
    assert "sampled_loss" in {problem.code for problem in report.problems}


WAVES = draw(
    {
        "data": ("Noise", {"shape": (12, 2)}),
        "next": ("Linear", {"out_features": 2}),
        "loss": "MSELoss",
        "objective": "Objective",
        "go_on": ("Rollout", {"kept": 3, "length": 5}),
    },
    {
        "next.input": "data.noise",
        "loss.input": "next.output",
        "loss.target": "data.noise",
        "objective.loss": "loss.loss",
        "go_on.predicted": "next.output",
        "go_on.into": "data.noise",
    },
)
PIXELS = draw(
    {
        "digits": "Digits",
        "levels": ("Conv2d", {"out_channels": 4, "kernel_size": 1}),
        "one": ("Select", {"dim": 1, "index": 0}),
        "flat": "MeanLoss",
        "objective": "Objective",
        "paint": ("GeneratePixels", {"kept": 60}),
    },
    {
        "levels.input": "digits.image",
        "one.input": "levels.output",
        "flat.signal": "one.output",
        "objective.loss": "flat.loss",
        "paint.scores": "levels.output",
        "paint.into": "digits.image",
    },
)
SAMPLING = {
    **{key: with_nodes(key, {}, {}) for key in ("tiny_gpt", "tiny_bert", "ddpm", "latent_diffusion", "vae", "realnvp")},
    "waves": WAVES,
    "pixels": PIXELS,
}


def test_every_sampler_gives_what_it_is_predicted_to_give() -> None:
    seen = set()
    for document in SAMPLING.values():
        program, rows = compile(document), 3
        found, net = program.plan.found, program.network().eval()
        held_out = data_of(program, torch.device("cpu"))[1]
        chance = torch.Generator().manual_seed(0)
        batch = {name: values[:rows] for name, values in held_out.items()}
        batch |= program.sources(rows, chance) if program.sources else {}
        batch |= {name: batch[name][:, :many] for name, many in program.beginnings.items()}
        for id in found.with_role("sampler"):
            wires = [(id, port.name) for port in found.layers[id].spec.outputs]
            with torch.inference_mode():
                made = program.make(wires)(net, rows, batch, chance)
            for wire, tensor in zip(wires, made, strict=True):
                flow = found.flows[wire]
                assert (tuple(tensor.shape), tensor.dtype) == ((rows, *flow.small[1:]), flow.dtype), wire
            seen.add(found.graph.nodes[id].type)
    assert seen == {name for name, layer in CATALOG.items() if layer.spec.role == "sampler"}
