"""Serves the host: waits for its bell, does what the control block requests, and rings back."""

import mmap
import os
import resource
import signal
import socket
import sys
import warnings

from .errors import Fault, LoadError, Refusal
from .protocol import (
    CONTROL_SIZE,
    SAYS_IN_MESSAGE,
    ControlBlock,
    Phase,
    Status,
    write_text,
)


def run(target: str, bell: int, memory: int) -> None:
    """Loads the implementation and serves until the host is gone."""
    control = ControlBlock.from_buffer(mmap.mmap(memory, CONTROL_SIZE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # crashes are expected here
    for descriptor in (bell, memory):
        os.set_inheritable(descriptor, False)  # not for what the module may start
    socket_ = socket.socket(fileno=bell)
    limit_memory(control.memory_limit)
    for interruption in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # for the host to obey
        signal.signal(interruption, signal.SIG_IGN)
    control.phase = Phase.LOADING
    try:
        check_numpy()
        implementation = load(target, control)
    except LoadError as error:
        write_text(control, "message", str(error))
        ring(socket_)
        return
    serve(implementation, control, memory, socket_)


def limit_memory(size: int) -> None:
    """Limits what the module may allocate, beyond what there is (bncheck/host/worker.cpp)."""
    if size == 0:
        return
    with open("/proc/self/statm") as statm:
        present = int(statm.read().split()[5]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = present + size
    resource.setrlimit(
        resource.RLIMIT_DATA, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard)
    )


def check_numpy() -> None:
    try:
        import numpy
    except ImportError as error:
        raise LoadError(
            f"NumPy cannot be imported by {sys.executable} ({str(error).strip().splitlines()[0]}): "
            "install it there (pip install numpy), or name a Python that has it: --python PATH"
        ) from None
    # Cases overflow and divide by zero on purpose; a module may switch this on again.
    numpy.seterr(all="ignore")
    warnings.filterwarnings("ignore", category=RuntimeWarning)


def load(target: str, control: ControlBlock):
    # Before the user's module, which may change what other modules are and hold.
    from . import calls, tensors  # noqa: F401
    from .module import Implementation

    implementation = Implementation(target)
    write_text(control, "name", implementation.name)
    write_text(control, "version", implementation.version)
    write_text(control, "dialect", implementation.dialect or "")
    control.has_backward = implementation.batch_norm_backward is not None
    control.has_double_backward = implementation.batch_norm_double_backward is not None
    control.load_mode_changes = 0
    control.loaded = 1
    return implementation


def serve(implementation, control: ControlBlock, memory: int, bell: socket.socket) -> None:
    from .calls import Call
    from .tensors import Memory

    windows = Memory(control, memory)
    while True:
        control.phase = Phase.IDLE
        if not ring(bell):
            control.phase = Phase.DEAF
            return
        if not bell.recv(1):
            return
        status, message, threw = Status.OK, "", 0
        control.fault.out_of_memory = 0
        try:
            status, message = Call(implementation, control, windows).run()
        except Refusal as refusal:
            status, message = Status.UNSUPPORTED, str(refusal)
        except Fault as fault:
            status, message, threw = Status.FAILURE, str(fault), SAYS_IN_MESSAGE
        control.status = status
        control.threw = threw
        control.mode_changes = 0
        write_text(control, "message", message)


def ring(bell: socket.socket) -> bool:
    """Returns whether there still is a bell. A host that is gone is noticed by the next wait."""
    try:
        return bell.send(b"\1", socket.MSG_NOSIGNAL) == 1
    except BrokenPipeError:
        return True
    except OSError:
        return False
