"""The JSON form of a vector, and the way back to its inputs."""

import json
from pathlib import Path

import torch

from .contract import contract
from .environment import provenance
from .errors import SetupError
from .hexfloat import from_hexfloat, to_hexfloat
from .recipe import (
    DTYPES,
    INPUTS,
    OUTPUTS,
    SECOND_INPUTS,
    SECOND_OUTPUTS,
    Answer,
    Recipe,
    Tensors,
    parameter_dtype,
)
from .safetensors import decode, encode
from .text import SCHEMA, to_text

INLINE_LIMIT = 256  # larger tensors lie in the safetensors file beside


def documents(identifier: str, recipe: Recipe, inputs: Tensors, answer: Answer) -> dict:
    """Returns the vector's files: name to bytes."""
    large: dict[str, torch.Tensor] = {}
    document = {
        "schema": SCHEMA,
        "id": identifier,
        "title": recipe.title,
        "source": recipe.source,
        "flags": [{"flag": flag, "reason": reason} for flag, reason in recipe.flags],
        "dtype": recipe.dtype,
        "shape": list(recipe.shape),
        "layout": recipe.layout,
        "mode": recipe.mode,
        "eps": to_hexfloat(recipe.eps),
        "momentum": to_hexfloat(recipe.momentum),
        "dialect": "pytorch",
        "inputs": _tensors("inputs", INPUTS, inputs, large),
        "outputs": _tensors("outputs", OUTPUTS, answer.outputs, large),
        **_second(inputs, answer, large),
        **_raised(answer),
        "contract": contract(recipe),
        "provenance": provenance(),
    }
    files = {f"{identifier}.json": to_text(document)}
    if large:
        files[f"{identifier}.safetensors"] = encode(large)
    return files


def stored_inputs(folder: Path, identifier: str, recipe: Recipe) -> Tensors:
    """Reads the inputs of a vector that was written before."""
    path = folder / f"{identifier}.json"
    try:
        document = json.loads(path.read_bytes())
        beside = path.with_suffix(".safetensors")
        large = decode(beside.read_bytes()) if beside.exists() else {}
        given = document["inputs"]
        if recipe.double_backward:
            given = given | document["double_backward"]["inputs"]
        return {name: _stored(name, given[name], large, recipe) for name in recipe.input_names}
    except OSError as error:
        raise SetupError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, RuntimeError, AttributeError) as error:
        raise SetupError(f"{path} or the file beside it is damaged: {error}.") from error


def _tensors(place: str, names: tuple[str, ...], tensors: Tensors, large: dict) -> dict:
    return {name: _tensor(f"{place}.{name}", tensors[name], large) for name in names}


def _second(inputs: Tensors, answer: Answer, large: dict) -> dict:
    if not answer.second:
        return {}
    block = {
        "inputs": _tensors("double_backward.inputs", SECOND_INPUTS, inputs, large),
        "outputs": _tensors("double_backward.outputs", SECOND_OUTPUTS, answer.second, large),
    }
    return {"double_backward": block}


def _raised(answer: Answer) -> dict:
    if answer.raised is None:
        return {}
    return {"raises": dict(zip(("type", "message"), answer.raised, strict=True))}


def _tensor(name: str, tensor: torch.Tensor | None, large: dict) -> object:
    if tensor is None:
        return None
    if tensor.numel() > INLINE_LIMIT:
        large[name] = tensor
        return {"safetensors": name}
    return [to_hexfloat(value) for value in tensor.contiguous().flatten().tolist()]


def _stored(name: str, value: object, large: dict, recipe: Recipe) -> torch.Tensor | None:
    if value is None:
        return None
    whole = name in ("x", "dy", "ddx")
    shape = recipe.shape if whole else recipe.shape[1:2]
    if isinstance(value, dict):
        return large[value["safetensors"]].reshape(shape)
    numbers = [from_hexfloat(text) for text in value]
    dtype = DTYPES[recipe.dtype] if whole else parameter_dtype(recipe.dtype)
    return torch.tensor(numbers, dtype=dtype).reshape(shape)
