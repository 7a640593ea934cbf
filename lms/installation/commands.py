"""What the Makefile can ask for, and how a command ends: with a sentence, never with a traceback."""

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

from lms.installation import goals
from lms.installation.problem import Problem
from lms.installation.project import Project

COMMANDS: Mapping[str, Callable[[Project], object]] = {
    "demo": goals.demo,
    "test": goals.test,
    "test-fast": goals.test_fast,
    "lint": goals.lint,
    "bench": goals.bench,
    "conformance": goals.conformance,
    "faults": goals.faults,
    "assets": goals.assets,
    "translations": goals.update_translations,
    "lock": goals.lock,
}
WRONG_USE = 2
INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Carry out one command. Returns the exit code, unless the command becomes another program."""
    name = arguments[0] if len(arguments) == 1 else ""
    if name not in COMMANDS:
        return _end(f"Usage: python3 -m lms.installation {'|'.join(COMMANDS)}", WRONG_USE)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _interrupt)
    project = Project(Path(__file__).resolve().parents[2], os.environ)
    try:
        COMMANDS[name](project)
    except Problem as problem:
        return _end(f"\nStopped. {problem}", 1)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        return _end(f"\nStopped. {error.strerror}{where}. Mend this and run `make {name}` again.", 1)
    except KeyboardInterrupt:
        return _end(f"\nInterrupted. `make {name}` goes on where this stopped.", INTERRUPTED)
    return 0


def _end(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
