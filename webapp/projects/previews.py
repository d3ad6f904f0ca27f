"""The API of data as they are before anything is trained."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from builder.drawing.document import Block, Document, Node, Text, Value
from builder.drawing.problems import InvalidDocument
from builder.samples.preview import PartName
from trainer.problems import TrainingProblem
from webapp.accounts.caller import Caller
from webapp.api import Answer, Body, read_body
from webapp.checking.pool import pool
from webapp.own.access import refuse_unreadable
from webapp.own.bringing import bring_for


class AskedPreview(Body):
    """A kind of data set with the parameters of its node; ``is_small`` asks for what fits on the node."""

    type: Text = Field(max_length=100)
    params: dict[Text, Value] = Field(default_factory=dict)
    part: PartName = "training"
    is_small: bool = False


def preview(request: HttpRequest) -> Answer:
    """Some samples of a data set, and how many it has of what. Made in a process apart."""
    caller = Caller.of_request(request)
    asked = read_body(request, AskedPreview)
    node = Node.model_construct(type=asked.type, params=asked.params)
    drawn = Document.model_construct(blocks={"main": Block.model_construct(nodes={"data": node})})
    refuse_unreadable(caller, drawn)
    try:
        bring_for(drawn)
    except TrainingProblem as error:
        raise InvalidDocument([error.problem]) from error
    owner = caller.visitor_id or caller.token or "nobody"
    packed = pool.preview(asked.model_dump_json().encode(), owner, request.GET.get("tab", "")[:64])
    return HttpResponse(packed, content_type="application/vnd.msgpack")
