"""What a run begins from, beside fresh weights."""

from __future__ import annotations

from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from builder.compiler.program import Program
from builder.compiler.weights import Fit, fit_of, parts_of, shapes_of
from builder.drawing.document import Beginning
from builder.folder.weights import WeightsAway, weights_file
from builder.script.weights import take_weights
from trainer.problems import TrainingProblem


def begin_from(program: Program, net: nn.Module) -> tuple[Fit, ...]:
    """Let a new network, on the CPU, take what fits of the weights that the drawing begins from; what that was.

    Raises:
        TrainingProblem: ``no_weights``: they are not here; ``weights_do_not_fit``: nothing of them fits.
    """
    return tuple(_take(program, net, beginning) for beginning in program.plan.found.document.training.begins_from)


def _take(program: Program, net: nn.Module, beginning: Beginning) -> Fit:
    given, nodes = weights_in(beginning), parts_of(program.plan, beginning)
    fit = fit_of(shapes_of(net), {name: tuple(value.shape) for name, value in given.items()}, nodes)
    if not fit.taken:
        raise TrainingProblem(
            "weights_do_not_fit",
            f"Nothing of {called(beginning)} fits this network: {fit.words}",
            "Weights fit by names of nodes and by shape. Name the nodes as they are there, or begin from fresh ones.",
        )
    take_weights(net, given, nodes)
    return fit


def weights_in(beginning: Beginning) -> dict[str, Tensor]:
    """The weights of a file, by name.

    Raises:
        TrainingProblem: ``no_weights``.
    """
    try:
        return load_file(weights_file(beginning.weights))
    except WeightsAway as error:
        why, hint = (
            str(error),
            "Begin from other weights, or from fresh ones. Commands look beside the drawing.",
        )
    except (OSError, SafetensorError, ValueError) as error:
        why, hint = f"they can't be read: {error}", "Bring them in once more, or begin from fresh ones."
    raise TrainingProblem("no_weights", f"This drawing begins from {called(beginning)}; {why}.", hint)


def called(beginning: Beginning) -> str:
    """Weights, in words."""
    return beginning.title or f"the weights {beginning.weights[:8]}…"
