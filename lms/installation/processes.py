"""Programs that we start: their output is kept for the diagnosis, the telling part of it is shown at once."""

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO

from lms.installation.problem import Problem
from lms.installation.project import Project
from lms.installation.terminal import detail

SILENCE_SECONDS = 5.0


@dataclass(frozen=True)
class Finished:
    """How a program ended and all that it printed."""

    code: int
    output: str

    def tail(self, lines: int = 15) -> str:
        """The last lines, where programs say what went wrong."""
        return "\n".join("    " + line for line in self.output.splitlines()[-lines:])


def nothing(_line: str) -> str:
    """Show no line."""
    return ""


def run(
    project: Project,
    *command: str | Path,
    shown: Callable[[str], str] = str,
    folder: Path | None = None,
) -> Finished:
    """Run a program to its end, in the project's folder if no other is given.

    shown: what a person sees of a line while the program works; silence is filled with the seconds passed.
    Raises Problem if there is no such program.
    """
    began = time.monotonic()
    lines: list[str] = []
    with _started(project, [str(part) for part in command], folder or project.root) as process:
        coming: Queue[str | None] = Queue()
        Thread(target=_read, args=(process.stdout, coming), daemon=True).start()
        try:
            while (line := _next(coming, began)) is not None:
                lines.append(line)
                if text := shown(line):
                    detail(text)
        except BaseException:
            process.terminate()
            raise
    return Finished(process.wait(), "\n".join(lines))


def _started(project: Project, command: Sequence[str], folder: Path) -> "subprocess.Popen[str]":
    try:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=project.child_variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            close_fds=False,  # hands down the folder lock, see folder_lock
        )
    except (FileNotFoundError, PermissionError) as error:
        raise Problem(f"The program {command[0]} cannot be started: {error.strerror}.") from error


def _read(stream: IO[str], coming: "Queue[str | None]") -> None:
    for line in stream:
        coming.put(line.rstrip())
    coming.put(None)


def _next(coming: "Queue[str | None]", began: float) -> str | None:
    while True:
        try:
            return coming.get(timeout=SILENCE_SECONDS)
        except Empty:
            detail(f"… {time.monotonic() - began:.0f} s")
