"""The kinds of what torch refuses while it trains, each by the words that torch has for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from builder.checker.changes import next_batch_size
from builder.drawing.problems import Fix, SetParam
from trainer.faults.fault import Fault, Said


@dataclass(frozen=True)
class Kind:
    """What torch's words match, and what is said instead."""

    words: re.Pattern[str]
    say: Callable[[Fault], Said | None]


KINDS: list[Kind] = []


def kind(*words: str) -> Callable[[Callable[[Fault], Said | None]], Callable[[Fault], Said | None]]:
    """Has a function say what torch says in any of these words; it may leave it to a later kind by None."""

    def keep(say: Callable[[Fault], Said | None]) -> Callable[[Fault], Said | None]:
        KINDS.append(Kind(re.compile("|".join(words), re.IGNORECASE | re.DOTALL), say))
        return say

    return keep


def said_of(fault: Fault) -> Said:
    """The fault in a learner's words; what no kind knows is quoted as torch's."""
    whole = f"{str(fault.error) or 'out of memory'}" if isinstance(fault.error, MemoryError) else str(fault.error)
    for each in KINDS:
        if each.words.search(whole) and (said := each.say(fault)):
            return said
    into = f" It was given {fault.shapes}." if fault.shapes else ""
    return Said(
        "torch_refused",
        f"{fault.node} can't be computed.{into} torch says: “{fault.said}”",
        f"Look at the settings of {fault.node}, and at what comes into it: torch's words say what it missed there.",
    )


@kind("can't allocate memory", "out of memory", "not enough memory")
def no_memory(fault: Fault) -> Said:
    """What one node needs is more than the machine has."""
    shapes = f", for {fault.shapes}" if fault.shapes else ""
    message = f"This machine has not enough memory to compute {fault.node}{shapes}."
    return Said("out_of_memory", message, "Use smaller batches, make layers narrower, or pool images sooner.")


ROWS = {"Embedding": "num_embeddings", "EmbeddingBag": "num_embeddings", "OneHot": "num_classes"}


@kind("index out of range", "class values must be", "index .* out of bounds", "expected index")
def beyond_rows(fault: Fault) -> Said | None:
    """A table has no row for a number; an axis has no place for an index."""
    node, name = fault.node, ROWS.get(fault.place.kind)
    if "target" in fault.place.inputs:
        return None
    port = "index" if "index" in fault.place.inputs else next(iter(fault.place.inputs), "input")
    low, high = fault.smallest(port), fault.largest(port)
    if low is not None and low < 0 and (name or "non-negative" in fault.said):
        message = f"{node} counts from 0, but {low:,.0f} comes in."
        return Said("index_out_of_range", message, "Add to the numbers, or clamp them, so that the smallest is 0.")
    if name is None:
        shapes = f" It was given {fault.shapes}." if fault.shapes else ""
        message = f"{node} is asked for a place that is not there.{shapes}"
        return Said("index_out_of_range", message, "The indices must stay below the size of the axis they point into.")
    has = fault.place.params.get(name)
    if high is None or not isinstance(has, int):
        return None
    message = f"{node} has {has:,} rows, 0 to {has - 1:,}, but is asked for number {high:,}."
    return Said(
        "index_out_of_range", message, f"Set {name} to {high + 1:,} or more.", fault.set_to(node, name, high + 1)
    )


