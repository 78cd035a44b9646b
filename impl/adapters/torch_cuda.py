"""PyTorch's batch norm on an NVIDIA GPU, differentiated by autograd:

    bncheck verify torch_cuda --python VENV/bin/python            # cuDNN where PyTorch takes it
    bncheck verify torch_cuda:Native --python VENV/bin/python     # PyTorch's own kernels

Arrays are copied to the device and answers back, which times include. Memory without gaps keeps its
order there, so that channels last stays channels last; what else is strided arrives contiguous.
"""

import torch
from _torch_autograd import EntryPoint
from torch.nn import functional

NAME = "torch_cuda"
VERSION = torch.__version__
ENTRY_POINTS = {
    "": "torch.nn.functional.batch_norm and autograd on CUDA, with cuDNN",
    "Native": "the same with torch.backends.cudnn.flags(enabled=False)",
}

if not torch.cuda.is_available():
    raise ImportError(
        f"PyTorch {torch.__version__} finds no CUDA device: install PyTorch for CUDA on a machine "
        "with an NVIDIA GPU, or verify torch or torch_nn, which use the CPU"
    )
DEVICE = torch.device("cuda")


def native_contract(shape, dtype, layout, training):
    """Read in aten/src/ATen/native/cuda/Normalization.cuh: Welford's update for each value, merged
    as a tree, 1/sqrt by rsqrt, which CUDA allows 2 ulp in f32; half types are computed in f32, as
    their parameters are. Batch norm is not among the operations that PyTorch's documents call
    nondeterministic. Autograd runs forward again."""
    return {"variance": "welford", **cudnn_contract(shape, dtype, layout, training)}


def cudnn_contract(shape, dtype, layout, training):
    """The same, but that NVIDIA does not document how the variance is computed."""
    wide = "f64" if dtype == "f64" else "f32"
    return {
        "element": wide,
        "accumulator": wide,
        "stored": wide,
        "applied": wide,
        "apply": "either",
        "summation": "any",
        "backward_statistics": "recomputed",
        "invsqrt_error_u": 4,
        "deterministic": True,
        "double_parameters": dtype == "f64",
    }


def moved(given):
    return None if given is None else given.to(DEVICE)


def on_device(x, weight, bias, running, training, momentum, eps):
    """The way there and back is differentiated, too."""
    there = [moved(each) for each in running]
    parameters = moved(weight), moved(bias)
    y = functional.batch_norm(moved(x), *there, *parameters, training, momentum, eps)
    for here, updated in zip(running, there, strict=True):
        if here is not None and training:
            here.copy_(updated)
    return y.cpu()


def with_cudnn(*given):
    with torch.backends.cudnn.flags(enabled=True):
        return on_device(*given)


def without_cudnn(*given):
    with torch.backends.cudnn.flags(enabled=False):
        return on_device(*given)


FUNCTION = EntryPoint("torch_cuda", with_cudnn, CONTRACT=cudnn_contract)
CONTRACT, DIALECT, DTYPES = FUNCTION.CONTRACT, FUNCTION.DIALECT, FUNCTION.DTYPES
batch_norm = FUNCTION.batch_norm
batch_norm_backward = FUNCTION.batch_norm_backward

Native = EntryPoint("torch_cuda:Native", without_cudnn, CONTRACT=native_contract)
