"""PyTorch's batch norm by oneDNN's kernels, on tensors in oneDNN's own layouts (x.to_mkldnn()):

    bncheck verify torch_mkldnn --python VENV/bin/python

Training needs four axes, evaluation four or five, and both need weight and bias; the operator
checks neither the number of values nor eps. What it saves as save_invstd is the variance.
"""

import torch
from _torch_autograd import EntryPoint, answered, array, dense, tensor

NAME = "torch_mkldnn"
VERSION = torch.__version__
DIALECT = "pytorch;saved=variance;one_value=any;eps=any;empty_batch=any;affine=required"
DTYPES = ["f32", "bf16"]
ENTRY_POINTS = {"": "torch.native_batch_norm on to_mkldnn(), and autograd"}
# oneDNN chooses its kernel by layout and processor: the order and the type of sums are its own.
# Autograd runs forward again.
CONTRACT = {
    "variance": "two-pass",
    "apply": "either",
    "summation": "any",
    "backward_statistics": "recomputed",
    "deterministic": True,
}


def native(x, weight, bias, running, training, momentum, eps):
    if x.numel() == 0:
        raise NotImplementedError("oneDNN has no empty tensors")
    return torch.native_batch_norm(x.to_mkldnn(), weight, bias, *running, training, momentum, eps)


def output(*given):
    return native(*given)[0].to_dense()


DIFFERENTIABLE = EntryPoint(NAME, output)
batch_norm_backward = DIFFERENTIABLE.batch_norm_backward


def batch_norm(x, weight, bias, running_mean, running_var, training, momentum, eps):
    """weight and bias are dense, as PyTorch takes them for that here (docs/findings.md)."""
    running = [tensor(running_mean), tensor(running_var)]
    parameters = [dense(each) for each in (weight, bias)]
    y, *saved = answered(native, tensor(x), *parameters, running, training, momentum, eps)
    y = array(y.to_dense(), x)
    if not training:
        return y
    return y, running_mean, running_var, *(each.to_dense().numpy() for each in saved)
