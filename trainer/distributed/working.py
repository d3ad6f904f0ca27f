"""The network that a process trains: a replica (DDP), or the shard that is this process's (FSDP2).

A run's own network and optimizers, as `trainer.run.loop` and `trainer.run.checkpoint` know them, stay whole and on
the CPU. They are brought up to date when somebody looks at them.
"""

from __future__ import annotations

import copy
import warnings
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard
from torch.distributed.tensor import DTensor, distribute_tensor
from torch.nn.parallel import DistributedDataParallel

from builder.compiler.program import Batch, Goal
from builder.script.moving import gathered
from trainer.distributed.norms import synchronize
from trainer.distributed.team import Team
from trainer.problems import TrainingProblem
from trainer.run.state import State

FUSED_FOR_SHARDS = (torch.optim.Adam, torch.optim.AdamW)
OWN = ("params", "fused")
COUNTS = ("updates", "waiting")
"""What `builder.script.moving` counts in an optimizer's groups."""
"""Settings of an optimizer that are not those of the run's own one."""
NOT_FOR_SHARDS = (torch.optim.Adafactor, torch.optim.Rprop)
"""torch has no rules by which their steps are taken on parts of a tensor."""


class Judged(nn.Module):
    """A network together with the Objectives that judge it, so that a loss is what its forward gives."""

    def __init__(self, net: nn.Module, goals: tuple[Goal, ...]) -> None:
        super().__init__()
        self.net, self._goals = net, goals

    def forward(self, place: int, batch: Batch) -> Tensor:
        """The loss of one Objective for a batch."""
        return self._goals[place].objective(self.net, batch)


class Working:
    """What a process trains of a run, on its device. ``optimizers`` move it, one for each Objective.

    ``finds_unused``: a loss may leave out parameters, which replicas have to look for.

    Raises:
        TrainingProblem: ``not_shardable``.
    """

    def __init__(self, state: State, team: Team, *, sharded: bool, finds_unused: bool) -> None:
        self._state = state
        self.net = copy.deepcopy(state.net).to(team.device)
        synchronize(self.net)
        judged = Judged(self.net, state.program.goals)
        self._judge = _shard(judged, team) if sharded else _replicate(judged, team, finds_unused=finds_unused)
        self.optimizers = [goal.make_optimizer(self.net) for goal in state.program.goals]
        if sharded:
            for optimizer in self.optimizers:
                _set_for_shards(optimizer)
        self._take_over_optimizers()

    def loss(self, place: int, batch: Batch) -> Tensor:
        loss: Tensor = self._judge(place, batch)
        return loss

    def follow_settings(self, place: int) -> None:
        """Let an optimizer go on as the run's own one is set now: its learning rate may have changed."""
        for mine, given in zip(
            self.optimizers[place].param_groups, self._state.optimizers[place].param_groups, strict=True
        ):
            mine.update({name: value for name, value in given.items() if name not in OWN})

    def tell_counts(self, place: int) -> None:
        """Let the run's own optimizer know how many updates were made, and how many batches wait for one."""
        for mine, whole in zip(
            self.optimizers[place].param_groups, self._state.optimizers[place].param_groups, strict=True
        ):
            whole.update({name: mine[name] for name in COUNTS if name in mine})

    def gather(self) -> None:
        """Bring the run's own network and optimizers up to date. All processes of a sharded run have to."""
        with torch.inference_mode(False), torch.no_grad():  # what is kept outlives a measurement
            self._gather()

    def _gather(self) -> None:
        for value, into in zip(_tensors(self.net), _tensors(self._state.net), strict=True):
            into.copy_(_full(value))
        for mine, whole in zip(self.optimizers, self._state.optimizers, strict=True):
            for parameter, into in _parameter_pairs(mine, whole):
                if parameter in mine.state:
                    whole.state[into] = {name: _laid_out(_full(v), into) for name, v in mine.state[parameter].items()}
                if parameter in gathered(mine):
                    gathered(whole)[into] = _laid_out(_full(gathered(mine)[parameter]), into)
                else:
                    gathered(whole).pop(into, None)

    def _take_over_optimizers(self) -> None:
        """What the run's own optimizers know of each parameter, each process its part."""
        for mine, whole in zip(self.optimizers, self._state.optimizers, strict=True):
            for parameter, known in _parameter_pairs(mine, whole):
                if known in whole.state:
                    mine.state[parameter] = {name: _part(v, parameter) for name, v in whole.state[known].items()}
                if known in gathered(whole):
                    gathered(mine)[parameter] = _part(gathered(whole)[known], parameter)


def _replicate(judged: Judged, team: Team, *, finds_unused: bool) -> nn.Module:
    devices = [team.device] if team.device.type == "cuda" else None
    return DistributedDataParallel(judged, device_ids=devices, find_unused_parameters=finds_unused)


def _shard(judged: Judged, team: Team) -> nn.Module:
    """FSDP2: each drawn block is gathered when its turn comes, all else at the beginning of a step."""
    warnings.filterwarnings("ignore", "FSDP2-wrapped module .* returned a view tensor")  # no layer changes its input
    judged.to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]  # it knows no channels-last weights
    mesh = init_device_mesh(team.device.type, (team.size,))
    home = type(judged.net).__module__
    for module in reversed(list(judged.net.modules())):  # what is inside comes first
        if module is not judged.net and type(module).__module__ == home:
            fully_shard(module, mesh=mesh)
    fully_shard(judged, mesh=mesh)
    return judged


def _set_for_shards(optimizer: torch.optim.Optimizer) -> None:
    if isinstance(optimizer, NOT_FOR_SHARDS):
        raise TrainingProblem(
            "not_shardable",
            f"{type(optimizer).__name__} can't move weights of which each process keeps only a part.",
            "Train without Sharded, or choose another optimizer.",
        )
    if not isinstance(optimizer, FUSED_FOR_SHARDS):
        for group in optimizer.param_groups:
            group["fused"] = False


def _tensors(net: nn.Module) -> Iterator[Tensor]:
    yield from net.parameters()
    yield from net.buffers()


def _parameter_pairs(one: torch.optim.Optimizer, other: torch.optim.Optimizer) -> Iterator[tuple[Tensor, Tensor]]:
    for group, same in zip(one.param_groups, other.param_groups, strict=True):
        yield from zip(group["params"], same["params"], strict=True)


def _full(value: Any) -> Any:
    """The whole of what may be a shard."""
    if isinstance(value, DTensor):
        return value.full_tensor()
    return value


def _laid_out(value: Any, parameter: Tensor) -> Any:
    """A copy on the CPU that lies in memory as the parameter does, as optimizers want it."""
    if isinstance(value, Tensor) and value.shape == parameter.shape:
        return torch.empty_like(parameter, dtype=value.dtype, requires_grad=False).copy_(value)
    return value.detach().cpu().clone() if isinstance(value, Tensor) else value


def _part(value: Any, parameter: Tensor) -> Any:
    """What a process needs of something that is known for a parameter: its shard of what has the parameter's shape."""
    if not isinstance(value, Tensor):
        return value
    if value.shape != parameter.shape:
        return value.to(parameter.device, copy=True)  # a count of steps; fused kernels want it beside the parameter
    if isinstance(parameter, DTensor):
        on_device = value.to(parameter.device_mesh.device_type).contiguous()
        return distribute_tensor(on_device, parameter.device_mesh, parameter.placements, src_data_rank=None)
    return torch.empty_like(parameter, dtype=value.dtype, requires_grad=False).copy_(value)
