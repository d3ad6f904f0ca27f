"""The shapes that inputs take, in a learner's words."""

from builder.kinds.expected import Expected

SIGNALS = Expected((3,), "signals of shape (N, channels, length)")
VOLUMES = Expected((5,), "volumes of shape (N, channels, depth, height, width)")
SEQUENCES = Expected((3,), "sequences of shape (N, steps, features)")
CHANNELS = Expected((2, 3, 4, 5), "values in channels, of shape (N, channels, ...)")
SCORES = Expected(
    (2, 3, 4, 5),
    "scores of shape (N, classes) or (N, classes, ...), with an axis more than the targets",
    "real",
    "target",
)
