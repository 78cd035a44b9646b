"""What an implementation can do wrong, in one sentence each."""

import importlib
import os
import traceback


class LoadError(Exception):
    """Says why the implementation cannot be used at all."""


class Fault(Exception):
    """Says what one call did wrong, as a sentence without its subject."""


class Refusal(Exception):
    """Says what the implementation does not support."""


def text_of(error: BaseException) -> str:
    """Returns str(error), which the user may have written, too."""
    try:
        return str(error)
    except BaseException as another:
        return f"its text cannot be had, as that raises {type(another).__name__}"


def shown(value: object) -> str:
    """Returns repr(value), or its beginning; NumPy's arrays and numbers of a thousand digits are
    long."""
    try:
        text = repr(value)
    except BaseException:
        return f"an object of type {type(value).__name__}"
    return text if len(text) <= 60 else text[:60] + "..."


def first_line(error: BaseException) -> str:
    text = error.msg if isinstance(error, SyntaxError) else text_of(error)
    return text.strip().split("\n")[0]


def place_of(error: BaseException, file: str) -> str:
    """Returns " (mine.py, line 7)": the last line in the user's file that the error passed, else
    the last line anywhere but here; or nothing."""
    if isinstance(error, SyntaxError) and error.filename:
        return f" ({os.path.basename(error.filename)}, line {error.lineno})"
    passed_over = (os.path.dirname(os.path.abspath(__file__)), os.path.dirname(importlib.__file__))
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if os.path.dirname(frame.filename) not in passed_over
        and not frame.filename.startswith("<frozen")
    ]
    own = [frame for frame in frames if frame.filename == file] or frames
    if not own:
        return ""
    return f" ({os.path.basename(own[-1].filename)}, line {own[-1].lineno})"


def describe(error: BaseException, file: str) -> str:
    """Returns "raised ZeroDivisionError: division by zero (mine.py, line 7)"."""
    try:
        return describe_in_full(error, file)
    except BaseException:  # what an error holds is the user's: a SyntaxError may have any filename
        return f"raised {type(error).__name__}"


def describe_in_full(error: BaseException, file: str) -> str:
    place = place_of(error, file)
    if isinstance(error, SystemExit):
        code = "" if error.code is None else shown(error.code)
        return f"called sys.exit({code}){place}"
    if is_write_to_input(error):
        return f"wrote to one of its inputs, which are read-only{place}"
    text = first_line(error)
    return f"raised {type(error).__name__}{': ' if text else ''}{text}{place}"


def is_write_to_input(error: BaseException) -> bool:
    """NumPy's words: "assignment destination is read-only", "output array is read-only"."""
    return isinstance(error, ValueError) and text_of(error).endswith("is read-only")
