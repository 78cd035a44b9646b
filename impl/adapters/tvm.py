"""Apache TVM's relax.op.nn.batch_norm, compiled for the CPU by LLVM, forward alone:

    bncheck verify tvm --python my_environment/bin/python --case-timeout 60s

Every shape, eps and momentum is compiled. Read in tvm 0.27.0, tvm/topi/nn/batch_norm.py: two
passes, (x - mean) / sqrt(var + eps) * gamma + beta; running_var is over m, and momentum, in [0, 1],
weighs the new batch. gamma and beta are required: a missing weight is ones, a missing bias zeros.
"""

from functools import lru_cache

import numpy
import tvm
from tvm import relax

NAME = "tvm"
VERSION = tvm.__version__
ENTRY_POINTS = {"": "tvm.relax.op.nn.batch_norm"}
DIALECT = "onnx15"  # of the same conventions
DTYPES = ["f32", "f64"]


def CONTRACT(shape, dtype, layout, training):  # noqa: N802
    """All is in the type of the tensors; LLVM may fuse products and sums."""
    return {
        "element": dtype,
        "accumulator": dtype,
        "stored": dtype,
        "applied": dtype,
        "variance": "two-pass",
        "apply": "direct",
        "summation": "any",
        "deterministic": True,
        "double_parameters": dtype == "f64",
    }


@lru_cache(maxsize=256)
def compiled(shape, kind, training, momentum, eps):
    x = relax.Var("x", relax.TensorType(shape, kind))
    parameters = [relax.Var(name, relax.TensorType(shape[1:2], kind)) for name in "wbmv"]
    builder = relax.BlockBuilder()
    with builder.function("main", [x, *parameters]):
        with builder.dataflow():
            normalized = builder.emit(
                relax.op.nn.batch_norm(
                    x, *parameters, axis=1, epsilon=eps, momentum=momentum, training=training
                )
            )
            output = builder.emit_output(normalized)
        builder.emit_func_output(output)
    return relax.VirtualMachine(tvm.compile(builder.get(), target="llvm"), tvm.cpu())


def batch_norm(x, weight, bias, running_mean, running_var, training, momentum, eps):
    if x.size == 0:
        raise NotImplementedError("nothing is compiled for an empty tensor")
    if training and not 0 <= momentum <= 1:
        raise NotImplementedError("TVM takes a momentum in [0, 1]")
    ones, zeros = numpy.ones(x.shape[1], x.dtype), numpy.zeros(x.shape[1], x.dtype)
    given = (x, weight, bias, running_mean, running_var)
    filled = zip(given, (x, ones, zeros, zeros, ones), strict=True)
    machine = compiled(x.shape, x.dtype.name, training, momentum if training else 0.0, eps)
    arrays = [numpy.array(other if each is None else each, order="C") for each, other in filled]
    answers = machine["main"](*map(tvm.runtime.tensor, arrays))
    y, mean, var = (each.numpy() for each in answers)
    return (y, mean, var) if training else y
