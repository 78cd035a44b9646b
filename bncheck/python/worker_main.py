"""The worker process of a Python implementation: worker_main.py TARGET BELL MEMORY.

TARGET is "py:MODULE[:ATTR]" or the path of a .py file; BELL and MEMORY are file descriptors
(bncheck/host/protocol.h).
"""

import os
import sys

if sys.version_info < (3, 10):  # the language that this package is written in
    sys.exit("bncheck needs Python 3.10 or newer")

_folder = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, _folder)
from bncheck_worker import worker  # noqa: E402

# Nothing in this folder is to be found by the user's imports.
sys.path[:] = [folder for folder in sys.path if folder != _folder]

if __name__ == "__main__":
    worker.run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    os._exit(0)  # without the module's threads and exit handlers: nobody would hear of them
