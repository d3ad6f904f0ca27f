"""What drawing costs: a check after one edit, and a generated network against a hand-written one. Printed only."""

import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

import builder
from builder.drawing.document import Document
from builder.drawing.problems import SetParam
from tests.drawings import classifier, draw

ROUNDS = 9


def deep(blocks: int, width: int = 16) -> Document:
    """A residual multilayer perceptron, drawn node by node: three nodes a block."""
    nodes, edges, last = {"data": "TwoMoons", "first": ("Linear", {"out_features": width})}, {}, "first.output"
    edges["first.input"] = "data.point"
    for i in range(blocks):
        nodes |= {f"fc{i}": ("Linear", {"out_features": width}), f"relu{i}": "ReLU", f"add{i}": "Add"}
        edges |= {f"fc{i}.input": last, f"relu{i}.input": f"fc{i}.output", f"add{i}.input": f"relu{i}.output"}
        edges[f"add{i}.other"], last = last, f"add{i}.output"
    nodes |= {"last": ("Linear", {"out_features": 2}), "loss": "CrossEntropyLoss", "objective": "Objective"}
    edges |= {
        "last.input": last,
        "loss.input": "last.output",
        "loss.target": "data.label",
        "objective.loss": "loss.loss",
    }
    return draw(nodes, edges)


def test_one_edit_in_a_drawing_of_three_hundred_nodes(figure):
    document = deep(98)
    builder.check(document)
    times = []
    for round_ in range(ROUNDS):
        edited = document.with_edits((SetParam(id="fc50", name="bias", value=bool(round_ % 2)),))
        begun = time.perf_counter()
        report = builder.check(edited)
        times.append(1000 * (time.perf_counter() - begun))
    assert report.is_trainable
    figure(
        f"check after one edit, {len(document.graph.nodes)} nodes: {statistics.median(times):.1f} ms (aim: under 50 ms)"
    )


class HandWrittenMoons(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc1, self.fc2, self.fc3 = nn.Linear(2, 8), nn.Linear(8, 8), nn.Linear(8, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x)))))


class HandWrittenDeep(nn.Module):
    def __init__(self, blocks: int, width: int = 16) -> None:
        super().__init__()
        self.first, self.last = nn.Linear(2, width), nn.Linear(width, 2)
        self.fc = nn.ModuleList(nn.Linear(width, width) for _ in range(blocks))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.first(x)
        for fc in self.fc:
            x = F.relu(fc(x)) + x
        return self.last(x)


def test_a_generated_network_against_a_hand_written_one(figure):
    wide = ("Linear", {"out_features": 8})
    last = ("Linear", {"out_features": 2})
    moons = classifier({"fc1": wide, "relu1": "ReLU", "fc2": wide, "relu2": "ReLU", "fc3": last})
    pairs = {
        "two moons MLP": (builder.compile(moons).network(), HandWrittenMoons()),
        "200-node residual MLP": (builder.compile(deep(66)).network(), HandWrittenDeep(66)),
    }
    for name, (ours, theirs) in pairs.items():
        ratio = statistics.median(step_time(ours) / step_time(theirs) for _ in range(ROUNDS))
        figure(f"generated against hand-written, a step of {name}: {ratio:.3f} (aim: under 1.02)")


def step_time(net: nn.Module, steps: int = 40) -> float:
    """Seconds for some forward and backward passes."""
    x, y = torch.randn(32, 2), torch.randint(2, (32,))
    begun = time.perf_counter()
    for _ in range(steps):
        F.cross_entropy(net(x), y).backward()
    return time.perf_counter() - begun
