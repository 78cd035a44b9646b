"""What PyTorch's CPU kernels do, in the words of core/contract.h: one statement for both passes,
the weaker of the two where they differ.

f32, contiguous with spatial axes: the forward sums are f64, but (x - mean)^2 is formed in f32 and
    mean and invstd are kept in f32; backward sums each plane in f32.
f32, channels last or without spatial axes: all sums in f32, one running sum per channel and thread.
f32, both: y = a * x + b with a = invstd * weight, b = bias - mean * a, all f32; momentum, and eps
    in evaluation, are rounded to f32.
f32, strided: mean and variance by other kernels, whose sums are f32 at worst; y is the direct
    ((x - mean) * invstd) * weight + bias.
f16, bf16: loaded into f32, and what was said of f32 holds; only x, y, dy and dx are half types.
f64: the same with every type f64, so that rounding eps and momentum changes nothing.
With one thread the order of every sum is fixed.
"""

from .recipe import Recipe


def contract(recipe: Recipe) -> dict[str, str | int | float | bool]:
    """Returns the contract that holds for forward and backward of this call."""
    arithmetic = "f64" if recipe.dtype == "f64" else "f32"
    return {
        "element": arithmetic,
        "accumulator": arithmetic,
        "stored": arithmetic,
        "applied": arithmetic,
        "variance": "two-pass",
        "apply": "direct" if recipe.layout == "strided" else "folded",
        "summation": "any",
        "summation_height": 0,
        "backward_statistics": "saved",
        "deterministic": True,
        "flushes_subnormals": False,
        "correctly_rounded": False,
        "thread_safe": False,
        "uniform": False,
        "in_place": False,
        "double_parameters": recipe.dtype == "f64",
        "invsqrt_error_u": 2,
    }
