"""What gpu_bench_torch.py times: PyTorch's operators on sets of tensors, and the truth."""

# The names of the entries, and whether cuDNN may be chosen.
ENTRIES = {"torch": True, "torch-native": False}
# As bncheck's production shapes: activations of several shifts and scales, and small gradients.
X = [(1, 0), (1, 0.5), (0.25, -1.5), (4, 3), (2**-8, 0)]
DY = [(2**-10, 0), (2**-13, 0), (2**-7, 0)]
PARAMETERS = {
    "weight": [1, 0.5, 1.25, -0.75],
    "bias": [0, 0.25, -0.5],
    "mean": [0, 0.5, -0.25],
    "var": [1, 0.5, 2],
}
DIGITS = {"f16": 11, "bf16": 8, "f32": 24}  # of the significand
LEAST_EXPONENT = {"f16": -14, "bf16": -126, "f32": -126}  # of normal numbers
MOST_SETS = 256
EPS, MOMENTUM = 1e-5, 0.1
KERNELS = {0: "PyTorch's own kernels", 1: "cuDNN"}  # by _batch_norm_impl_index


def buffer_sets(set_bytes: float, cache_bytes: float) -> int:
    """As gpu_bench: more than twice the cache, where some hundred sets can be."""
    return int(min(2 * cache_bytes / set_bytes + 1, MOST_SETS))


class Tensors:
    """Sets of x, and of dy for backward, with the same values, and a value per channel of others.
    The output of a call is PyTorch's, which replays hold on to."""

    def __init__(self, torch, task: dict, cache_bytes: float, device: str = "cuda"):
        self.torch, self.task, self.device = torch, task, device
        self.shape = [int(extent) for extent in task["shape"].split("x")]
        kinds = {"f16": torch.float16, "bf16": torch.bfloat16, "f32": torch.float32}
        self.dtype = kinds[task["dtype"]]
        x, dy = self.drawn(X, 1), self.drawn(DY, 2)
        self.bytes = x.numel() * x.element_size()
        is_backward = task["operation"] == "backward"
        self.sets = buffer_sets((3 if is_backward else 2) * self.bytes, cache_bytes)
        self.x = [x] + [x.clone() for _ in range(self.sets - 1)]
        self.dy = [dy] + [dy.clone() for _ in range(self.sets - 1)] if is_backward else []
        self.parameters = {name: self.repeated(values) for name, values in PARAMETERS.items()}

    def repeated(self, values: list[float]):
        some = [values[channel % len(values)] for channel in range(self.shape[1])]
        return self.torch.tensor(some, device=self.device, dtype=self.torch.float32)

    def per_channel(self, values):
        return values.view(1, -1, *[1] * (len(self.shape) - 2))

    def drawn(self, spread: list, seed: int):
        generator = self.torch.Generator(device=self.device).manual_seed(seed)
        values = self.torch.randn(self.shape, generator=generator, device=self.device)
        scale, shift = (self.repeated([each[i] for each in spread]) for i in (0, 1))
        values = values * self.per_channel(scale) + self.per_channel(shift)
        values = values.to(self.dtype)
        if self.task["layout"] == "nhwc" and len(self.shape) > 2:
            order = [0, *range(2, len(self.shape)), 1]
            back = [0, len(self.shape) - 1, *range(1, len(self.shape) - 1)]
            return values.permute(order).contiguous().permute(back)
        return values

    def truth(self):
        """y or dx in double arithmetic."""
        x = self.x[0].double()
        axes = [0, *range(2, len(self.shape))]
        values = {name: each.double() for name, each in self.parameters.items()}
        mean, var = values["mean"], values["var"]
        if self.task["operation"] != "evaluation":
            var, mean = self.torch.var_mean(x, axes, correction=0)
        invstd = self.per_channel(1 / (var + EPS).sqrt())
        normalized = (x - self.per_channel(mean)) * invstd
        weight = self.per_channel(values["weight"])
        if self.task["operation"] != "backward":
            return normalized * weight + self.per_channel(values["bias"])
        dy = self.dy[0].double()
        along = (dy * normalized).mean(axes, keepdim=True)
        return weight * invstd * (dy - dy.mean(axes, keepdim=True) - normalized * along)

    def worst_error(self, answer) -> float | str:
        """In units in the last place of the largest true value of each channel, as gpu_bench."""
        truth = self.truth()
        axes = [0, *range(2, len(self.shape))]
        largest = truth.abs().amax(axes)
        exponents = self.torch.frexp(largest).exponent - 1
        kind = self.task["dtype"]
        exponents = exponents.clamp(min=LEAST_EXPONENT[kind]) - DIGITS[kind] + 1
        units = self.torch.ldexp(self.torch.ones_like(largest), exponents)
        worst = ((answer.double() - truth).abs().amax(axes) / units).max().item()
        return worst if worst < float("inf") else "inf"


class Call:
    """A call on one of the sets: returns y, or dx. What backward needs of forward is there."""

    def __init__(self, torch, tensors: Tensors, name: str):
        self.aten, self.tensors = torch.ops.aten, tensors
        self.running = [tensors.parameters[each].clone() for each in ("mean", "var")]
        self.operation = tensors.task["operation"]
        self.cudnn = ENTRIES[name]
        self.saved = self.forward(0)

    def remarks(self) -> list[str]:
        return [KERNELS.get(self.saved[-1], "other kernels")]

    def forward(self, number: int):
        """What torch.nn.functional.batch_norm calls; the last argument lets it choose cuDNN."""
        weight, bias = (self.tensors.parameters[each] for each in ("weight", "bias"))
        trains = self.operation != "evaluation"
        given = (self.tensors.x[number], weight, bias, *self.running, trains, MOMENTUM, EPS)
        return self.aten._batch_norm_impl_index(*given, self.cudnn)

    def backward(self, number: int):
        _, mean, invstd, reserve, which = self.saved
        x, dy = self.tensors.x[number], self.tensors.dy[number]
        weight = self.tensors.parameters["weight"]
        given = (which, x, dy, weight, *self.running, mean, invstd, True, EPS)
        return self.aten._batch_norm_impl_index_backward(*given, [True] * 3, reserve)

    def __call__(self, number: int):
        call = self.backward if self.operation == "backward" else self.forward
        return call(number)[0]
