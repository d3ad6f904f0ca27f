"""What decides how an imported network learns on: each kind of it, as people write it."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint

import builder
from builder.drawing.problems import InvalidDocument
from tests.builder.importers.learning import assert_learns_alike, pair_of


def two(forward, **parts):
    """A module with two linear layers, and what else is given, that computes so."""

    class Two(nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.second = nn.Linear(4, 4), nn.Linear(4, 4)
            for name, part in parts.items():
                setattr(self, name, part() if callable(part) and not isinstance(part, nn.Module) else part)

        def forward(self, x):
            return forward(self, x)

    return Two()


def detached(self, x):
    return self.second(self.first(x).detach().relu())


def straight_through(self, x):
    soft = self.first(x).sigmoid()
    return self.second(soft + (soft.round() - soft).detach())


def without_gradients(self, x):
    with torch.no_grad():
        target = self.first(x)
        with torch.enable_grad():
            target = target * 2
    return self.second(x) - target


def of_data(self, x):
    return self.second(self.first(x).data) + self.first.weight.data.sum()


def masked_without_gradients(self, x):
    scores = self.first(x)
    with torch.no_grad():
        mask = scores > scores.mean(-1, keepdim=True)
    return torch.where(mask, self.second(x), scores.masked_fill(mask, 0.5))


def partly_normalised(self, x):
    with torch.no_grad():
        largest = self.first(x).amax(-1, keepdim=True)
    return self.first(x) - largest


class DropPath(nn.Module):
    def __init__(self, p=0.4):
        super().__init__()
        self.p = p

    def forward(self, x):
        if self.p == 0.0 or not self.training:
            return x
        kept = 1 - self.p
        mask = x.new_empty((x.shape[0],) + (1,) * (x.ndim - 1)).bernoulli_(kept)
        return x * mask.div_(kept)


class RandomDepth(DropPath):
    def forward(self, x):
        if not self.training:
            return x
        kept = 1 - self.p
        return x.div(kept) * (kept + torch.rand(x.shape[0], 1, dtype=x.dtype)).floor()


class Variational(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = nn.Linear(4, 6), nn.Linear(3, 4)

    def forward(self, x):
        mean, log_variance = self.encoder(x).chunk(2, -1)
        code = mean
        if self.training:
            code = mean + torch.randn_like(mean) * (log_variance / 2).exp()
        return self.decoder(code), mean, log_variance


class DroppedAttention(nn.Module):
    def __init__(self, causal=False):
        super().__init__()
        self.causal = causal
        self.qkv, self.out = nn.Linear(8, 24), nn.Linear(8, 8)

    def forward(self, x):
        q, k, v = self.qkv(x).unflatten(-1, (3, 2, 4)).permute(2, 0, 3, 1, 4)
        p = 0.3 if self.training else 0.0
        return self.out(
            F.scaled_dot_product_attention(q, k, v, dropout_p=p, is_causal=self.causal).transpose(1, 2).flatten(2)
        )


class Heads(nn.Module):
    """Draws its dropout everywhere by functions."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 3, 3, padding=1)
        self.head = nn.Linear(48, 4)

    def forward(self, x):
        x = F.dropout2d(self.conv(x), 0.4, training=self.training)
        x = F.alpha_dropout(F.selu(x), 0.2, training=self.training)
        return self.head(F.dropout(x.flatten(1), 0.3, self.training, inplace=True))


class Branching(nn.Module):
    """Other layers while training."""

    def __init__(self):
        super().__init__()
        self.body, self.noisy, self.clean = nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x):
        hidden = self.body(x).relu()
        hidden = self.noisy(hidden) + 0.1 * torch.randn_like(hidden) if self.training else self.clean(hidden)
        return hidden.tanh() * (2 if self.training else 3)


class Written(nn.Module):
    """Writes into parts of tensors, its own weights' results and its input's among them."""

    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x):
        hidden = self.first(x)
        hidden = hidden * 1.0
        hidden[:, 0] = 0.0
        hidden[:, 1] = x[:, 1].double()
        hidden[:, 2:] = hidden[:, 2:].relu()
        hidden[..., 3] += 1
        return self.second(hidden)


class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.mean, self.log_scale = nn.Linear(4, 2), nn.Parameter(torch.full((2,), -0.5))

    def forward(self, x):
        return torch.distributions.Normal(self.mean(x), self.log_scale.exp())


class Chooser(nn.Module):
    def __init__(self):
        super().__init__()
        self.actor, self.critic = nn.Linear(4, 3), nn.Linear(4, 1)

    def forward(self, x):
        return {"policy": torch.distributions.Categorical(logits=self.actor(x)), "value": self.critic(x).squeeze(-1)}


