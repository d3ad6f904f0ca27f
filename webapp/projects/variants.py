"""Forks that a lesson offers: a drawing with something changed, and the one of full size."""

from __future__ import annotations

from collections.abc import Sequence

from builder.drawing.document import Block, Document, read_document
from builder.kinds.lesson import Lesson, Variant
from builder.kinds.starter import Starter
from webapp.accounts.models import Visitor
from webapp.errors import ApiError
from webapp.projects.creation import Roots, from_document, starter_of
from webapp.projects.models import Project


def of_starter(visitor: Visitor, key: str, label: str) -> Project:
    """A network of the visitor's own: a starter with what a button of its lesson changes.

    Raises: ApiError ``unknown_starter``, ``no_lesson``, ``unknown_variant``; TooMany.
    """
    starter = starter_of(key)
    variant = _variant(starter, label)
    name = _named(starter.title, variant)
    return from_document(visitor, variant.made(starter.document), name, Roots(key, label))


def of_network(visitor: Visitor, network: Project, label: str, drawn: Document | None = None) -> Project:
    """The same of a network that began as a starter, as it is drawn now: ``drawn``, or what is stored.

    Raises: ApiError ``no_lesson``, ``unknown_variant``, ``variant_does_not_fit``; TooMany.
    """
    if not network.starter:
        raise ApiError(
            422,
            "no_lesson",
            "This network did not begin as a starter, so there is no lesson to try things of.",
            "Open a starter first.",
        )
    starter = starter_of(network.starter)
    variant = _variant(starter, label)
    document = drawn or read_document(network.document)
    if reason := _why_not(variant, starter.document, document):
        hint = f"Take it back, or try this on {starter.title!r} as it was drawn."
        raise ApiError(409, "variant_does_not_fit", reason, hint)
    return from_document(
        visitor, variant.made(document), _named(network.name, variant), Roots(starter.key, label, network)
    )


def full_size(visitor: Visitor, key: str, title: str) -> Project:
    """A network of the visitor's own: what a starter is at the size that was published.

    Raises: ApiError ``unknown_starter``, ``no_lesson``, ``unknown_full_size``; TooMany.
    """
    sizes = _lesson(starter_of(key)).full_size
    found = next((size for size in sizes if size.title == title), None)
    if found is None:
        raise _unknown("unknown_full_size", f"drawing of full size {title!r}", [size.title for size in sizes])
    return from_document(visitor, found.document, found.title[:120], Roots(key, title))


def _lesson(starter: Starter) -> Lesson:
    if starter.lesson is None:
        raise ApiError(404, "no_lesson", f"{starter.title} has no lesson.", "Open it without one: leave out the rest.")
    return starter.lesson


def _variant(starter: Starter, label: str) -> Variant:
    lesson = _lesson(starter)
    arms = [arm for comparison in lesson.comparisons for arm in comparison.arms]
    found = lesson.variant(label) or next((arm for arm in arms if arm.label == label), None)
    if found is None:
        labels = [each.label for each in lesson.variants]
        raise _unknown("unknown_variant", f"thing to try {label!r} with {starter.title}", labels)
    return found


def _unknown(code: str, what: str, known: Sequence[str]) -> ApiError:
    return ApiError(404, code, f"There is no {what}.", f"There are: {'; '.join(known) or 'none'}.")


def _named(title: str, variant: Variant) -> str:
    """ "XOR: take the tanh away"; abbreviations stay as they are."""
    label = variant.label
    small = label if label[1:2].isupper() or label[1:2] == "-" else label[0].lower() + label[1:]
    return f"{title[: 118 - len(small)]}: {small}"


def _why_not(variant: Variant, was: Document, now: Document) -> str:
    """What of a drawing is not there any more that a variant changes; empty where all of it is."""
    name = variant.block or was.main
    if name not in now.blocks:
        return f"The block {name} is gone, in which {variant.label!r} changes something."
    before, block = was.blocks[name], now.blocks[name]
    for id in _needed(variant, before):
        if id not in block.nodes:
            return f"The node {id} is gone, which {variant.label!r} needs."
        if block.nodes[id].type != before.nodes[id].type:
            types = before.nodes[id].type, block.nodes[id].type
            return f"The node {id} was a {types[0]} and is a {types[1]} now; {variant.label!r} is not made for that."
    for edit in variant.edits:
        if edit.op == "add_node" and edit.id in block.nodes and edit.id not in before.nodes:
            return f"There is a node {edit.id} already, which {variant.label!r} adds."
    try:
        variant.made(now)
    except KeyError as error:
        return f"Nothing is connected to {error.args[0]} any more, which {variant.label!r} needs."
    return ""


def _needed(variant: Variant, block: Block) -> list[str]:
    """The nodes of a block that a variant changes or connects, in the order of its edits."""
    ends = ("id", "source", "target")
    named = [getattr(edit, end, "").partition(".")[0] for edit in variant.edits for end in ends]
    return [id for id in dict.fromkeys(named) if id in block.nodes]
