"""The reference evaluator of ONNX for BatchNormalization, opsets 7, 9, 14 and 15:

    bncheck verify py:impl/adapters/onnx.py:Opset15 --python my_environment/bin/python

Read in onnx 1.23.2, onnx/reference/ops/op_batch_normalization.py: NumPy in the type of the tensors,
y = weight * (x - mean) / sqrt(var + eps) + bias from left to right, the variance by numpy.var, in
two passes. Opsets 7 and 9 do not do what ONNX says (docs/findings.md).
"""

from functools import lru_cache

import onnx
from onnx.reference import ReferenceEvaluator
from onnx_node import Operator, model_of

NAME = "onnx"
VERSION = onnx.__version__
ENTRY_POINTS = {
    "Opset7": "onnx.reference.ReferenceEvaluator, BatchNormalization-7",
    "Opset9": "onnx.reference.ReferenceEvaluator, BatchNormalization-9",
    "Opset14": "onnx.reference.ReferenceEvaluator, BatchNormalization-14",
    "Opset15": "onnx.reference.ReferenceEvaluator, BatchNormalization-15",
}
FINDINGS = {
    "Opset7 execution": "ONNX 1.23.2: the reference evaluator fails in opset 7",
    "Opset9 module_state": "ONNX 1.23.2: the reference evaluator trains in opset 9",
    "Opset9 evaluation_output": "ONNX 1.23.2: the reference evaluator trains in opset 9",
    "Opset9 evaluation_locality": "ONNX 1.23.2: the reference evaluator trains in opset 9",
    "Opset9 evaluation_affinity": "ONNX 1.23.2: the reference evaluator trains in opset 9",
    "Opset9 evaluation_order": "ONNX 1.23.2: the reference evaluator trains in opset 9",
    "Opset9 evaluation_scaling": "ONNX 1.23.2: the reference evaluator trains in opset 9",
    "Opset9 layout_independence": "ONNX 1.23.2: the reference evaluator trains in opset 9",
}


@lru_cache(maxsize=256)
def evaluator_of(node):
    return ReferenceEvaluator(model_of(node))


class Evaluated(Operator):
    NAME = NAME
    VERSION = VERSION
    DTYPES = ["f32", "f64"]

    @staticmethod
    def CONTRACT(shape, dtype, layout, training):  # noqa: N802
        """Beside f32 parameters, evaluation takes half tensors to f32 by its first subtraction."""
        working = "f64" if dtype == "f64" else "f32"
        return {
            "element": working,
            "accumulator": working,
            "stored": working,
            "applied": working,
            "variance": "two-pass",
            "apply": "direct",
            "summation": "any",
            "deterministic": True,
            "uniform": True,
            # f64 cases whose eps or momentum is no float are refused.
            "double_parameters": dtype == "f64",
        }

    @staticmethod
    def run(node, inputs):
        return evaluator_of(node).run(None, inputs)


class Opset7(Evaluated):
    OPSET = 7
    DIALECT = "onnx7;momentum=old"


class Opset9(Evaluated):
    """Training asks for five outputs, of which the evaluator makes one (docs/findings.md)."""

    OPSET = 9
    DIALECT = "onnx9;momentum=old"

    @staticmethod
    def supports(shape, dtype, layout, training):
        return not training


class Opset14(Evaluated):
    OPSET = 14
    DIALECT = "onnx15;momentum=old"


class Opset15(Evaluated):
    """The first whose tensors may be half beside f32 parameters and statistics."""

    OPSET = 15
    DIALECT = "onnx15;momentum=old"
    DTYPES = ["f16", "bf16", "f32", "f64"]

    @classmethod
    def batch_norm(cls, x, weight, bias, running_mean, running_var, training, momentum, eps):
        if training and x.dtype.itemsize == 2:
            raise NotImplementedError("the evaluator answers half running statistics for f32 ones")
        given = (x, weight, bias, running_mean, running_var)
        return super().batch_norm(*given, training, momentum, eps)
