"""ONNX Runtime on the CPU for BatchNormalization, opsets 7, 9, 14 and 15:

    bncheck verify py:impl/adapters/onnxruntime.py:Opset15 --python my_environment/bin/python

The released build trains. Read in onnxruntime/core/providers/cpu/nn/batch_norm.h: two passes, each
summed by Eigen, image after image, then y = a * x + b with a = invstd * weight and b = bias - mean
* a; half tensors are taken to f32 and back. One thread.
"""

from functools import lru_cache

import numpy
import onnxruntime
from onnx_node import Operator, model_of

NAME = "onnxruntime"
VERSION = onnxruntime.__version__
ENTRY_POINTS = {
    "Opset7": "onnxruntime.InferenceSession, BatchNormalization-7",
    "Opset9": "onnxruntime.InferenceSession, BatchNormalization-9",
    "Opset14": "onnxruntime.InferenceSession, BatchNormalization-14",
    "Opset15": "onnxruntime.InferenceSession, BatchNormalization-15",
}


@lru_cache(maxsize=256)
def session_of(node):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    model = model_of(node).SerializeToString()
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


class Run(Operator):
    NAME = NAME
    VERSION = VERSION
    DTYPES = ["f32", "f64"]

    @staticmethod
    def CONTRACT(shape, dtype, layout, training):  # noqa: N802
        """Eigen adds apart what lies before the first address that is a multiple of 16: the order
        of a sum depends on where a plane of x begins, and channels are not summed alike."""
        working = "f64" if dtype == "f64" else "f32"
        return {
            "element": working,
            "accumulator": working,
            "stored": working,
            "applied": working,
            "variance": "two-pass",
            "apply": "folded",
            "summation": "any",
            "deterministic": True,
            "uniform": not training,
            # f64 cases whose eps or momentum is no float are refused.
            "double_parameters": dtype == "f64",
        }

    @staticmethod
    def run(node, inputs):
        # Copied even if dense: bits depend on the address, which NumPy aligns (docs/findings.md).
        dense = {name: numpy.array(each, order="C") for name, each in inputs.items()}
        return session_of(node).run(None, dense)


class Opset7(Run):
    """saved_var, which ONNX calls a variance, is 1 / sqrt(var + eps) (docs/findings.md)."""

    OPSET = 7
    DIALECT = "onnx7;saved=invstd;momentum=old"


class Opset9(Run):
    """As Opset7."""

    OPSET = 9
    DIALECT = "onnx9;saved=invstd;momentum=old"


class Opset14(Run):
    OPSET = 14
    DIALECT = "onnx15;momentum=old"


class Opset15(Run):
    """The first whose tensors may be half beside f32 parameters and statistics. bf16 has no
    kernel."""

    OPSET = 15
    DIALECT = "onnx15;momentum=old"
    DTYPES = ["f16", "f32", "f64"]


class StatisticsUnused(Run):
    """Training in a graph that lists y alone, fed one array of ones as weight and var, and one of
    zeros as bias and mean, where they are absent: shows that it overwrites what it is fed
    (docs/findings.md)."""

    OPSET = 15
    DIALECT = "onnx15;momentum=old"
    DTYPES = ["f32"]

    @staticmethod
    def run(node, inputs):
        answers = session_of(node._replace(listed=1)).run(None, inputs)
        return [*answers, inputs["mean"], inputs["var"]]

    @classmethod
    def batch_norm(cls, x, weight, bias, running_mean, running_var, training, momentum, eps):
        if not training or running_mean is not None:
            raise NotImplementedError("it trains, and nothing uses the running statistics")
        x = numpy.array(x, order="C")
        given = (x, weight, bias, running_mean, running_var)
        return super().batch_norm(*given, training, momentum, eps)
