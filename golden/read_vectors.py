"""Reads golden vectors with nothing but Python: copy this file into another project.

for vector in read_vectors("golden"): print(vector["id"], vector["outputs"]["y"])
"""

import hashlib
import json
import struct
from pathlib import Path

FORMATS = {"F16": "e", "F32": "f", "F64": "d"}
MOST_BYTES = 1 << 26  # of one file; ours have at most a hundredth of it


def read_safetensors(data):
    """Returns name to values; a bf16 is the upper half of an f32."""
    (length,) = struct.unpack_from("<Q", data)
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        if not 8 + length <= begin <= end <= len(data):
            raise ValueError(f"{name} lies outside of its file")
        raw, letter = data[begin:end], FORMATS.get(entry["dtype"], "f")
        if entry["dtype"] == "BF16":
            raw = b"".join(b"\0\0" + raw[i : i + 2] for i in range(0, len(raw), 2))
        tensors[name] = [value for (value,) in struct.iter_unpack("<" + letter, raw)]
    return tensors


def read_file(folder, name, size=None):
    """Returns the bytes of a file in the folder, which may come from anybody: no path and no link
    leads elsewhere, and nothing is read that is no file or is too large."""
    path = (Path(folder) / name).resolve()
    if not path.is_relative_to(Path(folder).resolve()):
        raise ValueError(f"{name} leads out of the folder")
    if path.exists() and not path.is_file():
        raise ValueError(f"{name} is no file")
    if path.stat().st_size > MOST_BYTES or size not in (None, path.stat().st_size):
        raise ValueError(f"{name} is not of the size that the manifest says, or too large")
    return path.read_bytes()


def read_vectors(folder):
    """Yields each vector as a dict whose tensors are flat lists of floats, in logical order."""
    manifest = json.loads(read_file(folder, "manifest.json"))
    files = {}
    for entry in manifest["files"]:
        files[entry["file"]] = read_file(folder, entry["file"], entry["bytes"])
        if hashlib.sha256(files[entry["file"]]).hexdigest() != entry["sha256"]:
            raise ValueError(f"{entry['file']} is not what the manifest says")
    for name in (name for name in files if name.endswith(".json")):
        vector = json.loads(files[name])
        beside = files.get(name.replace(".json", ".safetensors"))
        large = read_safetensors(beside) if beside else {}
        for block in (vector, vector.get("double_backward", {})):
            for tensors in (block.get("inputs", {}), block.get("outputs", {})):
                for key, value in tensors.items():
                    if isinstance(value, dict):
                        tensors[key] = large[value["safetensors"]]
                    elif value is not None:
                        tensors[key] = [float.fromhex(text) for text in value]
        yield vector