class Teacher(nn.Module):
    """Distils a teacher that does not learn."""

    def __init__(self):
        super().__init__()
        self.teacher = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 3)).requires_grad_(
            False
        )
        self.student = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3))

    def forward(self, x):
        with torch.no_grad():
            wanted = self.teacher(x)
        return self.student(x) - wanted


def frozen_backbone():
    net = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.3), nn.Linear(8, 3))
    for part in net[:4]:
        part.requires_grad_(False)
    return net


def only_biases():
    net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
    net[0].weight.requires_grad_(False)
    return net


def frozen_layers():
    layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True, dropout=0.1)
    net = nn.TransformerEncoder(layer, 4, enable_nested_tensor=False)
    net.layers[:2].requires_grad_(False)
    return net


class Held(nn.Module):
    """Weights and constants wherever a module may hold them."""

    def __init__(self):
        super().__init__()
        self.list = nn.ParameterList([torch.randn(4, 4) * 0.5, torch.ones(4)])
        self.names = nn.ParameterDict(
            {"shift": torch.zeros(4), "fixed": nn.Parameter(torch.randn(4), requires_grad=False)}
        )
        self.positions = nn.Parameter(torch.randn(1, 6, 4) * 0.02)
        self.register_buffer("table", torch.randn(6, 100), persistent=False)

    def forward(self, x):
        x = (x + self.positions) @ self.list[0] * self.list[1] + self.names["shift"] * self.names["fixed"]
        return x + self.table[:, :4]


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(4, 4), nn.Linear(4, 4)
        self.second.weight = self.first.weight

    def forward(self, x):
        return self.second(F.dropout(self.first(x), 0.2, self.training)) + F.linear(x, self.first.weight.t())


class Table(nn.Module):
    """Adds positions, hides what is far away, and takes steps between neighbours."""

    def __init__(self):
        super().__init__()
        at, rate = torch.arange(64.0)[:, None], torch.exp(torch.arange(0, 8, 2) * -1.2)
        table = torch.zeros(64, 8)
        table[:, 0::2], table[:, 1::2] = torch.sin(at * rate), torch.cos(at * rate)
        self.register_buffer("positions", table[None])
        self.register_buffer("links", (torch.rand(40, 40) < 0.2).float(), persistent=False)
        self.far = torch.ones(40, 40).triu(1).bool()
        self.inner = nn.Linear(8, 8)

    def forward(self, x):
        x = self.inner(x + self.positions[:, : x.size(1)])
        seen = (x @ x.transpose(1, 2)).masked_fill(self.far, float("-inf")).softmax(-1)
        return (seen + self.links) @ x


class Reverse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, factor):
        ctx.factor = factor
        return x.view_as(x)

    @staticmethod
    def backward(ctx, gradient):
        return gradient.neg() * ctx.factor, None


class Spike(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (x > 0).float()

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        return gradient / (10 * x.abs() + 1) ** 2


class Clipped(torch.autograd.Function):
    """Rounds, and lets gradients straight through where values are small."""

    @staticmethod
    def forward(x):
        return x.round()

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, gradient):
        given = gradient.clone()
        given[ctx.saved_tensors[0].abs() > 1] = 0
        return given


class Square(torch.autograd.Function):
    """A gradient that is written out by hand, and true."""

    @staticmethod
    def forward(ctx, x, weight):
        ctx.save_for_backward(x, weight)
        return x**2 @ weight

    @staticmethod
    def backward(ctx, gradient):
        x, weight = ctx.saved_tensors
        return 2 * x * (gradient @ weight.t()), (x**2).t() @ gradient


class Smoothed(Reverse):
    """A gradient that no node has."""

    @staticmethod
    def backward(ctx, gradient):
        return gradient.roll(1, -1), None


class Leaky(nn.Module):
    """Neurons that leak, spike and begin anew, over time."""

    fire = Spike.apply

    def __init__(self):
        super().__init__()
        self.inner, self.out = nn.Linear(4, 5), nn.Linear(5, 2)

    def forward(self, x):
        level = x.new_zeros(x.size(0), 5)
        spikes = []
        for step in range(x.size(1)):
            level = 0.9 * level + self.inner(x[:, step])
            spikes.append(type(self).fire(level - 1))
            level = level - spikes[-1].detach()
        return self.out(torch.stack(spikes, 1).mean(1))


