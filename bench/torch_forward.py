"""Compares a plug-in with PyTorch on forward in training, f32, in one process, interleaved.

    python bench/torch_forward.py build/plugins/cpu.so [--threads 2]

Both write to outputs that were allocated before the clock runs (PyTorch through
native_batch_norm.out). Prints the median and the fastest time
of each, and the ratios.
"""

import argparse
import ctypes
import statistics
import time

import torch

ABI_VERSION = 1
TRAINING, CPU, F32, OK = 1, 1, 3, 0
EPS, MOMENTUM = 1e-5, 0.1

CASES = [
    ("32x64x56x56 NCHW", (32, 64, 56, 56), torch.contiguous_format),
    ("32x64x56x56 NHWC", (32, 64, 56, 56), torch.channels_last),
    ("32x512x7x7 NCHW", (32, 512, 7, 7), torch.contiguous_format),
    ("32x1024x14x14 NCHW", (32, 1024, 14, 14), torch.contiguous_format),
    ("32x1024x14x14 NHWC", (32, 1024, 14, 14), torch.channels_last),
    ("128x512", (128, 512), torch.contiguous_format),
    ("8x6x28x28 NCHW", (8, 6, 28, 28), torch.contiguous_format),
]


class Tensor(ctypes.Structure):
    """bn_tensor of impl/bn_plugin.h."""

    _fields_ = [
        ("data", ctypes.c_void_p),
        ("shape", ctypes.POINTER(ctypes.c_int64)),
        ("strides", ctypes.POINTER(ctypes.c_int64)),
        ("ndim", ctypes.c_int32),
        ("dtype", ctypes.c_int32),
    ]

    @classmethod
    def of(cls, tensor):
        array = ctypes.c_int64 * tensor.dim()
        return cls(
            tensor.data_ptr(), array(*tensor.shape), array(*tensor.stride()), tensor.dim(), F32
        )


class ForwardArgs(ctypes.Structure):
    """bn_forward_args."""

    _fields_ = [
        ("struct_size", ctypes.c_size_t),
        *((name, ctypes.c_int32) for name in ("mode", "device", "threads", "reserved")),
        *((name, ctypes.c_double) for name in ("eps", "momentum")),
        *(
            (name, Tensor)
            for name in "x weight bias running_mean running_var y save_mean save_invstd".split()
        ),
        ("stream", ctypes.c_void_p),
    ]


class Plugin(ctypes.Structure):
    """bn_plugin, as far as forward."""

    _fields_ = [
        ("struct_size", ctypes.c_size_t),
        ("abi_version", ctypes.c_uint32),
        *((name, ctypes.c_char_p) for name in ("name", "version", "dialect")),
        *((name, ctypes.c_void_p) for name in ("contract", "supports")),
        ("forward", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ForwardArgs))),
    ]


def load(path):
    entry = ctypes.CDLL(path).bn_plugin_entry
    entry.restype = ctypes.POINTER(Plugin)
    return entry(ctypes.c_uint32(ABI_VERSION)).contents


def microseconds(call):
    start = time.perf_counter_ns()
    call()
    return (time.perf_counter_ns() - start) / 1000


def compare(plugin, name, shape, layout, threads):
    x = torch.randn(shape).to(memory_format=layout)
    y = torch.empty_like(x)
    ones = [torch.ones(shape[1]) for _ in range(6)]
    weight, bias, running_mean, running_var, save_mean, save_invstd = ones
    args = ForwardArgs(ctypes.sizeof(ForwardArgs), TRAINING, CPU, threads, 0, EPS, MOMENTUM)
    for field, tensor in zip(
        "x y weight bias running_mean running_var save_mean save_invstd".split(),
        [x, y, *ones],
        strict=True,
    ):
        setattr(args, field, Tensor.of(tensor))

    def ours():
        if plugin.forward(ctypes.byref(args)) != OK:
            raise RuntimeError("the plug-in's forward failed")

    def theirs():
        torch.native_batch_norm(
            x, weight, bias, running_mean, running_var, True, MOMENTUM, EPS,
            out=(y, save_mean, save_invstd),
        )  # fmt: skip

    rounds = 41 if x.numel() > 1_000_000 else 501
    times = [(microseconds(ours), microseconds(theirs)) for _ in range(rounds)]
    a, b = (statistics.median(column) for column in zip(*times, strict=True))
    least_a, least_b = (min(column) for column in zip(*times, strict=True))
    print(
        f"{name:20} {a:10.1f} us {b:10.1f} us {b / a:8.2f}"
        f" {least_a:10.1f} us {least_b:10.1f} us {least_b / least_a:8.2f}"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("plugin")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    plugin = load(arguments.plugin)
    theirs = "PyTorch " + torch.__version__.split("+")[0]
    columns = f" {plugin.name.decode():>13} {theirs:>13} {'ratio':>8}"
    print(f"{'':20} {'medians':>37} {'fastest':>38}")
    print(f"{'forward, training':20}{columns}{columns}")
    # 0 lets the plug-in use fewer threads for small work, as PyTorch does.
    threads = 1 if arguments.threads == 1 else 0
    with torch.no_grad():
        for name, shape, layout in CASES:
            compare(plugin, name, shape, layout, threads)


if __name__ == "__main__":
    main()