@kind(
    r"target -?\d+ is out of bounds",
    "class values must be",
    "index out of range",
    "index .* out of bounds",
    "out of bounds for",
    "nll_loss.*(out of|assert)",
    "cur_target >= 0",
)
def no_such_class(fault: Fault) -> Said | None:
    """A loss of classes is given a class that has no score."""
    scores, target = fault.place.inputs.get("input"), fault.place.inputs.get("target")
    if scores is None or target is None:
        return None
    classes = scores.shape[1] if scores.dim() > 1 else scores.shape[0]
    low, high = fault.smallest("target"), fault.largest("target")
    if high is not None and high >= classes:
        message = (
            f"{fault.node} is given class {high:,}, but scores come in for {classes:,} classes: 0 to {classes - 1:,}."
        )
        hint = f"The last layer before it needs {high + 1:,} outputs, one for each class."
        return Said("class_out_of_range", message, hint, fault.widens("input", high + 1))
    message = f"{fault.node} counts classes from 0, but {low or 0:,.0f} comes in."
    return Said("class_out_of_range", message, "Use classes from 0, or set ignore_index to what is to be left out.")


@kind("elements of (input|target) should be between 0 and 1", "expected .* 0 and 1", "should be in the range .*0.*1")
def no_probabilities(fault: Fault) -> Said:
    """A loss of probabilities is given numbers beyond 0 to 1."""
    node, port = fault.node, "target" if "of target" in fault.said else "input"
    values = fault.place.inputs.get(port)
    seen = f": {float(values.min()):.3g} to {float(values.max()):.3g} came in" if values is not None else ""
    if port == "target":
        message = f"{node} takes targets between 0 and 1{seen}."
        return Said("not_between_0_and_1", message, "Scale the targets to 0 to 1, or use a loss of values: MSELoss.")
    message = f"{node} takes probabilities, between 0 and 1{seen}."
    hint = "A Sigmoid makes probabilities of scores. Or use BCEWithLogitsLoss, which takes the scores themselves."
    return Said("not_between_0_and_1", message, hint, fault.insert("Sigmoid", port))


@kind("more than 1 value per channel", "more than 1 spatial element", "expected more than 1")
def one_value(fault: Fault) -> Said:
    """Normalization over a single value."""
    moment, node = fault.moment, fault.node
    if moment.is_last_of_epoch and moment.rows == 1:
        better = next_batch_size(moment.batch_size, moment.samples)
        message = (
            f"{node} takes mean and spread over a batch, but the last batch of an epoch holds 1 sample: "
            f"{moment.samples:,} samples in batches of {moment.batch_size:,} leave 1."
        )
        return Said("batch_of_one", message, f"Set the batch size to {better}: then the last batch has more.")
    message = f"{node} takes mean and spread over several values, but there is one per channel: {fault.shapes}."
    hint = "Use a larger batch or larger maps before it, or a LayerNorm, which works on one sample."
    return Said("batch_of_one", message, hint)


@kind(
    "expected scalar type",
    "not implemented for",
    "expected .*dtype",
    "same dtype",
    "found dtype",
    "result type .* can't be cast",
    "can only be .*float",
    "must be .*(float|long|integer)",
    "expected tensor for argument",
    "mixed dtype",
    "arguments are expected to be of type",
)
def wrong_numbers(fault: Fault) -> Said:
    """Whole numbers where real ones are needed, or the other way round."""
    ports = [port for port, value in fault.place.inputs.items() if not value.is_floating_point()]
    into = f" It was given {fault.shapes}." if fault.shapes else ""
    message = f"{fault.node} can't compute with numbers of this kind.{into} torch says: “{fault.said}”"
    fix = fault.insert("ToFloat", ports[0]) if ports and "Long" not in fault.said.partition("but")[0] else None
    hint = "ToFloat makes real numbers of whole ones; an Embedding or OneHot turns classes into real numbers."
    return Said("wrong_numbers", message, hint, fix)


@kind("modified by an inplace operation", "leaf variable .* in-?place", "view .* modified inplace")
def changed_in_place(fault: Fault) -> Said:
    """What the way back still needs was overwritten."""
    fix = None
    if fault.place.params.get("inplace"):
        edit = SetParam(id=fault.node, name="inplace", value=False)
        fix = Fix(label=f"Set inplace of {fault.node} to false", edits=(edit,))
    message = f"{fault.node} overwrites values that are still needed to compute gradients."
    return Said("changed_in_place", message, "Set inplace to false: then it makes new values.", fix)


