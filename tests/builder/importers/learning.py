"""What every imported network must hold when it learns on: it answers, draws, learns and moves as the module does."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

import builder
from builder.importers.tracing import named_tensors
from builder.kinds.importer import Imported
from tests.builder.importers.round_trip import OPEN, another

BATCHES = (2, 3, 5)
STEPS = 5
OPTIMIZERS = {
    "SGD": lambda weights: torch.optim.SGD(weights, lr=0.01, momentum=0.5),
    "Adam": lambda weights: torch.optim.Adam(weights, lr=0.001),
}


@dataclass
class Pair:
    """A module and the network that its drawing became, with the same weights."""

    module: nn.Module
    network: nn.Module
    imported: Imported
    examples: dict[str | int, Tensor]
    by_name: bool

    def draw(self, rows: int) -> dict[str | int, Tensor]:
        """A batch of another size, with other values."""
        return {key: another(example, rows) for key, example in self.examples.items()}

    def theirs(self, given: dict[str | int, Tensor], seed: int = 0) -> list[Tensor]:
        """What the module answers, with its draws from a seed."""
        torch.manual_seed(seed)
        answer = self.module(**given) if self.by_name else self.module(*given.values())
        return [tensor for _, tensor in named_tensors(answer)]

    def ours(self, given: dict[str | int, Tensor], seed: int = 0) -> list[Tensor]:
        """What the network answers to the same, in the module's order."""
        names = dict(zip(self.examples, self.names(), strict=True))
        torch.manual_seed(seed)
        answers = self.network(**{names[key]: value for key, value in given.items() if names[key]})
        answers = answers if isinstance(answers, tuple) else (answers,)
        return [answers[place] for place in self.imported.outputs]

    def names(self) -> list[str]:
        """The network's argument for each of the module's, empty for what changes nothing."""
        inputs = list(self.imported.inputs)
        return [*inputs, *[""] * (len(self.examples) - len(inputs))]

    def weights(self) -> dict[str, tuple[nn.Parameter, nn.Parameter]]:
        """The network's learned tensors beside the module's, by the module's names."""
        places = {(tensor.data_ptr(), tensor.shape): name for name, tensor in self.imported.weights.items()}
        ours = dict(self.network.named_parameters(remove_duplicate=False))
        found = {}
        for name, theirs in self.module.named_parameters():
            place = places.get((theirs.data_ptr(), theirs.shape))
            if place in ours:
                found[name] = (ours[place], theirs)
        return found

    def buffers(self) -> dict[str, tuple[Tensor, Tensor]]:
        """Statistics that both keep, by the module's names."""
        places = {(tensor.data_ptr(), tensor.shape): name for name, tensor in self.imported.weights.items()}
        ours = dict(self.network.named_buffers(remove_duplicate=False))
        return {
            name: (ours[place], theirs)
            for name, theirs in self.module.named_buffers()
            if theirs.numel() and (place := places.get((theirs.data_ptr(), theirs.shape))) in ours
        }

    def train(self, mode: bool) -> None:
        """Set both to training, or to answering."""
        self.module.train(mode)
        self.network.train(mode)


def pair_of(module: nn.Module, examples: object) -> Pair:
    """Import a module and build its drawing, with its weights."""
    imported = builder.import_module(module, examples)
    report = builder.check(imported.document)
    assert {problem.code for problem in report.problems if problem.severity == "error"} <= OPEN
    network = builder.network(imported.document)
    network.load_state_dict(imported.weights)
    by_name = isinstance(examples, dict)
    tensors = examples if by_name else dict(enumerate([examples] if isinstance(examples, Tensor) else examples))
    return Pair(module, network, imported, tensors, by_name)


def assert_learns_alike(module: nn.Module, examples: object, tolerance: float = 1e-4) -> Imported:
    """Compare a module and its drawing in everything that decides how they learn on."""
    before = {name: tensor.clone() for name, tensor in (*module.named_parameters(), *module.named_buffers())}
    pair = pair_of(module, examples)
    for name, tensor in (*module.named_parameters(), *module.named_buffers()):
        assert torch.equal(tensor, before[name]) or tensor.isnan().any(), f"importing changed {name}"
    assert_constants_are_drawn(pair)
    assert_answers_alike(pair, tolerance)
    assert_moves_alike(pair, tolerance)
    return pair.imported


