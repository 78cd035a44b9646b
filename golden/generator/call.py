"""Runs PyTorch's batch norm on given inputs."""

import numpy
import torch

from .errors import SetupError
from .recipe import (
    OUTPUTS,
    SECOND_INPUTS,
    SECOND_OUTPUTS,
    Answer,
    Drawn,
    Recipe,
    Tensors,
    parameter_dtype,
)

MODULES = {
    2: torch.nn.BatchNorm1d,
    3: torch.nn.BatchNorm1d,
    4: torch.nn.BatchNorm2d,
    5: torch.nn.BatchNorm3d,
}
_BITS = {2: torch.int16, 4: torch.int32, 8: torch.int64}
CHANNELS_LAST = {4: torch.channels_last, 5: torch.channels_last_3d}


def answer(recipe: Recipe, drawn: Drawn) -> Answer:
    """Returns every output of the module, forward and backward, or the error that it raises."""
    if not recipe.raises:
        second = _double_backward(recipe, drawn.inputs) if recipe.double_backward else {}
        return Answer(_outputs(recipe, drawn), second)
    try:
        make_module(recipe, drawn.inputs)(_laid_out(recipe, drawn.inputs["x"]))
    except (RuntimeError, ValueError) as error:
        return Answer(dict.fromkeys(OUTPUTS), raised=(type(error).__name__, str(error)))
    raise SetupError(f"{recipe.title}: the module answers where an error was expected.")


def _outputs(recipe: Recipe, drawn: Drawn) -> Tensors:
    module = make_module(recipe, drawn.inputs)
    x = _laid_out(recipe, drawn.inputs["x"]).requires_grad_()
    y = module(x)
    y.backward(_laid_out(recipe, drawn.inputs["dy"]))
    outputs: Tensors = dict.fromkeys(OUTPUTS)
    outputs.update(y=y.detach(), dx=x.grad)
    if module.weight is not None:
        outputs.update(dweight=module.weight.grad, dbias=module.bias.grad)
    if recipe.mode == "training":
        if module.running_mean is not None:
            outputs.update(running_mean=module.running_mean, running_var=module.running_var)
        if x.numel() > 0:  # PyTorch leaves the saved statistics of an empty batch unwritten
            outputs.update(_saved_statistics(recipe, drawn.inputs, outputs["y"]))
    for name, tensor in drawn.seen.items():
        if not same_bits(tensor, outputs[name]):
            raise SetupError(f"{recipe.title}: {name} is not what the network itself computed.")
    return outputs


def _double_backward(recipe: Recipe, inputs: Tensors) -> Tensors:
    """Differentiates dx, dweight and dbias once more, for dy, x and weight."""
    module = make_module(recipe, inputs)
    x = _laid_out(recipe, inputs["x"]).requires_grad_()
    dy = _laid_out(recipe, inputs["dy"]).requires_grad_()
    leaves = [x] if module.weight is None else [x, module.weight, module.bias]
    first = torch.autograd.grad(module(x), leaves, dy, create_graph=True)
    arriving = [_laid_out(recipe, inputs["ddx"])]
    arriving += [inputs[name] for name in SECOND_INPUTS[1:] if inputs[name] is not None]
    leaves = [dy, x] if module.weight is None else [dy, x, module.weight]
    found = torch.autograd.grad(first, leaves, arriving, allow_unused=True)
    return dict.fromkeys(SECOND_OUTPUTS) | dict(zip(SECOND_OUTPUTS, found, strict=False))


def make_module(recipe: Recipe, inputs: Tensors) -> torch.nn.Module:
    """Returns the module with the inputs' parameters and running statistics."""
    module = MODULES[len(recipe.shape)](
        recipe.shape[1],
        eps=recipe.eps,
        momentum=None if recipe.cumulative_step else recipe.momentum,
        affine=inputs["weight"] is not None,
        track_running_stats=inputs["running_mean"] is not None,
        dtype=parameter_dtype(recipe.dtype),
    )
    with torch.no_grad():
        for name in ("weight", "bias", "running_mean", "running_var"):
            if inputs[name] is not None:
                getattr(module, name).copy_(inputs[name])
        if recipe.cumulative_step:
            module.num_batches_tracked.fill_(recipe.cumulative_step - 1)
    return module.train(recipe.mode == "training" and not recipe.module_evaluates)


def same_bits(a: torch.Tensor | None, b: torch.Tensor | None) -> bool:
    """Compares values in logical order to the bit; -0 is not +0."""
    if a is None or b is None:
        return a is b
    return a.dtype == b.dtype and a.shape == b.shape and to_bytes(a) == to_bytes(b)


def to_bytes(tensor: torch.Tensor) -> bytes:
    """Returns the values in logical order, little-endian."""
    bits = tensor.detach().contiguous().view(_BITS[tensor.element_size()]).numpy()
    return bits.astype(bits.dtype.newbyteorder("<")).tobytes()


def from_bytes(data: bytes, dtype: torch.dtype, shape: tuple[int, ...]) -> torch.Tensor:
    """Reads what to_bytes wrote."""
    bits = numpy.frombuffer(data, dtype=f"<i{dtype.itemsize}")
    return torch.from_numpy(bits.astype(bits.dtype.newbyteorder("="))).view(dtype).reshape(shape)


def _laid_out(recipe: Recipe, tensor: torch.Tensor) -> torch.Tensor:
    if recipe.layout == "nchw":
        return tensor.clone(memory_format=torch.contiguous_format)
    if recipe.layout == "strided":  # every second element along the last axis
        return tensor.detach().repeat_interleave(2, dim=-1)[..., ::2]
    return tensor.clone(memory_format=CHANNELS_LAST[tensor.dim()])


def _saved_statistics(recipe: Recipe, inputs: Tensors, y: torch.Tensor) -> Tensors:
    """Asks the operator under the module, which returns the statistics that the module hides."""
    running = [inputs[name] for name in ("running_mean", "running_var")]
    again, mean, invstd = torch.native_batch_norm(
        _laid_out(recipe, inputs["x"]),
        inputs["weight"],
        inputs["bias"],
        *[None if tensor is None else tensor.clone() for tensor in running],
        True,
        recipe.momentum,
        recipe.eps,
    )
    if not same_bits(y, again):
        raise SetupError(f"{recipe.title}: torch.native_batch_norm's y is not the module's.")
    return {"save_mean": mean, "save_invstd": invstd}
