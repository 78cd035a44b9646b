"""Functions of the door from one function of PyTorch: differentiated once and twice by autograd."""

import numpy
import torch

torch.set_num_threads(1)


def tensor(array):
    if array is None:
        return None
    if array.dtype.name == "bfloat16":  # PyTorch does not know the type of ml_dtypes
        return torch.from_numpy(array.copy().view("uint16")).view(torch.bfloat16)
    return torch.from_numpy(array.copy())


def array(given):
    if given is None:
        return None
    given = given.detach()
    if given.dtype == torch.bfloat16:
        return given.contiguous().view(torch.uint16).numpy().view(numpy.dtype("bfloat16"))
    return given.numpy()


class TorchCalls:
    """A subclass has `apply`, as JaxCalls has."""

    @classmethod
    def batch_norm(cls, *given):
        *arrays, training, momentum, eps = given
        answer = cls.apply(*map(tensor, arrays), training, momentum, eps)
        y, *running = [array(each) for each in answer]
        return (y, *running) if training else y

    @classmethod
    def gradients(cls, dy, x, weight, running, training, eps, again):
        kind = next((each.dtype for each in (weight, *running) if each is not None), x.dtype)
        bias = torch.zeros(x.shape[1], dtype=kind)
        sources = [each for each in (x, weight, bias) if each is not None]
        for source in sources:
            source.requires_grad_()
        y = cls.apply(x, weight, bias, *running, training, 0.5, eps)[0]
        found = torch.autograd.grad(y, sources, dy, create_graph=again)
        return found if weight is not None else (found[0], None, found[1])

    @classmethod
    def batch_norm_backward(cls, *given):
        """Its arguments are those of docs/adding.md."""
        *arrays, _, _, training, eps = given
        dy, x, weight, *running = map(tensor, arrays)
        found = cls.gradients(dy, x, weight, running, training, eps, again=False)
        return tuple(array(each) for each in found)

    @classmethod
    def batch_norm_double_backward(cls, *given):
        *arrays, _, _, training, eps = given
        *second, dy, x, weight = map(tensor, arrays[:6])
        wanted = [each for each in (dy, x, weight) if each is not None]
        dy.requires_grad_()
        running = list(map(tensor, arrays[6:]))
        first = cls.gradients(dy, x, weight, running, training, eps, again=True)
        pairs = zip(first, second, strict=True)
        asked = [(to, along) for to, along in pairs if to is not None and along is not None]
        found = [None] * len(wanted)
        if asked:
            outputs, along = zip(*asked, strict=True)
            found = torch.autograd.grad(outputs, wanted, along, allow_unused=True)
        found = [
            torch.zeros_like(to) if each is None else each
            for to, each in zip(wanted, found, strict=True)
        ]
        answers = [array(each) for each in found]
        return tuple(answers) if weight is not None else (*answers, None)


def calls_of(function):
    """Returns the functions of the door that call `function`, as `apply` above."""
    return type("Calls", (TorchCalls,), {"apply": staticmethod(function)})
