"""What of weights a drawing takes, before anything is trained."""

from __future__ import annotations

import json

from builder.compiler.weights_fit import weights_fit
from builder.drawing.document import Document
from builder.folder.weights import shapes_in
from webapp.accounts.caller import Caller
from webapp.checking.pool import pool
from webapp.errors import ApiError, NotFound
from webapp.weights import files
from webapp.weights.access import not_kept, readable_weights


def asked_fit(caller: Caller, digest: str, document: bytes, nodes: dict[str, str], tab: str) -> bytes:
    """A `WeightsFit` as JSON, made in a process apart. The next question of the same ``tab`` ends this one.

    Raises: NotFound; InvalidDocument; ApiError ``superseded``, ``checks_away``; TooMany.
    """
    readable_weights(caller, digest)
    if not files.is_here(digest):
        raise NotFound("file of weights")
    beginning = {"weights": digest, "nodes": nodes}
    shapes = shapes_in(files.file_of(digest))
    question = b'{"document": %b, "beginning": %b, "shapes": %b}' % (
        document,
        json.dumps(beginning).encode(),
        json.dumps(shapes).encode(),
    )
    return pool.fit(question, caller.visitor_id or caller.token or "nobody", tab and f"{tab} fit")


def refuse_misfits(document: Document) -> None:
    """For what is to be trained: something fits of all weights that it begins from, and they are here.

    Raises: ApiError ``no_weights``, ``weights_do_not_fit``; InvalidDocument.
    """
    for beginning in document.training.begins_from:
        if not files.is_here(beginning.weights):
            raise not_kept(beginning)
        fit = weights_fit(document, beginning, shapes_in(files.file_of(beginning.weights)))
        if not fit.fits:
            raise ApiError(
                422,
                "weights_do_not_fit",
                f"Nothing of {beginning.title or 'the weights that it begins from'} fits this network: {fit.words}",
                "Weights fit by names of nodes and by shape. Say which nodes take theirs from which, name them as they"
                " are there, or begin from fresh weights.",
            )