class Resting(nn.Module):
    """Keeps the statistics of a part that was trained before, whether its weights learn or not."""

    def __init__(self, learns):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.Dropout(0.5)).requires_grad_(learns)
        self.head = nn.Linear(6, 2)

    def train(self, mode=True):
        super().train(mode)
        self.body.eval()
        return self

    def forward(self, x):
        return self.head(self.body(x))


class OwnStatistics(nn.Module):
    """Centres by the batch while training, by what it kept of it otherwise."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.zeros(4))
        self.scale = nn.Parameter(torch.ones(4))

    def forward(self, x):
        mean = self.mean
        if self.training:
            mean = x.mean(0)
            self.mean.mul_(0.9).add_(0.1 * mean.detach())
        return (x - mean) * self.scale


class LeavesOut(nn.Module):
    """Leaves out a layer, now and then."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(4, 4)

    def forward(self, x):
        if self.training and torch.rand(()) < 0.5:
            return x
        return self.inner(x)


class Momentum(nn.Module):
    """A teacher that follows its pupil."""

    def __init__(self):
        super().__init__()
        self.pupil, self.teacher = nn.Linear(4, 4), nn.Linear(4, 4).requires_grad_(False)

    def forward(self, x):
        if self.training:
            with torch.no_grad():
                for ours, theirs in zip(self.teacher.parameters(), self.pupil.parameters(), strict=True):
                    ours.mul_(0.9).add_(theirs * 0.1)
        return self.pupil(x) * self.teacher(x).detach()


class Auxiliary(nn.Module):
    def __init__(self):
        super().__init__()
        self.body, self.head, self.aside = nn.Linear(4, 4), nn.Linear(4, 3), nn.Linear(4, 3)

    def forward(self, x):
        hidden = self.body(x).relu()
        return (self.head(hidden), self.aside(hidden)) if self.training else self.head(hidden)


def partly_frozen():
    net = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4))
    net[1].weight.requires_grad_(False)
    return net


def with_statistics():
    return nn.Sequential(nn.Conv1d(4, 5, 1), nn.InstanceNorm1d(5, affine=True, track_running_stats=True))


MODULES = {
    "a frozen part that rests": (lambda: Resting(False), (2, 4)),
    "a learning part that rests": (lambda: Resting(True), (2, 4)),
    "dropout at any time": (lambda: two(lambda self, x: self.second(F.dropout(self.first(x), 0.3))), (2, 4)),
    "data of tensors": (
        lambda: two(lambda self, x: self.second(self.first(x).data) + self.first.weight.data.sum()),
        (2, 4),
    ),
    "a reversed gradient": (lambda: two(lambda self, x: self.second(Reverse.apply(self.first(x), 0.3))), (2, 4)),
    "spikes": (Leaky, (2, 3, 4)),
    "a clipped gradient": (lambda: two(lambda self, x: self.second(Clipped.apply(self.first(x)))), (2, 4)),
    "a gradient by hand": (lambda: two(lambda self, x: Square.apply(self.first(x), self.second.weight)), (2, 4)),
    "a checkpoint": (lambda: two(lambda self, x: checkpoint(self.second, self.first(x), use_reentrant=True)), (2, 4)),
    "tables": (Table, (2, 40, 8)),
    "detached": (lambda: two(detached), (2, 4)),
    "straight through": (lambda: two(straight_through), (2, 4)),
    "without gradients": (lambda: two(without_gradients), (2, 4)),
    "a mask without gradients": (lambda: two(masked_without_gradients), (2, 4)),
    "a largest without gradients": (lambda: two(partly_normalised), (2, 4)),
    "paths left out": (lambda: nn.Sequential(nn.Linear(4, 4), DropPath(), nn.Linear(4, 4), DropPath()), (2, 4)),
    "depth at random": (lambda: nn.Sequential(nn.Linear(4, 4), RandomDepth(), nn.Linear(4, 4)), (2, 4)),
    "sampling while training": (Variational, (2, 4)),
    "attention with dropout": (DroppedAttention, (2, 5, 8)),
    "causal attention with dropout": (lambda: DroppedAttention(True), (2, 5, 8)),
    "dropout by functions": (Heads, (2, 1, 4, 4)),
    "other layers while training": (Branching, (2, 4)),
    "parts written into": (Written, (2, 4)),
    "a policy": (Policy, (2, 4)),
    "a choice": (Chooser, (2, 4)),
    "a teacher": (Teacher, (2, 4)),
    "a frozen backbone": (frozen_backbone, (2, 4)),
    "only biases learn": (only_biases, (2, 4)),
    "some layers are frozen": (frozen_layers, (2, 3, 8)),
    "weights in lists": (Held, (2, 6, 4)),
    "tied weights": (Tied, (2, 4)),
    "weight norm": (lambda: nn.Sequential(nn.utils.parametrizations.weight_norm(nn.Linear(4, 5)), nn.ReLU()), (2, 4)),
    "an old weight norm": (lambda: nn.Sequential(nn.utils.weight_norm(nn.Linear(4, 5)), nn.ReLU()), (2, 4)),
}


