"""What the last joint plan told somebody stays in the next one, on its date, unless it became impossible. Pure."""

from dataclasses import replace

from roadmap.dated import kept
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan


def promising(task: Instance, part: Plan | None) -> Instance:
    """The task with the steps of the part as promises, after what is promised already."""
    if part is None:
        return task
    dates = {step.course: step.session for step in part.steps}
    courses = tuple(
        replace(each, sessions=kept(each.sessions, dates[each.slug], task.accepts)) if each.slug in dates else each
        for each in task.courses
    )
    # What is not on offer any more cannot be kept.
    offered = {each.slug for each in courses}
    told = [slug for slug in dates if slug in offered and slug not in task.promised]
    return replace(task, courses=courses, promised=(*task.promised, *told))
