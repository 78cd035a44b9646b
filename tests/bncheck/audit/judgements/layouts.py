"""Where the tensors of a call lie, as a case line says it (C1)."""

KINDS = ("nchw", "nhwc", "strided", "permuted", "sliced", "expanded", "far")


def placement(text: str) -> tuple:
    """Returns (layout, offset)."""
    kind, _, offset = text.partition("+")
    if kind not in KINDS:
        raise ValueError(f"there is no layout {kind}")
    return kind, int(offset or 0)


def placements(text: str) -> dict:
    """Returns {tensor: placement}: the first word is of all but those that are named."""
    first, *others = text.split(",")
    found = dict.fromkeys(("x", "dy", "y", "dx", "parameters"), placement(first))
    named = dict(each.split("=") for each in others)
    if not named.keys() < found.keys() or "x" in named:
        raise ValueError(f"{text} names a tensor that has no place of its own")
    return found | {name: placement(each) for name, each in named.items()}
