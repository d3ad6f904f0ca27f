"""A pen with a round tip, and the way that it takes over paper."""

import math

import torch
from torch import Tensor


def pen_points(writing: str) -> tuple[Tensor, list[list[int]]]:
    """The points of a writing as `writings` notes it, and through which of them each smooth curve goes.

    Shape: (points, 2), in heights of a digit: right, down.
    """
    points: list[list[float]] = []
    curves: list[list[int]] = []
    for stroke in writing.split("/"):
        curves.append([])
        before = ""
        for point in stroke.split():
            if point == before:  # a corner: the next curve begins where this one ends
                curves.append([len(points) - 1])
            else:
                curves[-1].append(len(points))
                points.append([float(number) / 100 for number in point.split(",")])
            before = point
    return torch.tensor(points), curves


def pen_way(writing: str, dots: int) -> tuple[Tensor, Tensor]:
    """The points of a writing, and how much each of them weighs in each dot of the pen's way.

    The way, ``weights @ points``, is a Catmull-Rom spline; its dots lie equally far apart.

    Shape: points (points, 2), weights (dots, points).
    """
    points, curves = pen_points(writing)
    weights, steps = [], []
    t = torch.linspace(0, 1, 101)[:, None]
    for curve in curves:
        along = torch.eye(len(points))[curve]
        along = torch.cat([2 * along[:1] - along[1:2], along, 2 * along[-1:] - along[-2:-1]])
        for span in along.unfold(0, 4, 1):
            a, b, c, d = span.unbind(-1)
            weights.append(b + ((c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3) / 2)
            steps.append(torch.cat([torch.zeros(1), (weights[-1] @ points).diff(dim=0).norm(dim=1)]))
    come = torch.cat(steps).cumsum(0)  # how far the pen has come; what it is lifted for does not count
    at = torch.searchsorted(come, torch.linspace(0, 1, dots) * come[-1])
    return points, torch.cat(weights)[at]


def inked(way: Tensor, radius: Tensor, size: int) -> Tensor:
    """What a round pen leaves that takes these ways, with soft edges.

    Shape: way (N, dots, 2) in pixels: right, down; radius (N,) -> (N, size, size), 0 for paper and 1 for ink.
    """
    pixel = torch.arange(size) + 0.5
    pictures = []
    for some, tip in zip(way.split(256), radius.split(256), strict=True):
        right, down = (pixel - some[..., None]).square().unbind(2)  # (n, dots, size)
        nearest = torch.full((len(some), size, size), math.inf)
        for dot in range(way.shape[1]):
            nearest = torch.minimum(nearest, down[:, dot, :, None] + right[:, dot, None, :])
        pictures.append((tip[:, None, None] + 0.5 - nearest.sqrt()).clamp(0, 1))
    return torch.cat(pictures)
