"""The safetensors format: a length of 8 bytes, a JSON header, and the raw bytes it points into."""

import json
import struct

import torch

from .call import from_bytes, to_bytes

NAMES = {
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.float32: "F32",
    torch.float64: "F64",
}
TYPES = {name: dtype for dtype, name in NAMES.items()}


def encode(tensors: dict[str, torch.Tensor]) -> bytes:
    """Returns the file's bytes; tensors lie in the order given, values in logical order."""
    header: dict[str, object] = {}
    data = b""
    for name, tensor in tensors.items():
        begin = len(data)
        data += to_bytes(tensor)
        header[name] = {
            "dtype": NAMES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [begin, len(data)],
        }
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the data begins at a multiple of 8 bytes
    return struct.pack("<Q", len(text)) + text + data


def decode(file: bytes) -> dict[str, torch.Tensor]:
    """Reads what encode wrote."""
    (length,) = struct.unpack_from("<Q", file)
    header = json.loads(file[8 : 8 + length])
    data = file[8 + length :]
    return {
        name: from_bytes(
            data[slice(*entry["data_offsets"])], TYPES[entry["dtype"]], tuple(entry["shape"])
        )
        for name, entry in header.items()
    }
