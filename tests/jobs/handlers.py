"""Work for the tests of the worker."""

from typing import Any

from lms.jobs.work import Task
from lms.kernel.errors import Refused

DONE: list[int] = []


def count(task: Task) -> dict[str, Any]:
    """Count to `to`, from where another worker stopped."""
    begin = (task.checkpoint or {"at": 0})["at"]
    for number in range(begin, task.arguments["to"]):
        DONE.append(number)
        task.report(number / task.arguments["to"], f"{number}", {"at": number + 1})
    return {"counted": task.arguments["to"] - begin}


def refuse(_task: Task) -> dict[str, Any]:
    """Say why it cannot be done."""
    raise Refused("Es gibt nichts zu zählen.")


def stumble(_task: Task) -> dict[str, Any]:
    """A defect."""
    raise ZeroDivisionError("a secret")


def tick(_task: Task) -> None:
    """Nothing, quickly."""
