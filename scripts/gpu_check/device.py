"""Asks the driver what devices there are, and prints each as a line of JSON: device.py

Needs nothing but the driver. Exit status: 0; 2 if there is no device, with the reason on stderr."""

import ctypes
import json
import sys

# Of CUdevice_attribute in cuda.h.
ATTRIBUTES = {
    "multiprocessors": 16,
    "capability_major": 75,
    "capability_minor": 76,
    "l2_bytes": 38,
    "shared_bytes_of_block": 97,
}


def main() -> int:
    try:
        found = devices(ctypes.CDLL("libcuda.so.1"))
    except OSError as error:
        return none(f"no driver ({error})")
    except DriverError as error:
        return none(str(error))
    if not found:
        return none("the driver knows of none")
    print(*(json.dumps(each) for each in found), sep="\n")
    return 0


def none(reason: str) -> int:
    print(f"no CUDA device: {reason}", file=sys.stderr)
    return 2


class DriverError(Exception):
    """What the driver refused."""


def devices(driver: ctypes.CDLL) -> list[dict]:
    def call(name: str, *arguments) -> None:
        if status := getattr(driver, name)(*arguments):
            raise DriverError(f"{name} answers {status}")

    def number(name: str, *arguments) -> int:
        value = ctypes.c_int()
        call(name, ctypes.byref(value), *arguments)
        return value.value

    call("cuInit", 0)
    version = number("cuDriverGetVersion")
    found = []
    for index in range(number("cuDeviceGetCount")):
        device = number("cuDeviceGet", index)
        name, memory = ctypes.create_string_buffer(100), ctypes.c_size_t()
        call("cuDeviceGetName", name, len(name), device)
        call("cuDeviceTotalMem_v2", ctypes.byref(memory), device)
        values = {key: number("cuDeviceGetAttribute", which, device)
                  for key, which in ATTRIBUTES.items()}  # fmt: skip
        found.append({"name": name.value.decode(), "cuda_of_driver": version,
                      "memory_bytes": memory.value, **values})  # fmt: skip
    return found


if __name__ == "__main__":
    sys.exit(main())
