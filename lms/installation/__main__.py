"""`python3 -m lms.installation <command>`: the door that the Makefile uses.

This module and `machine` must be readable by Python 3.8, so that an old Python says that it is too old.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys

from lms.installation.machine import python_problem


def main() -> int:
    """Check the Python that runs this, then hand over. Returns the exit code."""
    has_venv = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
    problem = python_problem(tuple(sys.version_info[:3]), has_venv=has_venv)
    if problem:
        print(f"\nStopped. {problem}", file=sys.stderr)
        return 1
    # By name and only now: these modules are written for the Python that has just been checked.
    commands = importlib.import_module("lms.installation.commands")
    return int(commands.main(sys.argv[1:]))


if __name__ == "__main__":
    sys.exit(main())
