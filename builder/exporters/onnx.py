"""The trained network for other programs.

Reference: ONNX, onnx.ai: an open format that runs outside of Python, in browsers and on phones too.
"""

from __future__ import annotations

import logging

import torch

from builder.compiler.program import Program
from builder.drawing.document import Document
from builder.exporters.parts.trained import open_axes, traced, tracing
from builder.kinds.exporter import Exporter, Weights


def write(document: Document, weights: Weights) -> bytes:
    """A model whose inputs are the data's fields and whose outputs are the drawing's answers.

    Shape: the first axis of each input and output is the batch, of any size; sequences may be shorter than those
    of the data, where the network can read them.
    """
    program, graph = traced(document, weights)
    # It says for each of torchvision's operations that torchvision is not installed.
    logging.getLogger("torch.onnx._internal.exporter._registration").setLevel(logging.ERROR)
    with tracing("an ONNX model", "One of its operations has no counterpart in ONNX."):
        made = torch.onnx.export(
            graph,
            dynamo=True,
            verbose=False,
            input_names=list(program.asked),
            output_names=_answers(program),
            dynamic_shapes=open_axes(program, graph),  # their names in the file
        )
        assert made is not None
        content: bytes = made.model_proto.SerializeToString()
    return content


def _answers(program: Program) -> list[str]:
    """Names of the answers; one that is named as a field gets an underscore, as no two values may share a name."""
    return [answer.name + "_" * (answer.name in program.asked) for answer in program.answers]


EXPORTER = Exporter(
    key="onnx",
    order=50,
    title="ONNX model",
    summary="The trained network for other programs: onnxruntime, browsers, phones.",
    file_name="network.onnx",
    media_type="application/octet-stream",
    write=write,
    needs_weights=True,
)
