#!/usr/bin/env python3
"""JUnit reports have the shape that Jenkins' schema (junit-10.xsd) and GitLab expect: elements in
their order, attributes of their types, counts that agree with the tests. Looks at the approved one
and at those of the program, and then breaks the approved one in several ways, and must notice."""

import argparse
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

APPROVED = Path(__file__).parent / "approved" / "junit.xml"
OUTCOMES = ("failure", "error", "skipped")
# Which attributes an element must have, which it may have, and which children, in this order.
SHAPES = {
    "testsuites": ((), ("name", "tests", "failures", "errors", "time"), ("testsuite",)),
    "testsuite": (
        ("name", "tests", "failures", "errors", "skipped", "time"),
        ("timestamp", "hostname", "id", "package"),
        ("properties", "testcase", "system-out", "system-err"),
    ),
    "properties": ((), (), ("property",)),
    "property": (("name", "value"), (), ()),
    "testcase": (
        ("name", "classname"),
        ("time", "file", "line"),
        ("skipped", "error", "failure", "system-out", "system-err"),
    ),
    "failure": (("message",), ("type",), ()),
    "skipped": (("message",), ("type",), ()),
    "system-out": ((), (), ()),
}


def shape(element: ET.Element) -> list[str]:
    """Returns what is wrong with the element and those inside of it."""
    if element.tag not in SHAPES:
        return [f"<{element.tag}> is no element of JUnit"]
    must, may, children = SHAPES[element.tag]
    found = [f"<{element.tag}> lacks {each}" for each in must if each not in element.attrib]
    known = (*must, *may)
    found += [f"<{element.tag}> has {each}" for each in element.attrib if each not in known]
    tags = [each.tag for each in element]
    found += [f"<{each}> inside of <{element.tag}>" for each in tags if each not in children]
    order = [children.index(each) for each in tags if each in children]
    if order != sorted(order):
        found.append(f"<{element.tag}> has its children out of order: {tags}")
    if children and (element.text or "").strip():
        found.append(f"<{element.tag}> has text of its own")
    for each in element:
        found += shape(each)
    return found


def counts(suite: ET.Element) -> list[str]:
    tests = suite.findall("testcase")
    names = [(each.get("classname"), each.get("name")) for each in tests]
    right = {"tests": len(tests)}
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        right[attribute] = sum(each.find(tag) is not None for each in tests)
    found = [
        f"{name} is {suite.get(name)}, not {count}"
        for name, count in right.items()
        if suite.get(name) != str(count)
    ]
    if float(suite.get("time", "-1")) < 0:
        found.append("time is no number of seconds")
    if len(set(names)) != len(names):
        found.append("two tests have one name")
    twice = [each for each in tests if sum(each.find(tag) is not None for tag in OUTCOMES) > 1]
    return found + [f"{each.get('name')} has two outcomes" for each in twice]


def complaints(xml: str) -> list[str]:
    try:
        root = ET.fromstring(xml)
    except ET.ParseError as error:
        return [f"no XML: {error}"]
    found = shape(root)
    if root.tag != "testsuites" or len(root) != 1:
        return [*found, "there is not one suite"]
    return found + counts(root[0])


def unnoticed(approved: str) -> list[str]:
    """Breaks the approved report; returns the changes that nobody minded."""
    changes = (
        ('failures="1"', 'failures="2"'),
        ('errors="0" ', ""),
        ('name="execution"', 'name="gradient_sum"'),
        ("<failure message", "<failed message"),
        ("&lt;", "<"),
        ('time="0.250"', 'time="0.250" verdict="fail"'),
        ('<skipped message="never applied"/>', '<skipped message=""/><failure message=""/>'),
        ("    <properties>", "    <testcase classname='a' name='b'/><properties>"),
    )
    missing = [old for old, _ in changes if old not in approved]
    return missing + [new for old, new in changes if not complaints(approved.replace(old, new, 1))]


def report(program: str, folder: Path, *words: str) -> str:
    file = folder / "run.xml"
    subprocess.run(
        [program, "verify", *words, "--cases", "60", "--report", f"junit:{file}"],
        capture_output=True,
        check=False,
    )
    return file.read_text()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--broken", required=True, help="a plug-in that breaks a law")
    arguments = parser.parse_args()
    approved = APPROVED.read_text()
    found = complaints(approved) + [f"unnoticed: {each}" for each in unnoticed(approved)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        known = folder / "known.txt"
        known.write_text("running_statistics\nexecution\n")
        for words in (
            ("template_c",),
            (arguments.broken,),
            (arguments.broken, "--known-failures", str(known)),
            ("template_c", "--dtype", "f16"),
        ):
            xml = report(arguments.program, folder, *words)
            found += [f"{words}: {each}" for each in complaints(xml)]
    print("\n".join([*found, f"{len(found)} complaints"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
