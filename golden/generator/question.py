"""One vector's call, put to an adapter of impl/adapters in NumPy's arrays."""

import numpy

from .errors import SetupError
from .hexfloat import from_hexfloat, to_hexfloat

# What a contract leaves out; as bncheck's plug-in ABI has it.
WORDS = {
    "variance": "two-pass",
    "apply": "either",
    "summation": "any",
    "summation_height": 0,
    "backward_statistics": "saved",
    "deterministic": False,
    "flushes_subnormals": False,
    "correctly_rounded": False,
    "thread_safe": False,
    "uniform": False,
    "in_place": False,
    "double_parameters": False,
    "invsqrt_error_u": 2,
}
RUNNING = ("running_mean", "running_var")
SAVED = ("save_mean", "save_invstd")
FIRST = ("dx", "dweight", "dbias")
OUTPUTS = ("y", *SAVED, *RUNNING, *FIRST)
SECOND = ("d_dy", "d_x", "d_weight")
SECOND_INPUTS = ("ddx", "ddweight", "ddbias")
WHOLE = {"x", "dy", "ddx", "y", "dx", "d_dy", "d_x"}  # of the tensor's shape and type
TYPES = {"f16": "float16", "bf16": "bfloat16", "f32": "float32", "f64": "float64"}


class Question:
    """The call, with the momentum as the framework's dialect weighs."""

    def __init__(self, document: dict, momentum: float):
        self.shape = tuple(document["shape"])
        self.dtype = document["dtype"]
        self.training = document["mode"] == "training"
        self.eps = from_hexfloat(document["eps"])
        self.momentum = momentum
        self.inputs = self._arrays(document["inputs"])
        self.second = self._arrays(document.get("double_backward", {}).get("inputs", {}))

    def ask(self, adapter: object) -> tuple[dict, dict]:
        """Returns the outputs, and those of double backward if there are any."""
        given = self.inputs
        parameters = [given[each] for each in ("weight", "bias", *RUNNING)]
        forward = adapter.batch_norm(
            given["x"], *parameters, self.training, self.momentum, self.eps
        )
        y, *updated = forward if isinstance(forward, tuple) else (forward,)
        names = (*RUNNING, *SAVED) if self.training else ()
        found = {"y": y} | dict(zip(names, updated, strict=False))
        weight, saved = given["weight"], (found.get("save_mean"), found.get("save_invstd"))
        # Absent: running statistics are of no use to the backward of training.
        rest = (given["x"], weight, *parameters[2:], *saved, self.training, self.eps)
        if adapter.batch_norm_backward is not None:
            found |= zip(FIRST, adapter.batch_norm_backward(given["dy"], *rest), strict=True)
        second = {}
        if self.second and adapter.batch_norm_double_backward is not None:
            arriving = [self.second[name] for name in SECOND_INPUTS]
            answers = adapter.batch_norm_double_backward(*arriving, given["dy"], *rest)
            second = dict(zip(SECOND, answers, strict=True))
        if weight is None:
            found |= {"dweight": None, "dbias": None}
            second = {name: None if name == "d_weight" else each for name, each in second.items()}
        return self._texts(found, OUTPUTS), self._texts(second, SECOND)

    def contract(self, adapter: object) -> dict:
        """Completes what the adapter declares with the words that it left at their defaults."""
        declared = adapter._object.CONTRACT(self.shape, self.dtype, "nchw", self.training)
        working = "f64" if self.dtype == "f64" else "f32"
        types = dict.fromkeys(("element", "accumulator", "stored", "applied"), working)
        return types | WORDS | declared

    def _form(self, name: str) -> tuple[tuple[int, ...], str]:
        """Returns the shape and the type that a tensor of this name has."""
        if name in WHOLE:
            return self.shape, TYPES[self.dtype]
        return self.shape[1:2], TYPES["f64" if self.dtype == "f64" else "f32"]

    def _arrays(self, tensors: dict) -> dict[str, numpy.ndarray | None]:
        arrays = {}
        for name, texts in tensors.items():
            shape, dtype = self._form(name)
            values = None if texts is None else [from_hexfloat(each) for each in texts]
            arrays[name] = None if values is None else numpy.array(values, dtype).reshape(shape)
        return arrays

    def _texts(self, arrays: dict, names: tuple[str, ...]) -> dict[str, list[str] | None]:
        """Throws SetupError if an array has not the form that the schema gives it."""
        if not arrays:
            return {}
        texts = {}
        for name in names:
            array = arrays.get(name)
            if array is not None and (array.shape, array.dtype.name) != self._form(name):
                raise SetupError(f"{name} is {array.dtype.name} of shape {array.shape}.")
            values = None if array is None else array.astype("float64").flatten().tolist()
            texts[name] = None if values is None else [to_hexfloat(each) for each in values]
        return texts
