"""A set-up is a row of stages; each knows whether its work is already there."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from lms.installation.terminal import say


@dataclass(frozen=True)
class Stage:
    """One step of the set-up. Its action may raise Problem and must be safe to repeat after it broke off."""

    title: str
    is_done: Callable[[], bool]
    action: Callable[[], None]


@dataclass(frozen=True)
class Stamp:
    """Remembers that a stage succeeded.

    The fingerprint covers what went in and what came out, so a stamp no longer holds after a change of the
    lock file, and neither after somebody deleted half of what the lock file had brought.
    """

    file: Path
    fingerprint: Callable[[], str]

    def holds(self) -> bool:
        """Whether inputs and outputs are as they were when the stage succeeded."""
        try:
            return self.file.read_text() == self.fingerprint()
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return False

    def set(self) -> None:
        """Remember the success, at one blow."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.file.with_name(self.file.name + ".new")
        unfinished.write_text(self.fingerprint())
        unfinished.replace(self.file)


def stamped(title: str, stamp: Stamp, action: Callable[[], None]) -> Stage:
    """A stage that is done while its stamp holds."""

    def carry_out() -> None:
        action()
        stamp.set()

    return Stage(title, stamp.holds, carry_out)


def carry_out(stages: Iterable[Stage]) -> None:
    """Do what is not yet done, in order, and tell about it. Raises the Problem of the stage that has one."""
    for stage in stages:
        if stage.is_done():
            continue
        began = time.monotonic()
        say(f"→ {stage.title} …")
        stage.action()
        seconds = time.monotonic() - began
        if seconds > 1:
            say(f"  done in {seconds:.0f} s")
