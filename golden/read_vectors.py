"""Reads golden vectors with nothing but Python: copy this file into another project.

for vector in read_vectors("golden"): print(vector["id"], vector["outputs"]["y"])
"""

import hashlib
import json
import struct
from pathlib import Path

FORMATS = {"F16": "e", "F32": "f", "F64": "d"}


def read_safetensors(data):
    """Returns name to values; a bf16 is the upper half of an f32."""
    (length,) = struct.unpack_from("<Q", data)
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        raw, letter = data[begin:end], FORMATS.get(entry["dtype"], "f")
        if entry["dtype"] == "BF16":
            raw = b"".join(b"\0\0" + raw[i : i + 2] for i in range(0, len(raw), 2))
        tensors[name] = [value for (value,) in struct.iter_unpack("<" + letter, raw)]
    return tensors


def read_vectors(folder):
    """Yields each vector as a dict whose tensors are flat lists of floats, in logical order."""
    manifest = json.loads((Path(folder) / "manifest.json").read_bytes())
    files = {
        entry["file"]: (Path(folder) / entry["file"]).read_bytes() for entry in manifest["files"]
    }
    for entry in manifest["files"]:
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
