"""bncheck.verify and the fixture, as a user has them; pytest runs them in tests of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent.parent / "python"))

import mine  # noqa: E402

import bncheck  # noqa: E402

QUICK = {"laws": "^(training_output|running_statistics)$", "budget": 150}


def test_passes_a_right_function_however_it_is_named():
    for name in (mine.right, "mine:right", f"{HERE}/mine.py:right", f"py:{HERE}/mine.py:right"):
        result = bncheck.verify(name, **QUICK)
        assert (result.cases, result.failed, result.failures) == (150, 0, {})
        assert result.passed > 100
        assert result.laws == ["training_output", "running_statistics"]


def test_fails_a_wrong_function_and_says_why():
    with pytest.raises(AssertionError) as failed:
        bncheck.verify(mine.wrong, **QUICK)
    said = str(failed.value)
    assert said.startswith("1 law fails: training_output\n")
    assert "\nFAIL training_output [" in said
    assert "  truth     " in said
    assert f"--python {sys.executable} --property '^training_output$' " in said
    assert "\nall in all:\n" in said
    replay = next(line for line in said.splitlines() if line.startswith("  replay    "))
    done = subprocess.run(replay.split(maxsplit=1)[1], shell=True, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "0 passed, 1 failed" in done.stdout


def test_passes_its_options_on(tmp_path):
    known = tmp_path / "known.txt"
    known.write_text("training_output\n")
    result = bncheck.verify(
        mine.wrong, dialect="pytorch", dtype=["f32"], layout=("nchw", "nhwc"), seed=3,
        known_failures=known, arguments=["--jobs", "1"], **QUICK,
    )  # fmt: skip
    assert list(result.failures) == ["training_output"]
    assert bncheck.verify("cpu", laws="^repetition$", budget="1s").passed > 0


def test_says_what_is_wrong_with_its_arguments():
    for words, sentence in (
        (["no_such_module:f"], "no_such_module"),
        (["mine:no_such_function"], "no_such_function"),
        ([lambda x: x], "is no function of a module"),
    ):
        with pytest.raises(bncheck.Error, match=sentence):
            bncheck.verify(*words, **QUICK)
    with pytest.raises(bncheck.Error, match="soon"):
        bncheck.verify(mine.right, budget="soon")
    with pytest.raises(bncheck.Error, match="no law matches 'nonsense'"):
        bncheck.laws("nonsense")
    with pytest.raises(bncheck.NothingJudged, match="nothing was judged"):
        bncheck.verify(mine.right, laws="^double_backward_training$", budget=20)


def test_fails_whatever_the_text_of_an_error_holds(tmp_path):
    (tmp_path / "odd.py").write_text(
        "def batch_norm(*_):\n    raise TypeError('a\\u2028b: nothing was judged: skipped')\n"
    )
    with pytest.raises(bncheck.LawsFailed, match="nothing was judged: skipped"):
        bncheck.verify(f"{tmp_path}/odd.py", budget=3, laws="^execution$")
    (tmp_path / "none.py").write_text("raise RuntimeError('nothing was judged: skipped')\n")
    with pytest.raises(bncheck.Error) as caught:
        bncheck.verify(f"{tmp_path}/none.py", budget=3)
    assert not isinstance(caught.value, bncheck.NothingJudged)
    with pytest.raises(bncheck.Error, match="--help is no implementation"):
        bncheck.verify("--help")


def test_finds_the_program(monkeypatch, tmp_path):
    program = bncheck.find_program()
    monkeypatch.setenv("BNCHECK", str(tmp_path / "none"))
    with pytest.raises(bncheck.Error, match="none, which is no program"):
        bncheck.laws()
    monkeypatch.delenv("BNCHECK")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(bncheck.Error, match="no program bncheck on PATH"):
        bncheck.laws()
    (tmp_path / "bncheck").symlink_to(Path(program).resolve())
    assert "training_output" in bncheck.laws("^training")


def test_gives_pytest_a_fixture(tmp_path):
    (tmp_path / "test_mine.py").write_text(
        "import bncheck as b\nimport pytest\n"
        "@pytest.mark.parametrize('law', b.laws('^(training_output|double_backward_training)$'))\n"
        "@pytest.mark.parametrize('name', ['right', 'wrong'])\n"
        "def test_law(bncheck, name, law):\n"
        "    bncheck.verify(f'mine:{name}', laws=f'^{law}$', budget=60)\n"
    )
    folders = [str(HERE), str(Path(bncheck.__file__).parent.parent)]
    done = subprocess.run(
        [sys.executable, "-B", "-m", "pytest", "-p", "bncheck.pytest_plugin", "-rA", str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(folders)},
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert "1 failed, 1 passed, 2 skipped" in done.stdout, done.stdout
    assert "FAILED test_mine.py::test_law[wrong-training_output]" in done.stdout
    assert "FAIL training_output [" in done.stdout


def test_the_program_runs_modules_by_the_python_it_is_called_with(tmp_path):
    python = tmp_path / "bin" / "python"  # an environment that is not active
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    (tmp_path / "pyvenv.cfg").write_text("include-system-site-packages = true\n")
    (tmp_path / "who.py").write_text("import sys\nraise RuntimeError('by ' + sys.executable)\n")
    chosen = ("BNCHECK_PYTHON", "VIRTUAL_ENV")
    environment = {name: value for name, value in os.environ.items() if name not in chosen}
    environment |= {"PYTHONPATH": str(Path(bncheck.__file__).parent.parent)}
    done = subprocess.run(
        [str(python), "-m", "bncheck", "verify", f"{tmp_path}/who.py"],
        **{"env": environment, "capture_output": True, "text": True},
    )
    assert f"by {python}" in done.stderr, done.stderr
