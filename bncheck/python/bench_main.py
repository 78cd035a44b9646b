"""The process of a Python implementation that is timed: bench_main.py THREADS TARGET BELL MEMORY.

TARGET is "py:MODULE[:ATTR]" or the path of a .py file; BELL and MEMORY are file descriptors
(bncheck_worker/bench.py).
"""

import os
import sys

if sys.version_info < (3, 10):  # the language that this package is written in
    sys.exit("bncheck needs Python 3.10 or newer")

# Libraries read them when they are loaded: before anything else is imported.
for _name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[_name] = sys.argv[1]

_folder = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, _folder)
from bncheck_worker import bench  # noqa: E402

# Nothing in this folder is to be found by the user's imports.
sys.path[:] = [folder for folder in sys.path if folder != _folder]

if __name__ == "__main__":
    bench.run(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    os._exit(0)  # without the module's threads and exit handlers: nobody would hear of them
