"""PyTorch's batch norm on the CPU:

    bncheck verify torch --python my_environment/bin/python

The tensors are PyTorch's views of the same memory; strides pass through, so that channels-last
cases reach PyTorch as torch.channels_last. One thread: with more, the order of sums depends on
their number.
"""

import warnings

import numpy
import torch

NAME = "torch"
VERSION = torch.__version__
DIALECT = "pytorch"
DTYPES = ["f32", "f64"]
ENTRY_POINTS = {"": "torch.native_batch_norm, and autograd twice"}

torch.set_num_threads(1)
# Inputs cannot be written; PyTorch's batch norm does not.
warnings.filterwarnings("ignore", message="The given NumPy array is not writable")


def CONTRACT(shape, dtype, layout, training):  # noqa: N802
    """What PyTorch 2.13 does, the weaker of forward and backward where they differ.

    Contiguous with spatial axes, f32: forward sums in f64, but backward sums each plane in f32.
    Channels last or without spatial axes, f32: every sum in f32. In f64 all is f64.
    y = a * x + b where the memory is contiguous or channels last, else (x - mean) * invstd * weight
    + bias; channels last exists for two and three spatial axes only.
    """
    folded = layout == "nchw" or (layout == "nhwc" and len(shape) >= 4)
    return {
        "element": dtype,
        "accumulator": dtype,
        "stored": dtype,
        "applied": dtype,
        "variance": "two-pass",
        "apply": "folded" if folded else "direct",
        "summation": "any",
        "backward_statistics": "saved",
        "deterministic": True,
        "double_parameters": dtype == "f64",
    }


def tensor(array):
    return None if array is None else torch.from_numpy(array)


def tensors(*arrays):
    return [tensor(array) for array in arrays]


def batch_norm(x, weight, bias, running_mean, running_var, training, momentum, eps):
    if training and x.size == x.shape[1]:
        # The check is in this function, not in the operator below.
        torch.nn.functional.batch_norm(tensor(x), None, None, training=True)
    if training and x.size == 0:
        # Neither is this: nothing is normalized, saved or updated.
        return x.copy(), running_mean, running_var
    given = tensors(x, weight, bias, running_mean, running_var)
    # Training writes the running statistics where they lie.
    y, save_mean, save_invstd = torch.native_batch_norm(*given, training, momentum, eps)
    if not training:
        return y.numpy()
    return y.numpy(), running_mean, running_var, save_mean.numpy(), save_invstd.numpy()


def dense(array):
    """Parameters of stride 1: PyTorch 2.13 takes them for that where x is channels last or has no
    spatial axes, and answers wrongly else (docs/findings.md)."""
    return None if array is None else tensor(array).contiguous()


def batch_norm_backward(
    dy, x, weight, running_mean, running_var, save_mean, save_invstd, training, eps
):
    if x.size == 0:  # the operator divides by the number of values: SIGFPE
        zeros = numpy.zeros_like(x, shape=x.shape[1])
        return dy.copy(), zeros, zeros.copy()
    # Nor does it tell the layout of dy from that of x in every case (docs/findings.md).
    like_x = torch.empty_like(tensor(x)).copy_(tensor(dy))
    saved = [dense(each) for each in (running_mean, running_var, save_mean, save_invstd)]
    wanted = [True, weight is not None, True]
    gradients = torch.ops.aten.native_batch_norm_backward(
        like_x, tensor(x), dense(weight), *saved, training, eps, wanted
    )
    return tuple(None if each is None else each.numpy() for each in gradients)


def batch_norm_double_backward(
    ddx,
    ddweight,
    ddbias,
    dy,
    x,
    weight,
    running_mean,
    running_var,
    save_mean,
    save_invstd,
    training,
    eps,
):
    """Differentiates twice: autograd runs the forward again, whose statistics are the saved ones.
    Training is not shown the running statistics, which it would write."""
    if weight is None and ddbias is not None:
        raise NotImplementedError("PyTorch's double backward fails with a bias and no weight")
    running = (None, None) if training else tensors(running_mean, running_var)
    dy, x, weight, *second = tensors(dy, x, weight, ddx, ddweight, ddbias)
    bias = None if ddbias is None else torch.zeros_like(second[2])
    wanted = [each for each in (dy, x, weight) if each is not None]
    derivatives = [None] * len(wanted)
    pairs = zip((x, weight, bias), second, strict=True)
    asked = [(to, along) for to, along in pairs if along is not None]
    if asked and x.numel() > 0:
        for leaf in [*wanted, *(to for to, _ in asked)]:
            leaf.requires_grad_()
        y = torch.native_batch_norm(x, weight, bias, *running, training, 0.0, eps)[0]
        sources, along = zip(*asked, strict=True)
        first = torch.autograd.grad(y, sources, dy, create_graph=True)
        derivatives = torch.autograd.grad(first, wanted, along, allow_unused=True)
    answers = [
        (torch.zeros_like(to) if each is None else each).detach().numpy()
        for to, each in zip(wanted, derivatives, strict=True)
    ]
    return tuple(answers) if weight is not None else (*answers, None)


def import_lazy_modules():
    """PyTorch imports some hundred modules when a second derivative is first asked for: on a busy
    machine that takes longer than a case may."""
    two = torch.arange(2.0).reshape(2, 1).numpy()
    no_statistics = (None, None, None, None)
    batch_norm_double_backward(two, None, None, two, two, None, *no_statistics, True, 1.0)


import_lazy_modules()


class ForwardSumsInDouble:
    """Forward alone, held in every layout to the f64 sums of contiguous f32 tensors: shows which
    layouts are less accurate (docs/findings.md)."""

    DTYPES = ["f32"]
    batch_norm = staticmethod(batch_norm)

    @staticmethod
    def CONTRACT(shape, dtype, layout, training):  # noqa: N802
        return {**CONTRACT(shape, dtype, layout, training), "accumulator": "f64"}
