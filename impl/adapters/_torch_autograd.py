"""What the entry points of PyTorch's adapters share: arrays as tensors, and gradients by autograd.

A call is a function of (x, weight, bias, running, training, momentum, eps) that returns y; running
is the pair of running statistics, which it updates where they lie, or a pair of None.
"""

import warnings

import torch

torch.set_num_threads(1)
warnings.filterwarnings("ignore", message="The given NumPy array is not writable")
# What PyTorch refuses, by the words of its errors; one value per channel it refuses by a ValueError
# of its own, which the door knows. The last is what it says of no channels (docs/pytorch.md).
REFUSALS = ("batch_norm eps must be positive", "only support", "for tensor of size [0]")


def is_fused(shape, layout):
    """Returns whether PyTorch has a kernel for this memory order: channels last is for two or three
    spatial axes only."""
    return layout == "nchw" or (layout == "nhwc" and len(shape) >= 4)


def eager_contract(shape, dtype, layout, training):
    """What torch.py says of f32 and f64. f16 and bf16 beside parameters of f32 are computed in f32,
    except in memory orders without a kernel: there backward rounds its sums and its terms to x's
    type (docs/pytorch.md, P1). Statistics are recomputed, as autograd runs forward again."""
    wide = "f64" if dtype == "f64" else "f32"
    fused = is_fused(shape, layout)
    narrow = wide if fused else dtype
    return {
        "element": narrow,
        "accumulator": narrow,
        "stored": wide,
        "applied": narrow,
        "variance": "two-pass",
        "apply": "folded" if fused else "direct",
        "summation": "any",
        "backward_statistics": "recomputed",
        "deterministic": True,
        "double_parameters": dtype == "f64",
    }


def tensor(array):
    """Returns PyTorch's view of the array; bfloat16 is no type of NumPy's own."""
    if array is None or array.dtype.name != "bfloat16":
        return None if array is None else torch.from_numpy(array)
    return torch.from_numpy(array.view("uint16")).view(torch.bfloat16)


def array(given, like):
    """Returns the tensor as an array of the type of another."""
    plain = given.detach().contiguous()
    if like.dtype.name == "bfloat16":
        return plain.view(torch.uint16).numpy().view(like.dtype)
    return plain.numpy()


def dense(array):
    """Backward takes strided parameters for dense ones (docs/findings.md)."""
    return None if array is None else tensor(array).clone(memory_format=torch.contiguous_format)


def answered(call, *given):
    try:
        return call(*given)
    except (IndexError, RuntimeError, ValueError) as error:
        if any(words in str(error) for words in REFUSALS):
            raise NotImplementedError(str(error)) from None
        raise


def forward(call, x, weight, bias, running_mean, running_var, training, momentum, eps):
    parameters = [tensor(each) for each in (weight, bias)]
    running = [tensor(running_mean), tensor(running_var)]
    return answered(call, x, *parameters, running, training, momentum, eps)


def differentiate(call, dy, x, weight, running_mean, running_var, training, eps):
    """Differentiates a forward on a bias of zeros, on which no gradient depends. dy lies like x, as
    it does in programs; where it does not, see docs/findings.md."""
    wide = torch.float64 if x.dtype == torch.float64 else torch.float32
    leaves = [x.detach(), dense(weight), torch.zeros(x.shape[1], dtype=wide)]
    wanted = [leaf.requires_grad_() for leaf in leaves if leaf is not None]
    running = [None if training else dense(each) for each in (running_mean, running_var)]
    y = call(*leaves, running, training, 0.0, eps)
    dx, *others = torch.autograd.grad(y, wanted, torch.empty_like(x).copy_(tensor(dy)))
    return dx, None if weight is None else others[0].numpy(), others[-1].numpy()


def as_it_lies(x):
    return x


class EntryPoint:
    """Makes an object whose batch_norm and batch_norm_backward are the two of a call."""

    CONTRACT = staticmethod(eager_contract)
    DIALECT = "pytorch;saved=none"
    DTYPES = ("f16", "bf16", "f32", "f64")
    VERSION = torch.__version__

    def __init__(self, name, call, arrange=as_it_lies, **declared):
        """arrange puts x into a memory order, before it becomes a leaf."""
        self.NAME = name
        self.call = call
        self.arrange = arrange
        vars(self).update(declared)

    def batch_norm(self, x, weight, bias, running_mean, running_var, training, *given):
        arranged = self.arrange(tensor(x))
        y = forward(self.call, arranged, weight, bias, running_mean, running_var, training, *given)
        return (array(y, x), running_mean, running_var) if training else array(y, x)

    def batch_norm_backward(self, dy, x, weight, running_mean, running_var, *given):
        arranged = self.arrange(tensor(x))
        dx, *others = answered(
            differentiate, self.call, dy, arranged, weight, running_mean, running_var, *given[-2:]
        )
        return array(dx, x), *others


def start_autograd():
    """PyTorch makes its engine when a gradient is first asked for: on a busy machine that takes
    longer than a case may."""
    x = torch.ones(2, 1).requires_grad_()
    y = torch.nn.functional.batch_norm(x, None, None, None, None, True)
    torch.autograd.grad(y, x, torch.ones_like(y))


start_autograd()
