"""Learning from later checks what courses teach, once a week by itself."""

from collections.abc import Mapping
from typing import Any

from lms.jobs.work import Task
from lms.kernel.db import transaction
from roadmap.followup.services import renew_gains


def renew_in_the_background(_task: Task) -> Mapping[str, Any]:
    """Job: keep a new version where enough outcomes are new."""
    with transaction():
        made = renew_gains()
    return {} if made is None else {"version": made.version, "changed": made.changed}