@pytest.mark.parametrize("frozen", [False, True])
@pytest.mark.parametrize("made", [nn.utils.weight_norm, nn.utils.parametrizations.weight_norm])
def test_weight_norm_is_drawn_as_itself_and_leaves_the_module_as_it_was(made, frozen):
    torch.manual_seed(0)
    module = nn.Sequential(made(nn.Conv1d(2, 3, 3)), nn.ReLU(), made(nn.Conv1d(3, 2, 1)))
    module.requires_grad_(not frozen)
    before = {name: value.clone() for name, value in module.state_dict().items()}
    nodes = builder.import_module(module, torch.randn(2, 2, 8)).document.graph.nodes
    assert [node.params.get("parametrization") for node in nodes.values() if node.type == "Conv1d"] == [
        "weight_norm"
    ] * 2
    assert not {"Aten", "Parameter"} & {node.type for node in nodes.values()}
    assert module.state_dict().keys() == before.keys()
    assert all(torch.equal(value, before[name]) for name, value in module.state_dict().items())
    assert module(torch.randn(2, 2, 8)).shape == (2, 2, 6)


def test_spectral_norm_is_drawn_as_itself_and_what_it_keeps_is_not_touched():
    torch.manual_seed(0)
    module = nn.Sequential(nn.utils.parametrizations.spectral_norm(nn.Linear(4, 3)), nn.Tanh())
    before = {name: value.clone() for name, value in module.state_dict().items()}
    imported = assert_learns_alike(module, torch.randn(2, 4))
    forms = [node.params.get("parametrization") for node in imported.document.graph.nodes.values()]
    assert "spectral_norm" in forms
    again = nn.Sequential(nn.utils.parametrizations.spectral_norm(nn.Linear(4, 3)), nn.Tanh())
    again.load_state_dict(before)
    for _ in range(3):
        builder.import_module(again, torch.randn(2, 4))
    assert all(torch.equal(value, before[name]) for name, value in again.state_dict().items())


@pytest.mark.parametrize("name", MODULES)
def test_a_network_learns_on_as_the_module_does(name):
    make, shape = MODULES[name]
    torch.manual_seed(0)
    imported = assert_learns_alike(make(), torch.randn(shape))
    assert not imported.problems


class Starts(nn.Module):
    """Weights of its own, which begin in every way that people have."""

    def __init__(self):
        super().__init__()
        self.positions = nn.Parameter(torch.randn(1, 20, 16) * 0.02)
        self.gate = nn.Parameter(torch.full((16,), 0.1))
        self.scale = nn.Parameter(torch.ones(16))
        self.mix = nn.Parameter(nn.init.xavier_uniform_(torch.empty(16, 16)))
        self.turn = nn.Parameter(nn.init.orthogonal_(torch.empty(16, 16)))
        self.same = nn.Parameter(torch.eye(16))
        self.decay = nn.Parameter(torch.arange(1.0, 17).log().repeat(20, 1))

    def forward(self, x):
        x = (x + self.positions) @ self.mix @ self.turn @ self.same
        return x * self.gate + self.scale * self.decay


def test_weights_of_a_modules_own_begin_as_they_did_there():
    torch.manual_seed(0)
    module = Starts()
    imported = assert_learns_alike(module, torch.randn(2, 20, 16))
    fresh = dict(builder.network(imported.document).named_parameters())
    for name in ("gate", "scale", "same", "decay"):
        assert torch.equal(fresh[f"{name}.value"], getattr(module, name)), name
    for name in ("positions", "mix"):
        torch.testing.assert_close(fresh[f"{name}.value"].std(), getattr(module, name).std(), rtol=0.15, atol=0)
        assert not torch.equal(fresh[f"{name}.value"], getattr(module, name))
    assert fresh["mix.value"].abs().max() < 0.5  # even, not normal: sqrt(6 / 32)
    torch.testing.assert_close(fresh["turn.value"] @ fresh["turn.value"].T, torch.eye(16), rtol=0, atol=1e-5)


