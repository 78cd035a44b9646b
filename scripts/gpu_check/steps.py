"""What is checked, in which order, and how long each may take."""

import functools
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from runner import Step

# Small shapes of all kinds: the tools slow kernels down by orders of magnitude. Tests of types are
# called GpuSmall/0, and so on.
SMALL = "--gtest_filter=GpuSmall*"
TOOLS = ("memcheck", "racecheck", "initcheck", "synccheck")
TYPES = "f16,bf16,f32,f64"
TIMED = ("cuda", "cuda-rounded", "cudnn", "cudnn-persistent")


def steps(bundle: Path, python: str) -> Iterator[Step]:
    """All together take less than eight minutes, if each takes what it may. What a step needs is
    looked for when it is its turn."""
    probe = Path(__file__).with_name("device.py")
    yield Step("device", 15, [sys.executable, "-B", probe], is_device=True)
    tests = [bundle / "bin/cuda_gpu_tests", "--gtest_brief=1"]
    yield Step("gpu tests", 80, tests, {"BNCHECK_REQUIRE_GPU": "1"})
    yield verify(bundle, "cuda", 42)
    yield verify(bundle, "cuda-rounded", 42)
    yield verify(bundle, "torch_cuda", 35, torch_problem(python), ["--python", python])
    problem = cudnn_problem(bundle, python)
    yield verify(bundle, "cudnn", 25, problem, environment=cudnn_path(python))
    for tool in TOOLS:
        yield sanitizer(bundle, tool, 27)
    yield bench(bundle, 75, cudnn_path(python))
    yield from torch_bench(bundle, 35, python)


def verify(bundle: Path, name: str, seconds: int, absent: str = "", words: list[str] = (),
           environment: dict[str, str] | None = None) -> Step:  # fmt: skip
    """Some of the time is for what comes before and after the cases."""
    return Step(
        f"verify {name}", seconds,
        [bundle / "bin/bncheck", "verify", name, "--dtype", TYPES, "--time", f"{seconds - 12}s",
         "--only-failed", "--report", f"jsonl:verify-{name}.jsonl",
         "--report", f"md:verify-{name}.md", *words],
        {"BNCHECK_REQUIRE_GPU": "1", **(environment or {})}, absent,
    )  # fmt: skip


def sanitizer(bundle: Path, tool: str, seconds: int) -> Step:
    program = shutil.which("compute-sanitizer") or find_sanitizer()
    return Step(
        f"compute-sanitizer {tool}", seconds,
        [program or "compute-sanitizer", "--tool", tool, "--error-exitcode", "99",
         bundle / "bin/cuda_gpu_tests", SMALL, "--gtest_brief=1"],
        {"BNCHECK_REQUIRE_GPU": "1"},
        "" if program else "no compute-sanitizer on this machine (it comes with the CUDA Toolkit)",
    )  # fmt: skip


def find_sanitizer() -> str | None:
    """Looks where the CUDA Toolkit lies if nobody says otherwise."""
    places = sorted(Path("/usr/local").glob("cuda*/bin/compute-sanitizer"))
    return str(places[-1]) if places else None


def bench(bundle: Path, seconds: int, environment: dict[str, str]) -> Step:
    plugins = [bundle / f"plugins/{each}.so" for each in TIMED]
    words = [word for each in plugins if each.exists() for word in ("--plugin", each)]
    return Step(
        "gpu_bench", seconds,
        [bundle / "bin/gpu_bench", *words, "--seconds", str(seconds - 25), "--jsonl", "bench.jsonl",
         "--markdown", "bench.md"],
        environment,
    )  # fmt: skip


def torch_bench(bundle: Path, seconds: int, python: str) -> Iterator[Step]:
    """PyTorch at the tasks of gpu_bench, and all times in one table."""
    absent = torch_problem(python)
    program = bundle / "share/bncheck/gpu_bench/gpu_bench_torch.py"
    yield Step(
        "gpu_bench torch", seconds,
        [python, "-B", program, "--like", "bench.jsonl", "--jsonl", "bench-torch.jsonl",
         "--seconds", str(seconds - 12)],
        absent=absent,
    )  # fmt: skip
    yield Step(
        "gpu_bench together", 10,
        [bundle / "bin/gpu_bench", "--merge", "bench.jsonl", "--merge", "bench-torch.jsonl",
         "--markdown", "bench-together.md"],
        absent=absent,
    )  # fmt: skip


def answer_of(python: str, code: str) -> tuple[int, str]:
    """Returns the status and the last line of a short Python program."""
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=30,
                              check=False)  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return 1, str(error)
    lines = (done.stdout + done.stderr).strip().splitlines()
    return done.returncode, lines[-1] if lines else ""


@functools.cache
def torch_problem(python: str) -> str:
    """Returns why PyTorch cannot be verified, or nothing."""
    status, said = answer_of(python, "import torch; print(torch.cuda.is_available())")
    if status:
        return f"no PyTorch in {python} ({said})"
    return "" if said == "True" else f"the PyTorch of {python} finds no CUDA device"


@functools.cache
def cudnn_folder(python: str) -> str:
    """Returns where pip put cuDNN, or nothing."""
    code = "import nvidia.cudnn, pathlib; print(pathlib.Path(nvidia.cudnn.__path__[0], 'lib'))"
    status, said = answer_of(python, code)
    return "" if status else said


def cudnn_path(python: str) -> dict[str, str]:
    folder = cudnn_folder(python)
    return {"LD_LIBRARY_PATH": folder} if folder else {}


def cudnn_problem(bundle: Path, python: str) -> str:
    if not (bundle / "plugins/cudnn.so").exists():
        return "the plug-in of cuDNN is not in this bundle"
    load = "import ctypes; ctypes.CDLL('libcudnn.so.9')"
    if cudnn_folder(python) or answer_of(sys.executable, load)[0] == 0:
        return ""
    return f"there is no cuDNN 9, neither in {python} nor on this machine"
