"""What XLA's CPU compiler makes of a batch norm: the part of a contract that it decides."""

F32_AND_WIDER = {"f16": "f32", "bf16": "f32", "f32": "f32", "f64": "f64"}

# Errors of rsqrt, in units of roundoff. XLA (xla/codegen/intrinsic/rsqrt.cc) refines an estimate e
# by Newton's r - r/2 (x r r - 1): it leaves 3/2 e^2, the two products add 1, the last sum 1. For
# f32 on an AMD one step follows rsqrtps, whose e is below 1.5 * 2^-12: 2 + 3.375. For f64 two steps
# follow rsqrt14pd, whose e is below 2^-14: 2 + 0.43. It writes 1/sqrt and x/sqrt as rsqrt, too.
RSQRT_ERROR = {"f32": 5.4, "f64": 2.5}


def contract(dtype, variance, apply):
    """Returns what is true of every program of XLA's (jaxlib 0.10.2) that computes in `dtype` or
    wider: sums are split among vectors, loops and threads, products and sums are fused where it
    likes, subnormals are flushed (ScopedFlushDenormal around every run), and a division by the
    number of values is a multiplication."""
    computed = F32_AND_WIDER[dtype]
    return {
        "element": computed,
        "accumulator": computed,
        "stored": computed,
        "applied": computed,
        "variance": variance,
        "apply": apply,
        "summation": "any",
        "backward_statistics": "recomputed",
        "deterministic": True,
        "flushes_subnormals": True,
        "invsqrt_error_u": RSQRT_ERROR[computed],
    }