def test_more_constants_than_a_drawing_holds_are_refused_with_a_way_out():
    with pytest.raises(InvalidDocument, match="more numbers") as refused:
        builder.import_module(Large(), torch.randn(2, 800))
    assert "requires_grad=False" in refused.value.problems[0].hint


class Large(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("noise", torch.randn(800, 800))

    def forward(self, x):
        return x @ self.noise


def hooks(self, x):
    hidden = self.first(x)
    if hidden.requires_grad:
        hidden.register_hook(lambda gradient: -gradient)
    return self.second(hidden)


@pytest.mark.parametrize(
    ("forward", "words"),
    [
        (
            lambda self, x: self.second(Smoothed.apply(self.first(x), 1.0)),
            r"Smoothed has a gradient .*line \d+ of",
        ),
        (hooks, r"A hook changes gradients, at `hidden.register_hook.*line \d+ of"),
    ],
    ids=["function", "hook"],
)
def test_a_gradient_that_no_node_has_is_refused_by_name_and_line(forward, words):
    with pytest.raises(InvalidDocument, match=words):
        builder.import_module(two(forward), torch.randn(2, 4))


def test_gradients_turned_around_and_made_up_are_nodes():
    imported = builder.import_module(MODULES["a reversed gradient"][0](), torch.randn(2, 4))
    (node,) = [node for node in imported.document.graph.nodes.values() if node.type == "GradientReversal"]
    assert node.params == {"factor": 0.3}
    imported = builder.import_module(MODULES["a clipped gradient"][0](), torch.randn(2, 4))
    assert "SurrogateGradient" in {node.type for node in imported.document.graph.nodes.values()}


def test_hooks_for_gradients_are_told():
    module = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 2))
    module[0].register_full_backward_hook(lambda module, ours, theirs: None)
    (problem,) = builder.import_module(module, torch.randn(2, 4)).problems
    assert (problem.code, problem.severity) == ("gradient_hook", "warning")


WARNINGS = {
    "statistics of its own": (OwnStatistics, (2, 4), "state_left_out", "mean"),
    "statistics of torch": (with_statistics, (2, 4, 6), "state_left_out", "1.running_mean"),
    "an old spectral norm": (lambda: nn.utils.spectral_norm(nn.Linear(4, 5)), (2, 4), "state_left_out", "_u"),
    "a layer left out": (LeavesOut, (2, 4), "trains_otherwise", "if self.training and torch.rand"),
    "a teacher that follows": (Momentum, (2, 4), "trains_otherwise", "its own weights"),
    "an answer aside": (Auxiliary, (2, 4), "answers_differ", "2 tensors while it trains and 1"),
    "half frozen": (partly_frozen, (2, 4), "partly_frozen", "Of 1 only weight"),
}


@pytest.mark.parametrize("name", WARNINGS)
def test_what_a_drawing_leaves_out_of_learning_is_told(name):
    make, shape, code, words = WARNINGS[name]
    torch.manual_seed(0)
    module = make()
    pair = pair_of(module, torch.randn(shape))
    told = {problem.code: problem for problem in pair.imported.problems}
    assert told[code].severity == "warning"
    assert words in told[code].message
    pair.train(False)
    given = pair.draw(3)
    for ours, theirs in zip(pair.ours(given), pair.theirs(given), strict=False):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=1e-5)


def test_importing_leaves_counters_statistics_and_chance_as_they_were():
    class Counts(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm, self.calls, self.seen = nn.BatchNorm1d(4), 0, []

        def forward(self, x):
            self.calls += 1
            self.seen.append(self.calls)
            self.norm.running_mean.add_(1)
            return self.norm(x) + F.dropout(x, 0.5, self.training)

    module, given = Counts(), torch.randn(2, 4)
    before = {name: tensor.clone() for name, tensor in module.state_dict().items()}
    torch.manual_seed(5)
    builder.import_module(module, given)
    assert torch.equal(torch.rand(3), torch.rand(3, generator=torch.Generator().manual_seed(5)))
    assert (module.calls, module.seen, module.training) == (0, [], True)
    assert all(torch.equal(tensor, before[name]) for name, tensor in module.state_dict().items())


def test_an_answer_without_tensors_is_refused_and_one_beside_them_is_told():
    with pytest.raises(InvalidDocument, match=r"answer \(str\), and no tensor"):
        builder.import_module(two(lambda self, x: "nothing"), torch.randn(2, 4))
    imported = builder.import_module(two(lambda self, x: (self.first(x), "words")), torch.randn(2, 4))
    (problem,) = imported.problems
    assert (problem.code, problem.severity) == ("answer_left_out", "warning")
