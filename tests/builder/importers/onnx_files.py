"""ONNX files to import: built by hand or exported from torch, and what must hold of every import."""

import logging

import numpy as np
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

import builder
from builder.drawing.problems import InvalidDocument

OPEN = {"no_data", "no_objective"}


def exported(module, example, **options) -> bytes:
    """A module as torch's own exporter writes it, for any batch."""
    logging.getLogger("torch.onnx._internal.exporter._registration").setLevel(logging.ERROR)
    options = {"dynamic_shapes": ({0: "batch"},), "input_names": ["x"]} | options
    made = torch.onnx.export(module.eval(), (example,), dynamo=True, verbose=False, **options)
    return made.model_proto.SerializeToString()


def node(op, inputs, outputs=("y",), **settings):
    return helper.make_node(op, list(inputs), list(outputs), **settings)


def built(nodes, weights=None, inputs=None, outputs=("y",), opset=17) -> bytes:
    """A model of these nodes; ``inputs`` are shapes by name, "N" for the open batch."""
    inputs = {"x": ["N", 4]} if inputs is None else inputs
    kinds = {"ids": TensorProto.INT64}
    graph = helper.make_graph(
        list(nodes),
        "built",
        [
            helper.make_tensor_value_info(name, kinds.get(name, TensorProto.FLOAT), shape)
            for name, shape in inputs.items()
        ],
        [helper.make_tensor_value_info(name, TensorProto.UNDEFINED, None) for name in outputs],
        [numpy_helper.from_array(np.asarray(values), name) for name, values in (weights or {}).items()],
    )
    for value in graph.output:
        value.ClearField("type")
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    return model.SerializeToString()


def assert_answers_alike(content: bytes, given: dict[str, np.ndarray], atol=1e-5):
    """Import, compile, load the weights, and compare with onnxruntime."""
    imported = builder.import_file("network.onnx", content)
    assert {problem.code for problem in builder.check(imported.document).problems} <= OPEN
    network = builder.network(imported.document)
    network.load_state_dict(imported.weights)
    session = onnxruntime.InferenceSession(content)
    wanted = session.run(None, given)
    asked = zip(imported.inputs, session.get_inputs(), strict=True)
    tensors = {port: torch.from_numpy(given[each.name]) for port, each in asked}
    with torch.no_grad():
        answers = network.eval()(**tensors)
    answers = answers if isinstance(answers, tuple) else (answers,)
    assert len(wanted) == len(imported.outputs)
    for array, place in zip(wanted, imported.outputs, strict=True):
        torch.testing.assert_close(answers[place], torch.from_numpy(array), rtol=0, atol=atol)
    return imported


def refusal(content: bytes, name="network.onnx", **options):
    """The problems with which a file is refused."""
    try:
        builder.import_file(name, content, **options)
    except InvalidDocument as error:
        return error.problems
    raise AssertionError("it was opened")


def kinds(document) -> set[str]:
    """The types of all nodes, in every block."""
    return {each.type for block in document.blocks.values() for each in block.nodes.values()}


def random(*shape) -> np.ndarray:
    return np.random.default_rng(0).standard_normal(shape, dtype=np.float32)