@kind("does not require grad", "appears to not have been used", "none of the .* require", "got an empty parameter list")
def nothing_learned(fault: Fault) -> Said:
    """Nothing between the loss and learned weights can be differentiated."""
    return Said(
        "nothing_learned",
        f"{fault.node} does not depend on anything that is learned, or not by a way that can be differentiated.",
        "Put a layer with weights between the data and the loss; rounding, comparing and argmax have no gradients.",
    )


@kind("derivative for .* is not implemented", "not differentiable", "does not support automatic differentiation")
def no_derivative(fault: Fault) -> Said:
    """An operation that torch can compute and not differentiate."""
    message = f"torch can't compute gradients through {fault.node}: “{fault.said}”"
    return Said("no_derivative", message, "Use another layer there, or keep it out of the way from weights to loss.")


@kind("created only for scalar outputs", "cannot be converted to scalar", "only one element tensors")
def not_one_number(fault: Fault) -> Said:
    """A loss or metric that is several numbers."""
    message = f"{fault.node} gives several numbers, where one is needed."
    return Said("not_one_number", message, "Set its reduction to mean, or put a Mean after it.")


@kind("singular", "positive.definite", "did not converge", "failed to converge", "ill-conditioned", "not invertible")
def not_solvable(fault: Fault) -> Said:
    """Linear algebra without an answer."""
    message = f"{fault.node} has no answer for the matrices that came in. torch says: “{fault.said}”"
    return Said("not_solvable", message, "Add a small multiple of the identity to the matrix, or scale what comes in.")


@kind("probability tensor contains", "Expected p_in", "expected (value|parameter) .* constraint", "invalid multinomial")
def no_distribution(fault: Fault) -> Said:
    """Chance that is drawn by what are no probabilities."""
    message = f"{fault.node} draws by probabilities, but what came in are none: negative, above 1, or not numbers."
    return Said("not_between_0_and_1", message, "Put a Sigmoid or a Softmax before it, whichever makes its input.")


@kind("sparse")
def sparse(fault: Fault) -> Said:
    """An optimizer that takes no sparse gradients."""
    message = f"{fault.node} can't work with sparse gradients. torch says: “{fault.said}”"
    return Said("sparse_gradients", message, "Set sparse of the Embedding to false.")


@kind("device-side assert", "CUDA error", "illegal memory access")
def on_the_gpu(fault: Fault) -> Said:
    """A GPU stopped, and tells the reason later than it happened."""
    message = (
        f"The GPU stopped while {fault.node} was computed, most often because an index or a class is out of range."
    )
    return Said("torch_refused", message, "Train once on the CPU: there it says which node, and which number.")


@kind(
    "shape",
    "sizes? of",
    "size mismatch",
    "must match",
    "invalid for input of size",
    "dimension",
    "broadcast",
    "numel",
    "split_with_sizes",
    "expected .* channels",
    "kernel size",
    "expected .*size",
    "same size",
    "too large",
    "non-empty",
    "out of range",
    "must be .*divisible",
    "selected index",
    "start .* exceeds",
)
def misfit(fault: Fault) -> Said:
    """Shapes that fit other batches, or other samples."""
    moment = fault.moment
    into = f": {fault.shapes} came in" if fault.shapes else ""
    message = f"{fault.node} can't work on this batch of {moment.rows:,} samples{into}. torch says: “{fault.said}”"
    if moment.is_last_of_epoch:
        hint = (
            f"Other batches have {moment.batch_size:,} samples, the last one {moment.rows:,}: a shape before it has "
            "the size of the batch built in. Let the batch axis be -1, or choose a batch size that divides "
            f"{moment.samples:,}."
        )
        return Said("shape_mismatch", message, hint)
    return Said("shape_mismatch", message, "Look at the shapes on the wires before it, axis by axis.")
