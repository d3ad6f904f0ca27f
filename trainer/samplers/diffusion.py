"""Diffusion: noise is taken away little by little, as much as the network sees at each time.

How a sample is mixed with noise at a time is read off the drawing itself: it is linear in both, so mixing ones with
nothing, and nothing with ones, gives the two factors.

Reference: Song, Meng and Ermon, "Denoising Diffusion Implicit Models", 2021.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from builder.checker.wiring import Wire
from builder.compiler.program import Program
from trainer.look.sampler import MANY, Made, Sampler, chance, made
from trainer.look.scene import Scene
from trainer.look.task import shape_of

STEPS = 40
LAST = 0.99
"""At the very end there may be nothing left of the sample, and nothing can be divided by that."""
LEAST_SIGNAL = 1e-3


@dataclass(frozen=True)
class Roles:
    """The wires of a diffusion: data, noise and time flow into ``noisy``, from which ``seen`` is to be the noise."""

    data: Wire
    noise: Wire
    time: Wire
    noisy: Wire
    seen: Wire


def supports(program: Program) -> bool:
    """A loss compares the answer with the noise that was mixed into the data."""
    return _roles(program) is not None


def draw(scene: Scene) -> Made:
    """Fixed noise, cleared step by step."""
    program = scene.program
    roles = _roles(program)
    assert roles
    x = torch.randn(MANY, *shape_of(program, roles.noisy), generator=chance()).to(scene.state.device)
    times = _times(program, roles)
    nothing, ones = torch.zeros_like(x), torch.ones_like(x)

    def factors(time: Tensor) -> tuple[Tensor, Tensor]:
        (signal,) = scene.between({roles.data: ones, roles.noise: nothing, roles.time: time}, [roles.noisy])
        (noise,) = scene.between({roles.data: nothing, roles.noise: ones, roles.time: time}, [roles.noisy])
        return signal.clamp_min(LEAST_SIGNAL), noise

    signal, noise = factors(times[0])
    for place, time in enumerate(times):
        (seen,) = scene.between({roles.noisy: x, roles.time: time}, [roles.seen])
        clear = (x - noise * seen) / signal
        if place + 1 == len(times):
            return made(clear)
        signal, noise = factors(times[place + 1])
        x = signal * clear + noise * seen
    raise AssertionError("a diffusion has at least one time")


def _roles(program: Program) -> Roles | None:
    found, fields = program.plan.found, program.plan.fields
    drawn = {wire for wire in fields if wire[0] in program.plan.sources}
    for id in found.with_role("loss"):
        wires = found.wiring.sources[id]
        seen, noise = wires.get("input"), wires.get("target")
        if seen is None or noise not in drawn:
            continue
        rests = program.rests_on([seen])
        times = [wire for wire in rests if wire != noise and wire in drawn]
        data = [wire for wire in rests if wire not in drawn]
        if len(times) != 1 or len(data) != 1 or noise is None:
            continue
        for node in found.wiring.order:
            for noisy in [wire for wire in found.flows if wire[0] == node and wire not in fields]:
                if (
                    shape_of(program, noisy) == shape_of(program, data[0])
                    and program.rests_on([noisy]) == {data[0], noise, times[0]}
                    and program.rests_on([seen], [noisy]) == {times[0]}
                ):
                    return Roles(data[0], noise, times[0], noisy, seen)
    return None


def _times(program: Program, roles: Roles) -> list[Tensor]:
    """The times from the end to the beginning, a batch of equal ones each."""
    flow = program.plan.found.flows[roles.time]
    shape = (MANY, *flow.small[1:])
    if flow.dtype.is_floating_point:
        return [torch.full(shape, t.item()) for t in torch.linspace(LAST, 0, STEPS)]
    last = int(str(program.plan.found.params[roles.time[0]]["high"])) - 1
    steps = torch.linspace(last, 0, min(STEPS, last + 1)).round().long()
    return [torch.full(shape, int(t), dtype=flow.dtype) for t in steps]


SAMPLER = Sampler(order=40, how="Noise, cleared little by little.", supports=supports, draw=draw)
