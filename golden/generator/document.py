"""The JSON form of a vector, and the way back to its inputs."""

import json
from pathlib import Path

import torch

from .contract import contract
from .environment import SetupError, provenance
from .hexfloat import from_hexfloat, to_hexfloat
from .recipe import DTYPES, INPUTS, OUTPUTS, Recipe, Tensors
from .safetensors import decode, encode

SCHEMA = 1
INLINE_LIMIT = 256  # larger tensors lie in the safetensors file beside


def documents(identifier: str, recipe: Recipe, inputs: Tensors, outputs: Tensors) -> dict:
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
        "inputs": {name: _tensor(f"inputs.{name}", inputs[name], large) for name in INPUTS},
        "outputs": {name: _tensor(f"outputs.{name}", outputs[name], large) for name in OUTPUTS},
        "contract": contract(recipe),
        "provenance": provenance(),
    }
    files = {f"{identifier}.json": to_text(document)}
    if large:
        files[f"{identifier}.safetensors"] = encode(large, recipe.dtype)
    return files


def to_text(document: dict) -> bytes:
    """Prints two levels of the document as lines, what lies below within one line."""
    lines = []
    for key, value in document.items():
        if isinstance(value, dict):
            inner = ",\n".join(f"    {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items())
            lines.append(f"  {json.dumps(key)}: {{\n{inner}\n  }}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            inner = ",\n".join(f"    {json.dumps(v)}" for v in value)
            lines.append(f"  {json.dumps(key)}: [\n{inner}\n  ]")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value)}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def stored_inputs(folder: Path, identifier: str, recipe: Recipe) -> Tensors:
    """Reads the inputs of a vector that was written before."""
    path = folder / f"{identifier}.json"
    try:
        document = json.loads(path.read_bytes())
        beside = path.with_suffix(".safetensors")
        large = decode(beside.read_bytes(), recipe.dtype) if beside.exists() else {}
        return {name: _stored(name, document["inputs"][name], large, recipe) for name in INPUTS}
    except OSError as error:
        raise SetupError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, RuntimeError, AttributeError) as error:
        raise SetupError(f"{path} or the file beside it is damaged: {error}.") from error


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
    shape = recipe.shape if name in ("x", "dy") else recipe.shape[1:2]
    if isinstance(value, dict):
        return large[value["safetensors"]].reshape(shape)
    numbers = [from_hexfloat(text) for text in value]
    return torch.tensor(numbers, dtype=DTYPES[recipe.dtype]).reshape(shape)
