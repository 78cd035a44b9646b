"""Runs PyTorch's batch norm on given inputs."""

import numpy
import torch

from .environment import SetupError
from .recipe import DTYPES, OUTPUTS, Drawn, Recipe, Tensors

MODULES = {
    2: torch.nn.BatchNorm1d,
    3: torch.nn.BatchNorm1d,
    4: torch.nn.BatchNorm2d,
    5: torch.nn.BatchNorm3d,
}
CHANNELS_LAST = {4: torch.channels_last, 5: torch.channels_last_3d}


def answer(recipe: Recipe, drawn: Drawn) -> Tensors:
    """Returns every output of the module, forward and backward."""
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
        outputs.update(_saved_statistics(recipe, drawn.inputs, outputs["y"]))
    for name, tensor in drawn.seen.items():
        if not same_bits(tensor, outputs[name]):
            raise SetupError(f"{recipe.title}: {name} is not what the network itself computed.")
    return outputs


def make_module(recipe: Recipe, inputs: Tensors) -> torch.nn.Module:
    """Returns the module with the inputs' parameters and running statistics."""
    module = MODULES[len(recipe.shape)](
        recipe.shape[1],
        eps=recipe.eps,
        momentum=recipe.momentum,
        affine=inputs["weight"] is not None,
        track_running_stats=inputs["running_mean"] is not None,
        dtype=DTYPES[recipe.dtype],
    )
    with torch.no_grad():
        for name in ("weight", "bias", "running_mean", "running_var"):
            if inputs[name] is not None:
                getattr(module, name).copy_(inputs[name])
    return module.train(recipe.mode == "training" and not recipe.module_evaluates)


def same_bits(a: torch.Tensor | None, b: torch.Tensor | None) -> bool:
    """Compares values in logical order to the bit; -0 is not +0."""
    if a is None or b is None:
        return a is b
    return a.dtype == b.dtype and a.shape == b.shape and to_bytes(a) == to_bytes(b)


def to_bytes(tensor: torch.Tensor) -> bytes:
    """Returns the values in logical order, little-endian."""
    values = tensor.detach().contiguous().numpy()
    return values.astype(values.dtype.newbyteorder("<")).tobytes()


def from_bytes(data: bytes, dtype: str, shape: tuple[int, ...]) -> torch.Tensor:
    """Reads what to_bytes wrote."""
    values = numpy.frombuffer(data, dtype={"f32": "<f4", "f64": "<f8"}[dtype])
    return torch.from_numpy(values.astype(values.dtype.newbyteorder("="))).reshape(shape)


def _laid_out(recipe: Recipe, tensor: torch.Tensor) -> torch.Tensor:
    if recipe.layout == "nchw":
        return tensor.clone(memory_format=torch.contiguous_format)
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
