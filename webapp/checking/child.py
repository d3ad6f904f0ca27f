"""One process that checks drawings, says what they take of weights, compares methods, and shows data. Knows no Django.

It reads one question after the other, and answers each. Each message is its length (4 bytes, big endian) and its bytes;
both question and answer begin with a letter that says what it is.
It ends when its standard input does: with the web process, however that died.
Where it is given the numbers of two more pipes, a fork of it answers there, made once it is warm: the two share what
was imported.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import struct
import sys
from contextlib import suppress
from types import FrameType
from typing import BinaryIO

log = logging.getLogger(__name__)

LENGTH = struct.Struct(">I")
CHECK, PREVIEW, FIT, COMPARE = b"c", b"p", b"f", b"b"
ANSWER, REFUSED, SUPERSEDED, READY = b"a", b"r", b"s", b"!"


class Superseded(BaseException):
    """Nobody waits for this check any more. No `Exception`, as those of one node are caught on the way."""


class Interrupt:
    """What SIGINT does: end the check that goes on, if one does."""

    def __init__(self) -> None:
        self.is_working = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.is_working:
            self.is_working = False
            raise Superseded


Pipes = tuple[BinaryIO, BinaryIO]
"""Questions and answers."""


def main(own: Pipes, of_a_fork: Pipes | None) -> None:
    """Get warm, say so (and the number of the fork), and answer until there are no more questions."""
    interrupt = Interrupt()
    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _warm()
    fork = os.fork() if of_a_fork else None  # nothing was computed yet: there is no thread that it would miss
    if of_a_fork:
        own, others = (of_a_fork, own) if fork == 0 else (own, of_a_fork)
        for pipe in others:  # who else holds an end hides from the other side that its process died
            pipe.close()
    if fork:
        _bury_when_ended(fork)
    if fork != 0:
        _say(own[1], READY, str(fork or "").encode())
    _answer(own, interrupt)


def _answer(pipes: Pipes, interrupt: Interrupt) -> None:
    questions, answers = pipes
    while len(head := questions.read(LENGTH.size)) == LENGTH.size:
        question = questions.read(*LENGTH.unpack(head))
        try:
            interrupt.is_working = True
            kind, content = answered(question)
            interrupt.is_working = False
        except Superseded:
            kind, content = SUPERSEDED, b""
        _say(answers, kind, content)


def _bury_when_ended(fork: int) -> None:
    def bury(number: int, frame: FrameType | None) -> None:
        with suppress(ChildProcessError):
            os.waitpid(fork, os.WNOHANG)

    signal.signal(signal.SIGCHLD, bury)


def answered(question: bytes) -> tuple[bytes, bytes]:
    """The answer, or the problems of what can't be read."""
    from builder.drawing.problems import InvalidDocument

    answer = {PREVIEW: _previewed, FIT: _fitted, COMPARE: _compared}.get(question[:1], _checked)
    try:
        return ANSWER, answer(question[1:])
    except InvalidDocument as error:
        return REFUSED, json.dumps([problem.model_dump(mode="json") for problem in error.problems]).encode()


def _checked(drawing: bytes) -> bytes:
    """What ``/api/check/`` says of a drawing."""
    import builder
    from builder.drawing.document import read_document

    report, source = builder.review(read_document(drawing))
    return b'{"report": %b, "source": %b}' % (report.model_dump_json().encode(), json.dumps(source).encode())


def _fitted(asked: bytes) -> bytes:
    """What ``/api/weights/<digest>/fit/`` says of a drawing."""
    from builder.compiler.weights_fit import weights_fit
    from builder.drawing.document import Beginning, read_document

    what = json.loads(asked)
    shapes = {name: tuple(shape) for name, shape in what["shapes"].items()}
    fit = weights_fit(read_document(what["document"]), Beginning.model_validate(what["beginning"]), shapes)
    return fit.model_dump_json().encode()


def _previewed(asked: bytes) -> bytes:
    """What ``/api/data/preview/`` says of the data of a node, as msgpack."""
    import msgpack

    import builder
    from builder.drawing.document import Node
    from builder.drawing.problems import InvalidDocument, Problem

    what = json.loads(asked)
    node = Node.model_validate({"type": what["type"], "params": what["params"]})
    try:
        preview = builder.preview_of(node, what["part"], is_small=what["is_small"])
    except InvalidDocument:
        raise
    except Exception as error:
        log.exception("The data of %s could not be shown", node)
        said = Problem(code="not_shown", message=f"These data can't be made: {error}.", hint="Try other parameters.")
        raise InvalidDocument([said]) from error
    packed: bytes = msgpack.packb(preview.model_dump())
    return packed


def _compared(asked: bytes) -> bytes:
    """What a classical method comes to on the task of a drawing, as `trainer.baselines` says it."""
    from builder.drawing.document import read_document
    from builder.drawing.problems import InvalidDocument
    from trainer.baselines.compare import compare
    from trainer.problems import TrainingProblem
    from trainer.run.prepared import program_of

    what = json.loads(asked)
    try:
        program = program_of(read_document(what["document"]))
        return compare(program, what["method"], looks_at_test=what["looks_at_test"]).model_dump_json().encode()
    except TrainingProblem as error:
        raise InvalidDocument([error.problem]) from error


def _warm() -> None:
    """What the first check would wait for."""
    import torch

    import builder

    torch.set_num_threads(1)
    builder.review(next(iter(builder.STARTERS.values())).document)


def _say(answers: BinaryIO, kind: bytes, content: bytes) -> None:
    answers.write(kind + LENGTH.pack(len(content)) + content)
    answers.flush()


if __name__ == "__main__":
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    ours, theirs = os.fdopen(os.dup(1), "wb"), sys.stdin.buffer
    os.dup2(2, 1)  # whatever a library prints must not stand among the answers
    asked, told = map(int, sys.argv[1:]) if sys.argv[1:] else (None, None)
    of_a_fork = (os.fdopen(asked, "rb"), os.fdopen(told, "wb")) if asked and told else None
    with suppress(BrokenPipeError):
        main((theirs, ours), of_a_fork)
