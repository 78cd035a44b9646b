"""From the catalogue to the bytes of every file."""

from collections import Counter
from pathlib import Path

from .call import answer
from .catalogue import catalogue
from .document import documents, stored_inputs
from .environment import SETTINGS, provenance
from .errors import SetupError
from .files import MANIFEST, VECTORS, manifest
from .recipe import Drawn


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
    files[MANIFEST] = manifest(
        files, "golden/generate.py", provenance() | {"environment": SETTINGS}
    )
    return files
