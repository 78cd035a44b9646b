"""ONNX models of one BatchNormalization node, and what every evaluator of them has in common.

eps and momentum are attributes of the node, which are f32 whatever the tensors are: f64 cases with
others are refused. No input is optional: a missing weight is ones, a missing bias zeros, as
exporters write them, and what nobody tracks is 0 and 1. Momentum weighs the old value.
"""

from typing import NamedTuple

import numpy
from onnx import TensorProto, helper

INPUTS = ("x", "weight", "bias", "mean", "var")
# Before opset 14 five outputs mean training; from then on an attribute, and nothing is saved.
UPDATED = ("y", "new_mean", "new_var")
SAVED = ("saved_mean", "saved_var")
TYPES = {
    "float16": TensorProto.FLOAT16,
    "bfloat16": TensorProto.BFLOAT16,
    "float32": TensorProto.FLOAT,
    "float64": TensorProto.DOUBLE,
}
IR_VERSION = 10  # what ONNX Runtime and the reference evaluator both read


class Node(NamedTuple):
    """All that tells one model from another; ranks and extents are left open."""

    opset: int
    training: bool
    x_type: str
    parameter_type: str
    eps: float
    momentum: float
    listed: int | None = None  # how many of its outputs the graph has; None: all


def model_of(node: Node):
    """Returns the model that has this node alone."""
    attributes = {"epsilon": node.eps, "momentum": node.momentum}
    if node.opset >= 14:
        attributes["training_mode"] = int(node.training)
    outputs = UPDATED if node.training else UPDATED[:1]
    if node.training and node.opset < 14:
        outputs += SAVED
    types = {"x": TYPES[node.x_type], "y": TYPES[node.x_type]}
    inputs, answers = (
        [
            helper.make_tensor_value_info(name, types.get(name, TYPES[node.parameter_type]), None)
            for name in names
        ]
        for names in (INPUTS, outputs[: node.listed])
    )
    made = helper.make_node("BatchNormalization", list(INPUTS), list(outputs), **attributes)
    graph = helper.make_graph([made], "batch_norm", inputs, answers)
    opsets = [helper.make_opsetid("", node.opset)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)


def attribute(name, value, parameter_type):
    """Returns value, if the attribute can say it as the case means it. Throws
    NotImplementedError."""
    rounded = float(numpy.float32(value))
    if parameter_type == "float64" and rounded != value:
        raise NotImplementedError(f"ONNX's {name} is a float, which cannot be {value!r}")
    return rounded


class Operator:
    """One opset at bncheck's door. A subclass says how to run a model, and which opset."""

    OPSET = 15

    @staticmethod
    def run(node: Node, inputs: dict) -> list:
        """Runs model_of(node)."""
        raise NotImplementedError

    @classmethod
    def batch_norm(cls, x, weight, bias, running_mean, running_var, training, momentum, eps):
        channels, kind = x.shape[1], parameter_type_of(x, running_mean)
        tracked = training and running_mean is not None
        node = Node(
            cls.OPSET,
            training,
            x.dtype.name,
            kind,
            attribute("epsilon", eps, kind),
            attribute("momentum", momentum, kind) if tracked else 0.0,
        )
        ones, zeros = numpy.ones(channels, kind), numpy.zeros(channels, kind)
        absent = {"weight": ones, "bias": zeros, "mean": zeros, "var": ones}
        given = zip(INPUTS, (x, weight, bias, running_mean, running_var), strict=True)
        inputs = {name: absent[name] if each is None else each for name, each in given}
        answers = tuple(cls.run(node, inputs))
        return answers if training else answers[0]


def parameter_type_of(x, running_mean):
    """Names the type of parameters and statistics: f64 beside f64, f32 beside all others."""
    if running_mean is not None:
        return running_mean.dtype.name
    return "float64" if x.dtype.name == "float64" else "float32"
