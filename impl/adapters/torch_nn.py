"""PyTorch's batch norm as programs call it, differentiated by autograd:

    bncheck verify torch_nn --python VENV/bin/python            # the function
    bncheck verify torch_nn:Module --python VENV/bin/python     # BatchNorm1d, 2d and 3d

torch.py calls the operator that most of these end in; what they add is judged here: checks, memory
orders, types, the module's own state. torch_mkldnn.py has other kernels.
"""

import torch
from _torch_autograd import EntryPoint, eager_contract, is_fused
from torch.nn import functional

NAME = "torch_nn"
VERSION = torch.__version__
ENTRY_POINTS = {
    "": "torch.nn.functional.batch_norm and autograd",
    "Module": "torch.nn.BatchNorm1d, 2d, 3d",
    "Cumulative": "the module with momentum=None",
    "Untracked": "the module with track_running_stats=False, in eval()",
    "ChannelsLast": "the function on torch.channels_last",
    "HalfStatistics": "the function on f16 and bf16 without parameters",
    "StridedHalf": "the function on strided f16 and bf16, held to sums in f32",
}
FINDINGS = {
    "StridedHalf backward_evaluation": "PyTorch 2.13.0, CPU: gradients of strided half types",
    "StridedHalf backward_training": "PyTorch 2.13.0, CPU: gradients of strided half types",
    "StridedHalf gradient_along_input": "PyTorch 2.13.0, CPU: gradients of strided half types",
    "StridedHalf gradient_energy": "PyTorch 2.13.0, CPU: gradients of strided half types",
    "StridedHalf gradient_gauge": "PyTorch 2.13.0, CPU: gradients of strided half types",
    "StridedHalf gradient_linearity": "PyTorch 2.13.0, CPU: gradients of strided half types",
    "StridedHalf gradient_of_output": "PyTorch 2.13.0, CPU: gradients of strided half types",
    "StridedHalf gradient_scales_with_dy": "PyTorch 2.13.0, CPU: gradients of strided half types",
    "StridedHalf gradient_scales_with_input": "PyTorch 2.13.0, CPU: gradients of strided "
    "half types",
    "StridedHalf gradient_sign": "PyTorch 2.13.0, CPU: gradients of strided half types",
    "StridedHalf gradient_sum": "PyTorch 2.13.0, CPU: gradients of strided half types",
    "StridedHalf gradient_symmetry": "PyTorch 2.13.0, CPU: gradients of strided half types",
    "StridedHalf jacobian": "PyTorch 2.13.0, CPU: gradients of strided half types",
}
MODULES = {2: torch.nn.BatchNorm1d, 3: torch.nn.BatchNorm1d, 4: torch.nn.BatchNorm2d}
MODULES[5] = torch.nn.BatchNorm3d


def lacks_parameters(*parameters):
    return all(each is None for each in parameters)


def refuse_half_statistics(x, *parameters):
    if x.itemsize == 2 and lacks_parameters(*parameters):
        raise NotImplementedError("its statistics would be kept in half precision: HalfStatistics")


def function(x, weight, bias, running, training, momentum, eps):
    refuse_half_statistics(x, weight, bias, *running)
    return functional.batch_norm(x, *running, weight, bias, training, momentum, eps)


def half_statistics(x, weight, bias, running, training, momentum, eps):
    """Only forward has no parameters: backward is given a bias."""
    if not lacks_parameters(weight, bias, *running):
        raise NotImplementedError("parameters are of f32, and so are statistics beside them")
    return functional.batch_norm(x, None, None, None, None, training, momentum, eps)


def channels_last(x):
    if x.ndim not in (4, 5):
        raise NotImplementedError("channels last is for two and three spatial axes")
    last = torch.channels_last if x.ndim == 4 else torch.channels_last_3d
    return x.contiguous(memory_format=last)


def make_module(x, weight, bias, running, *given):
    """Makes a module that holds the tensors themselves, so that autograd finds its leaves."""
    if x.ndim not in MODULES:
        raise NotImplementedError(f"there is no module for {x.ndim} axes")
    if (weight is None) != (bias is None):
        raise NotImplementedError("a module has weight and bias, or neither")
    refuse_half_statistics(x, weight, bias, *running)
    made = MODULES[x.ndim](x.shape[1], *given)
    made.weight = made.bias = None
    made._parameters.update(weight=weight, bias=bias)
    made.running_mean, made.running_var = running
    return made


def module(x, weight, bias, running, training, momentum, eps):
    made = make_module(x, weight, bias, running, eps, momentum)
    return made.train(training)(x)


def cumulative(x, weight, bias, running, training, momentum, eps):
    """The k-th batch has the weight 1 / k; the gradients, which it does not enter, are Module's."""
    batches = round(1 / momentum) if momentum > 0 else 0
    if training and (batches == 0 or 1 / batches != momentum):
        raise NotImplementedError("the weight of the k-th batch is 1 / k")
    made = make_module(x, weight, bias, running, eps, None)
    made.num_batches_tracked.fill_(batches - 1)
    return made.train(training)(x)


def untracked(x, weight, bias, running, training, momentum, eps):
    """eval() uses the statistics of the batch: it is training that this module is held to."""
    if not training or not lacks_parameters(*running):
        raise NotImplementedError("it has no running statistics")
    return make_module(x, weight, bias, running, eps, momentum, True, False).eval()(x)


def half_contract(shape, dtype, layout, training):
    """Sums in f32; mean and variance are kept in the type of x."""
    return {**eager_contract(shape, dtype, "nchw", training), "stored": dtype, "apply": "either"}


def channels_last_contract(shape, dtype, layout, training):
    return eager_contract(shape, dtype, "nhwc", training)


def f32_contract(shape, dtype, layout, training):
    return eager_contract(shape, "f32", layout, training)


def has_no_kernel(shape, dtype, layout, training):
    return not is_fused(shape, layout)


FUNCTION = EntryPoint("torch_nn", function)
CONTRACT, DIALECT, DTYPES = FUNCTION.CONTRACT, FUNCTION.DIALECT, FUNCTION.DTYPES
batch_norm = FUNCTION.batch_norm
batch_norm_backward = FUNCTION.batch_norm_backward

HALF = ["f16", "bf16"]
Module = EntryPoint("torch_nn:Module", module)
Cumulative = EntryPoint("torch_nn:Cumulative", cumulative, batch_norm_backward=None)
Untracked = EntryPoint("torch_nn:Untracked", untracked)
ChannelsLast = EntryPoint(
    "torch_nn:ChannelsLast", function, channels_last, CONTRACT=channels_last_contract
)
HalfStatistics = EntryPoint(
    "torch_nn:HalfStatistics",
    half_statistics,
    CONTRACT=half_contract,
    DTYPES=HALF,
    batch_norm_backward=None,
)
StridedHalf = EntryPoint(
    "torch_nn:StridedHalf",
    function,
    CONTRACT=f32_contract,
    DTYPES=HALF,
    supports=has_no_kernel,
)
