"""One set-up at a time in one checkout."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lms.installation.terminal import say


@contextmanager
def only_one_in(folder: Path) -> Iterator[None]:
    """Hold the folder; wait, and say so, while another set-up holds it.

    The programs that we start inherit the lock: if we are killed while pip still writes, the next set-up
    waits for that pip instead of writing beside it.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.set_inheritable(descriptor, True)
        _wait_for(descriptor)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another set-up is at work in this folder; waiting for it to end …")
        fcntl.flock(descriptor, fcntl.LOCK_EX)
