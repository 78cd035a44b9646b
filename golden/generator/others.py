"""What another framework answers to inputs that are stored in PyTorch's vectors, under their ids.

Whole answers only: what the adapter refuses is left out, and so are the vectors that say what
PyTorch does where batch norm has no answer, and those with tensors in a file beside."""

import json
from pathlib import Path

from .errors import SetupError
from .files import MANIFEST, VECTORS, manifest
from .frameworks import FRAMEWORKS, SETTINGS, Framework, load, provenance
from .hexfloat import from_hexfloat, to_hexfloat
from .question import Question
from .text import to_text

LEFT_OUT = {"KnownDeviation", "NonFinite", "Empty", "OneValue"}


def build(name: str, questions: Path) -> dict[str, bytes]:
    """Returns path to bytes of one framework's folder; the questions are the vectors of another."""
    framework = FRAMEWORKS[name]
    adapter = load(framework)
    files: dict[str, bytes] = {}
    for document in _asked(framework, adapter, questions / VECTORS):
        answered = _answered(document, framework, adapter)
        if answered is not None:
            files[f"{VECTORS}/{document['id']}.json"] = to_text(answered)
    described = provenance(framework) | {"environment": SETTINGS}
    files[MANIFEST] = manifest(files, "golden/generate_others.py", described)
    return files


def _asked(framework: Framework, adapter: object, folder: Path) -> list[dict]:
    """Every so-many-th vector that the framework could answer, all of ONNX's backend tests, and
    those to which its answer deviates."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise SetupError(f"{folder} holds no vectors to ask about.")
    documents = [json.loads(path.read_bytes()) for path in paths]
    fitting = [each for each in documents if _fits(each, framework, adapter)]
    asked = [
        each
        for index, each in enumerate(fitting)
        if index % framework.one_of == 0 or each["title"].startswith("ONNX backend test")
    ]
    return asked + [each for each in documents if each["id"] in framework.deviations]


def _fits(document: dict, framework: Framework, adapter: object) -> bool:
    inputs, flags = document["inputs"], {each["flag"] for each in document["flags"]}
    training = document["mode"] == "training"
    return (
        document["id"] not in framework.deviations
        and document["layout"] == "nchw"
        and document["dtype"] in adapter.dtypes
        and document["dtype"] in (framework.trains if training else framework.evaluates)
        and "raises" not in document
        and LEFT_OUT.isdisjoint(flags)
        # Where squares are large, invstd^3 underflows, of which gradients are made: UNDERFLOW.
        and not (framework.differentiates and training and "LargeValues" in flags)
        and not any(isinstance(each, dict) for each in inputs.values())
        and inputs["running_mean"] is not None  # the layers have them always
        and (inputs["weight"] is not None or not framework.affine_only)
    )


def _answered(document: dict, framework: Framework, adapter: object) -> dict | None:
    """Returns the vector with the framework's answer; None where it refuses."""
    momentum = from_hexfloat(document["momentum"])
    if "momentum=old" in adapter.dialect:
        momentum = 1 - momentum
    given = Question(document, momentum)
    try:
        outputs, second = given.ask(adapter)
    except NotImplementedError:
        return None
    deviation = framework.deviations.get(document["id"])
    flags = document["flags"]
    if deviation is not None:
        flags = [*flags, {"flag": "KnownDeviation", "reason": deviation}]
    answered = dict(document)
    answered.update(
        momentum=to_hexfloat(momentum),
        dialect=adapter.dialect,
        outputs=outputs,
    )
    if "double_backward" in document:
        answered.pop("double_backward")
        if second:
            block = {"inputs": document["double_backward"]["inputs"], "outputs": second}
            answered["double_backward"] = block
        else:
            flags = [each for each in flags if each["flag"] != "DoubleBackward"]
    answered["flags"] = flags
    contract = given.contract(adapter)
    for last in (("contract", contract), ("provenance", provenance(framework))):
        answered.pop(last[0])
        answered[last[0]] = last[1]
    return answered
