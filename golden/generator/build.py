"""From the catalogue to the bytes of every file."""

import hashlib
from collections import Counter
from pathlib import Path

from .call import answer
from .catalogue import catalogue
from .document import SCHEMA, documents, stored_inputs, to_text
from .environment import SETTINGS, SetupError, provenance
from .recipe import Drawn

VECTORS = "vectors"
MANIFEST = "manifest.json"


def build(stored: Path | None) -> dict[str, bytes]:
    """Returns path to bytes. The inputs come from the vectors stored in this folder, if one is
    given; those of recipes that have no vector there yet are drawn."""
    if stored is not None and not (stored / VECTORS).is_dir():
        raise SetupError(f"{stored} holds no folder {VECTORS} with stored inputs.")
    files: dict[str, bytes] = {}
    counts: Counter[str] = Counter()
    for recipe in catalogue():
        counts[recipe.kind] += 1
        identifier = f"{recipe.kind}-{counts[recipe.kind]:04d}"
        if stored is None or not (stored / VECTORS / f"{identifier}.json").exists():
            drawn = recipe.draw(recipe)
        else:
            drawn = Drawn(stored_inputs(stored / VECTORS, identifier, recipe))
        made = documents(identifier, recipe, drawn.inputs, answer(recipe, drawn))
        files.update({f"{VECTORS}/{name}": data for name, data in made.items()})
    files[MANIFEST] = _manifest(files)
    return files


def _manifest(files: dict[str, bytes]) -> bytes:
    entries = [
        {"file": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for path, data in sorted(files.items())
    ]
    return to_text(
        {
            "schema": SCHEMA,
            "generator": "golden/generate.py",
            "provenance": provenance() | {"environment": SETTINGS},
            "files": entries,
        }
    )
