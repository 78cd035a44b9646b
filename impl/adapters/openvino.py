"""OpenVINO's operation BatchNormInference-5 on the CPU, evaluation alone:

    bncheck verify openvino --python my_environment/bin/python

The graph becomes (x - mean) * (gamma / sqrt(var + eps)) + beta, which the CPU plug-in fuses into
one kernel of f32. f64 tensors are computed in f32 too (docs/findings.md). gamma and beta are
required: a missing weight is ones, a missing bias zeros. One model serves all shapes of a rank.
"""

from functools import lru_cache

import numpy
import openvino
from openvino import opset13

NAME = "openvino"
VERSION = openvino.__version__
ENTRY_POINTS = {"": "openvino.opset13.batch_norm_inference"}
DIALECT = "onnx15"  # of which evaluation asks no more than eps >= 0, and both parameters
DTYPES = ["f32", "f64"]

core = openvino.Core()
# Without the hint the plug-in may take bf16 where the processor has it.
SETTINGS = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1}

CONTRACT = {
    "element": "f32",
    "accumulator": "f32",
    "stored": "f32",
    "applied": "f32",
    "apply": "direct",
    "deterministic": True,
}


@lru_cache(maxsize=256)
def compiled(rank, kind, eps):
    x = opset13.parameter([-1] * rank, kind)
    parameters = [opset13.parameter([-1], kind) for _ in range(4)]
    y = opset13.batch_norm_inference(x, *parameters, eps)
    return core.compile_model(openvino.Model([y], [x, *parameters], "batch_norm"), "CPU", SETTINGS)


def batch_norm(x, weight, bias, running_mean, running_var, training, momentum, eps):
    if training:
        raise NotImplementedError("OpenVINO's operation only evaluates")
    weight = numpy.ones(x.shape[1], x.dtype) if weight is None else weight
    bias = numpy.zeros(x.shape[1], x.dtype) if bias is None else bias
    given = (x, weight, bias, running_mean, running_var)
    model = compiled(x.ndim, x.dtype.type, eps)
    return model([numpy.array(each, order="C") for each in given])[0].copy()


class F64InFull:
    """Held to arithmetic in f64, which the type of the tensors suggests (docs/findings.md)."""

    NAME = NAME
    VERSION = VERSION
    DIALECT = DIALECT
    DTYPES = ["f64"]
    CONTRACT = {"apply": "direct", "deterministic": True}
    batch_norm = staticmethod(batch_norm)
