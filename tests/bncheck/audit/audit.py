"""Judges the cases of a record again and compares: exit status 1 where any judgement differs.

A record comes from `judgement_record`; docs/audit.md tells how to make one.
"""

import argparse
import sys
from pathlib import Path


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("records", nargs="+", type=Path, metavar="RECORD", help="JSON Lines")
    parser.add_argument("--law", metavar="ID", help="audit this law only")
    parser.add_argument("--show", type=int, default=20, metavar="N", help="print N disagreements")
    return parser.parse_args()


def main() -> int:
    arguments = parse_arguments()
    try:
        from judgements.audit import Audit
    except ModuleNotFoundError as missing:
        print(
            f"audit.py: skipped: no module {missing.name}; "
            "install python3-mpmath (Debian) or mpmath (PyPI)",
            file=sys.stderr,
        )
        return 77
    audit = Audit(only=arguments.law)
    for path in arguments.records:
        with path.open(encoding="utf-8") as lines:
            audit.read(lines)
    print(audit.table())
    for sentence in audit.complaints[: arguments.show]:
        print(sentence)
    print(audit.conclusion())
    return 1 if audit.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
