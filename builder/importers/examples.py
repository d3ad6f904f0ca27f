"""What an example has to do with a module that can't be drawn from it, found by running the module on others."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from builder.compiler.program import network
from builder.drawing.problems import InvalidDocument, Problem
from builder.importers.calls import Calls
from builder.importers.given import Given
from builder.importers.probing import answers, is_close, is_mixing, other_examples, seq_first_parts
from builder.importers.refusals import FAILS, FIXED, KEEP_TENSORS, no_batch, refusal
from builder.kinds.importer import Imported


def explained(module: nn.Module, given: Given, error: InvalidDocument) -> InvalidDocument:
    """The refusal of an example whose first axis is no batch; the error itself where that is not its cause."""
    first, said = given.tensors[0], error.problems[0].message
    name, shape = (given.names or ["x"])[0], tuple(first.shape)
    if not said.startswith((FIXED, FAILS)) or answers(module, given, given.tensors) is None:
        return error
    give = f"Give the example with the batch first: {name}.unsqueeze(0), of shape {(1, *shape)}."
    if first.dim() and len(first) == 1 and said.startswith(FAILS):
        return no_batch(name, shape, "the module runs on the example, and not on two of it", give)
    if not is_mixing(module, given, 0):
        return error
    why = "what the module answers for one row depends on the others"
    if parts := seq_first_parts(module):
        hint = "Make them with batch_first=True, or have the module itself transpose a batch that comes first."
        return no_batch(name, shape, f"{why}, as {parts} reads the steps of a sequence there", hint)
    return no_batch(name, shape, why, give)


def refuse_other_answers(
    module: nn.Module, given: Given, imported: Imported, used: Sequence[int], calls: Calls
) -> None:
    """See whether a drawing answers as its module does for other values, where that takes values out of tensors.

    Raises:
        InvalidDocument: ``not_importable``; the module decides by values.
    """
    others = other_examples(given.tensors)
    if not calls.taken or (wanted := answers(module, given, others)) is None:
        return
    again = answers(module, given, others, seed=1)
    if again is None or not all(map(is_close, wanted, again)):
        return  # it draws by chance
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        drawn = network(imported.document)
        drawn.load_state_dict(imported.weights, strict=False)
        told = drawn.eval()(**dict(zip(imported.inputs, [others[place] for place in used], strict=True)))
    told = told if isinstance(told, tuple) else (told,)
    pairs = [(one, told[place]) for one, place in zip(wanted, imported.outputs, strict=False)]
    if not all(is_close(one, two) for one, two in pairs):
        raise refusal(
            f"The module answers otherwise for other values than those of the example: it takes them out of tensors"
            f" {calls.taken[0]}.",
            KEEP_TENSORS,
        )


def batch_moved(parts: str) -> Problem:
    """The warning of a module that has the steps of sequences first."""
    return Problem(
        code="batch_moved",
        message=f"The batch is the second axis of what the module takes, as {parts} reads the steps first; the drawing"
        " has the batch first, in what it takes and in what it answers.",
        hint="Give it x.transpose(0, 1), and data of shape (N, steps, ...).",
        severity="warning",
    )


def batch_added(shape: tuple[int, ...]) -> Problem:
    """The warning of an example that is one sample."""
    return Problem(
        code="batch_added",
        message=f"The example of shape {shape} has no batch, and the module takes one too: the drawing has it first.",
        hint="Give it x.unsqueeze(0), and data of shape (N, ...).",
        severity="warning",
    )


def mask_held(name: str) -> Problem:
    """The warning of a mask that is given beside a batch."""
    return Problem(
        code="mask_held",
        message=f"{name} has no batch as the other inputs have: it is drawn as it was given.",
        hint="Have the module make it from what comes in, if it shall depend on that.",
        severity="warning",
    )
