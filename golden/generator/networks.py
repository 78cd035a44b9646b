"""Batch norms seen at work inside networks: every value is the network's own."""

import functools
from collections.abc import Callable

import torch
from torch import nn

from .recipe import Drawn, Recipe


class Witness:
    """Watches batch norms during one step and keeps what went in and came out."""

    def __init__(self, modules: list[nn.Module]) -> None:
        self.modules = modules
        self.calls: list[tuple[torch.Tensor, torch.Tensor]] = []
        self.hooks = [module.register_forward_hook(self._watch) for module in modules]
        self.before = [self._state(module) for module in modules]

    def stop(self) -> list[Drawn]:
        """Returns one Drawn per module; call after backward and before the optimizer's step."""
        for hook in self.hooks:
            hook.remove()
        triples = zip(self.modules, self.before, self.calls, strict=True)
        return [self._drawn(*triple) for triple in triples]

    def _watch(self, _module: nn.Module, inputs: tuple, y: torch.Tensor) -> None:
        (x,) = inputs
        x.retain_grad()
        y.retain_grad()
        self.calls.append((x, y))

    @staticmethod
    def _state(module: nn.Module) -> dict[str, torch.Tensor]:
        names = ("weight", "bias", "running_mean", "running_var")
        return {name: getattr(module, name).detach().clone() for name in names}

    def _drawn(self, module: nn.Module, before: dict, call: tuple) -> Drawn:
        x, y = call
        inputs = {"x": x.detach().clone()} | before | {"dy": y.grad.clone()}
        seen = {
            "y": y.detach().clone(),
            "dx": x.grad.clone(),
            "dweight": module.weight.grad.clone(),
            "dbias": module.bias.grad.clone(),
        }
        if module.training:
            after = self._state(module)
            seen |= {name: after[name] for name in ("running_mean", "running_var")}
        return Drawn(inputs, seen)


@functools.cache
def linear_steps() -> list[Drawn]:
    """Trains Linear(3, 2) and BatchNorm1d(2) for three steps, then evaluates."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    drawn = []
    for _ in range(3):
        data, target = torch.randn(4, 3), torch.randn(4, 2)
        drawn += _step(net, [net[1]], lambda y, t=target: nn.functional.mse_loss(y, t), data)
        optimizer.step()
    net.eval()
    data, target = torch.randn(2, 3), torch.randn(2, 2)
    return drawn + _step(net, [net[1]], lambda y: nn.functional.mse_loss(y, target), data)


@functools.cache
def lenet_step() -> list[Drawn]:
    """Takes one training step of a LeNet with batch norm on four random images."""
    torch.manual_seed(0)
    net = nn.Sequential(
        *[nn.Conv2d(1, 6, 5, padding=2), nn.BatchNorm2d(6), nn.Sigmoid(), nn.AvgPool2d(2)],
        *[nn.Conv2d(6, 16, 5), nn.BatchNorm2d(16), nn.Sigmoid(), nn.AvgPool2d(2), nn.Flatten()],
        *[nn.Linear(16 * 5 * 5, 120), nn.BatchNorm1d(120), nn.Sigmoid()],
        *[nn.Linear(120, 84), nn.BatchNorm1d(84), nn.Sigmoid(), nn.Linear(84, 10)],
    )
    images, labels = torch.randn(4, 1, 28, 28), torch.randint(10, (4,))
    norms = [net[1], net[5], net[10], net[13]]
    return _step(net, norms, lambda y: nn.functional.cross_entropy(y, labels), images)


@functools.cache
def evaluated_after(kind: str, dtype: torch.dtype) -> list[Drawn]:
    """Trains a layer and its batch norm for two steps, then evaluates both."""
    torch.manual_seed(0)
    layer, norm, shape = {
        "Conv2d(2, 3, 3)": (nn.Conv2d(2, 3, 3), nn.BatchNorm2d(3), (2, 2, 4, 4)),
        "Conv2d(4, 4, 2, groups=4)": (
            nn.Conv2d(4, 4, 2, groups=4),
            nn.BatchNorm2d(4),
            (2, 4, 3, 3),
        ),
        "Conv3d(2, 2, 2)": (nn.Conv3d(2, 2, 2), nn.BatchNorm3d(2), (1, 2, 3, 3, 3)),
        "Linear(4, 3)": (nn.Linear(4, 3), nn.BatchNorm1d(3), (5, 4)),
    }[kind]
    net = nn.Sequential(layer, norm).to(dtype)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
    for _ in range(2):
        _step(net, [norm], lambda y: y.pow(3).mean(), 3 * torch.randn(shape, dtype=dtype) + 1)
        optimizer.step()
    net.eval()
    return _step(net, [norm], lambda y: y.pow(3).mean(), torch.randn(shape, dtype=dtype))


def nth(observe: Callable[[], list[Drawn]], index: int) -> Callable[[Recipe], Drawn]:
    """Draws the index-th call that the network made."""
    return lambda _recipe: observe()[index]


def _step(
    net: nn.Module,
    norms: list[nn.Module],
    loss: Callable[[torch.Tensor], torch.Tensor],
    data: torch.Tensor,
) -> list[Drawn]:
    net.zero_grad()
    witness = Witness(norms)
    loss(net(data)).backward()
    return witness.stop()