def assert_constants_are_drawn(pair: Pair) -> None:
    """The drawing alone, without weights, makes a network with the constants of the module."""
    fresh = builder.network(pair.imported.document)
    for name, constant in fresh.named_buffers():
        if name.endswith("value"):
            assert torch.equal(constant.nan_to_num(), pair.imported.weights[name].nan_to_num()), f"{name} is lost"


def assert_answers_alike(pair: Pair, tolerance: float) -> None:
    """In both modes, at every batch size, under one seed; statistics too."""
    for is_training in (False, True):
        pair.train(is_training)
        for rows in BATCHES:
            given = pair.draw(rows)
            with torch.no_grad():
                theirs, ours = pair.theirs(given), pair.ours(given)
            assert theirs
            for place, (wanted, answer) in enumerate(zip(theirs, ours, strict=True)):
                what = f"answer {place} at {rows} rows, {'training' if is_training else 'answering'}"
                _assert_close(answer, wanted, tolerance, what)
    for name, (ours, theirs) in pair.buffers().items():
        _assert_close(ours, theirs, tolerance, f"buffer {name}")


def assert_moves_alike(pair: Pair, tolerance: float) -> None:
    """The same number of learned values, the same gradients, and the same losses under each optimizer."""
    pair.train(True)
    learned = {name: weight for name, weight in pair.module.named_parameters() if weight.requires_grad}
    reached = _assert_same_gradients(pair, tolerance)
    count = sum(weight.numel() for name, weight in learned.items() if name in reached)
    assert sum(weight.numel() for weight in pair.network.parameters() if weight.requires_grad) == count
    start = [{key: value.clone() for key, value in each.state_dict().items()} for each in (pair.module, pair.network)]
    for name, make in OPTIMIZERS.items():
        if learned:
            losses = [_trained(pair, each, make) for each in (pair.module, pair.network)]
            _assert_close(losses[1], losses[0], tolerance, f"losses under {name}")
        pair.module.load_state_dict(start[0])
        pair.network.load_state_dict(start[1])


def _assert_same_gradients(pair: Pair, tolerance: float) -> set[str]:
    """Compare the gradients; gives the learned tensors of the module that its answers have anything to do with."""
    given = pair.draw(3)
    for network in (pair.module, pair.network):
        network.zero_grad(set_to_none=True)
    for answers in (pair.theirs(given), pair.ours(given)):
        loss = loss_of(answers)
        if loss.requires_grad:
            loss.backward()
    found = pair.weights()
    for name, theirs in pair.module.named_parameters():
        if theirs.grad is not None and theirs.requires_grad:
            assert name in found, f"the drawing has no {name}"
    for name, (ours, theirs) in found.items():
        assert ours.requires_grad == theirs.requires_grad, f"{name} is frozen in one only"
        wanted = torch.zeros_like(theirs) if theirs.grad is None else theirs.grad
        answer = torch.zeros_like(ours) if ours.grad is None else ours.grad
        _assert_close(answer, wanted, tolerance, f"gradient of {name}")
    return set(found)


def _trained(pair: Pair, network: nn.Module, make: object) -> Tensor:
    """The losses of a few steps."""
    torch.manual_seed(1)
    batches = [pair.draw(3) for _ in range(STEPS)]
    optimizer, losses = make([weight for weight in network.parameters() if weight.requires_grad]), []
    for step, given in enumerate(batches):
        answer = pair.theirs if network is pair.module else pair.ours
        loss = loss_of(answer(given, step))
        optimizer.zero_grad()
        if loss.requires_grad:
            loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return torch.stack(losses)


def loss_of(answers: list[Tensor]) -> Tensor:
    """Something that every answer decides, by weights of its own."""
    chance = torch.Generator().manual_seed(7)
    parts = []
    for answer in answers:
        if answer.dtype.is_floating_point:
            finite = answer.masked_fill(~answer.isfinite(), 0.0)
            weights = torch.randn(answer.shape, generator=chance, dtype=answer.dtype)
            parts.append((finite * weights).mean() + 0.1 * (finite * finite).mean())
    return torch.stack(parts).sum() if parts else torch.zeros(())


def _assert_close(ours: Tensor, theirs: Tensor, tolerance: float, what: str) -> None:
    torch.testing.assert_close(
        ours, theirs, rtol=tolerance, atol=tolerance, equal_nan=True, msg=lambda words: f"{what}: {words}"
    )
