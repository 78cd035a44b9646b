"""Times a Python implementation for `bncheck bench`, on arrays of this process.

The host (bncheck/bench/python_competitor.cpp) and this process share a memory file. It begins with
one JSON text, ended by a zero byte: a request, or after it the answer. The bell announces each. The
first answer tells what was loaded.
"""

import gc
import json
import mmap
import os
import signal
import socket
import sys

from .errors import Fault, LoadError, Refusal, describe, text_of
from .protocol import one_line
from .worker import check_numpy, ring

TEXT_SIZE = 65536  # kTextSize of the host
LONGEST = 1024  # of a text that the user wrote


def run(threads: int, target: str, bell: int, memory: int) -> None:
    """Loads the implementation and answers until the host is gone."""
    for descriptor in (bell, memory):
        os.set_inheritable(descriptor, False)  # not for what the module may start
    text = mmap.mmap(memory, TEXT_SIZE)
    socket_ = socket.socket(fileno=bell)
    for interruption in (signal.SIGINT, signal.SIGTERM):  # for the host to obey
        signal.signal(interruption, signal.SIG_IGN)
    try:
        check_numpy()
        timed = load(target, threads, memory)
    except LoadError as error:
        write(text, {"unloadable": str(error)})
        ring(socket_)
        return
    write(text, timed.introduction())
    gc.disable()  # it would stop the clock's owner at moments of its own choice
    while ring(socket_) and socket_.recv(1):
        request = json.loads(text[: text.find(b"\0")])
        write(text, answer(timed, request))


def load(target: str, threads: int, memory: int):
    from .module import Implementation
    from .timed import Timed

    implementation = Implementation(target)
    # Some adapters ask PyTorch for one thread when they are loaded.
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(threads)
    return Timed(implementation, memory)


def answer(timed, request: dict) -> dict:
    try:
        return getattr(timed, request.pop("do"))(**request)
    except (Refusal, NotImplementedError) as refusal:
        return {"refused": text_of(refusal) or "it says NotImplementedError"}
    except Fault as fault:
        return {"failed": str(fault)}
    except BaseException as error:  # SystemExit and KeyboardInterrupt too
        return {"failed": describe(error, timed.file)}


def write(text: mmap.mmap, value: dict) -> None:
    """The host reads JSON in UTF-8: no half of a character, and nothing that is cut off."""
    printable = {
        key: one_line(each)[:LONGEST] if isinstance(each, str) else each
        for key, each in value.items()
    }
    line = json.dumps(printable).encode() + b"\0"
    text[: len(line)] = line
