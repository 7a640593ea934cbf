"""What the machine must bring along. Readable by Python 3.8, see `__main__`."""

from __future__ import annotations

import re

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20


def python_problem(version: tuple[int, ...], *, has_venv: bool) -> str | None:
    """Say why this Python cannot be used and what to do, or None.

    has_venv: whether its modules venv and ensurepip are there; Debian packs them separately.
    """
    oldest = ".".join(map(str, OLDEST_PYTHON))
    this = ".".join(map(str, version))
    if version[:2] < OLDEST_PYTHON:
        return (
            f"Python ≥ {oldest} is needed, this is Python {this}. "
            f"Install a newer one, or name one that is there: make demo PYTHON=python{oldest}"
        )
    if not has_venv:
        return (
            f"Python {this} is there, but cannot make virtual environments. On Debian and Ubuntu this is a "
            "package of its own: apt install python3-venv. Then run the same command again."
        )
    return None


def node_problem(answer: str | None, *, has_npm: bool) -> str | None:
    """Say why this Node cannot be used and what to do, or None.

    answer: what `node --version` printed, None if there is no such program.
    """
    needed = f"Node ≥ {OLDEST_NODE} with npm is needed to fetch the style sheets and fonts"
    if answer is None:
        return (
            f"{needed}, and there is no `node` on the PATH. "
            "Install Node (on Debian 13: apt install nodejs npm) and run the same command again."
        )
    found = re.match(r"v(\d+)\.", answer)
    if found is None or int(found.group(1)) < OLDEST_NODE:
        return f"{needed}; this one is {answer.strip() or 'unknown'}. Install a newer Node and run again."
    if not has_npm:
        return f"{needed}. Node is there, npm is not: install it (on Debian: apt install npm) and run again."
    return None
