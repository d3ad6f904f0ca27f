"""Tours: pages of text with live drawings in them, from which a teacher gives a lesson."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django import template
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

import builder
from builder.kinds.lesson import Variant
from builder.kinds.starter import Starter
from webapp.accounts.caller import visitor_of
from webapp.csp import within_our_pages
from webapp.gallery import drawn
from webapp.projects import variants
from webapp.projects.creation import from_starter
from webapp.projects.thumbnail import thumbnail

register = template.Library()


@dataclass(frozen=True)
class Tour:
    """A page ``templates/tours/<key>.html``; ``summary`` is what its line in the list says."""

    key: str
    title: str
    summary: str


TOURS = (
    Tour("perceptron-to-mlp", "From the perceptron to the MLP", "One line, its limit, and how hidden neurons bend it."),
    Tour("backpropagation", "Backpropagation by hand", "One sample, forward, loss, backward, update: every number."),
    Tour("depth", "Depth and vanishing gradients", "Why deep networks would not learn, and what changed that."),
    Tour("convolution", "Convolution", "One small window over the whole picture: edges, parts, objects."),
    Tour("sequences", "Sequences and attention", "Memory that fades, gates that hold it, attention that looks back."),
    Tour("transformers", "Transformers", "Every word looks at every other: BERT, GPT and what they are asked."),
    Tour("generation", "Generation", "GAN, VAE, flow, diffusion: four ways to make what nobody drew."),
    Tour("graphs-and-science", "Graphs and science", "Friends, molecules and proteins as networks of nodes."),
    Tour("play", "Play and control", "Learning from what comes of one's own moves."),
    Tour("scale", "Scale", "More data, more parameters, more computing: what it buys."),
)
"""In the order of the chapters."""


@require_safe
def tours(request: HttpRequest) -> HttpResponse:
    """The list of tours."""
    return render(request, "tours.html", {"tours": TOURS})


@require_safe
def tour(request: HttpRequest, key: str) -> HttpResponse:
    """One tour."""
    at = next((place for place, each in enumerate(TOURS) if each.key == key), None)
    if at is None:
        raise Http404
    after = TOURS[at + 1] if at + 1 < len(TOURS) else None
    return render(request, f"tours/{key}.html", {"tour": TOURS[at], "after": after})


@require_http_methods(["GET", "HEAD", "POST"])
def embed(request: HttpRequest, key: str) -> HttpResponse:
    """A starter's drawing within a tour; POST makes it the visitor's own and trains it there.

    ``?variant=`` is the label of a thing that its lesson has one try.
    """
    starter, variant = _asked(key, request.GET.get("variant", ""))
    if request.method == "POST":
        visitor = visitor_of(request)
        project = variants.of_starter(visitor, key, variant.label) if variant else from_starter(visitor, key)
        return redirect(f"{reverse('editor', args=[project.pk])}?embed&train")
    return within_our_pages(render(request, "embed.html", {"starter": starter, "variant": variant}))


@require_safe
def picture(request: HttpRequest, key: str) -> HttpResponse:
    """What is seen of a live drawing before it is trained."""
    starter, variant = _asked(key, request.GET.get("variant", ""))
    content = _drawn(starter.key, variant.label) if variant else drawn(starter.key)
    return HttpResponse(content, content_type="image/svg+xml", headers={"Cache-Control": "public, max-age=3600"})


@cache
def _drawn(key: str, label: str) -> bytes:
    starter, variant = _asked(key, label)
    assert variant
    return thumbnail(variant.made(starter.document).model_dump(mode="json"))


def _asked(key: str, label: str) -> tuple[Starter, Variant | None]:
    starter = builder.STARTERS.get(key)
    if starter is None:
        raise Http404
    if not label:
        return starter, None
    variant = starter.lesson.variant(label) if starter.lesson else None
    if variant is None:
        raise Http404
    return starter, variant


@register.inclusion_tag("tours/drawing.html")
def drawing(key: str, variant: str = "") -> dict[str, Any]:
    """A live drawing in a tour: ``{% drawing "xor" "Take the tanh away" %}``.

    Raises:
        Http404: where there is no such starter or variant.
    """
    starter, varied = _asked(key, variant)
    return {"starter": starter, "variant": varied}
