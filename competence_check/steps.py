"""What to do next: at most three steps, each with a course, its minutes and a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from competence_check.levels import Profile
from competence_check.scoring.scale import whole
from lms.catalogue.models import Course
from lms.kernel.toml import Texts

MOST_STEPS = 3

# Without a target profile: whoever has reached this level needs no advice from us.
GOOD_WITHOUT_PROFILE = 6


@dataclass(frozen=True)
class NextStep:
    """A step worth taking. target: what the role asks for, None without a profile; course: how to take it."""

    competence: str
    level: float
    target: int | None
    reason: Texts
    course: Course


def next_steps(levels: Mapping[str, float], profile: Profile | None, courses: Sequence[Course]) -> list[NextStep]:
    """At most three steps that can be taken now, where one helps most: largest weighted gap first, or the lowest level.

    A gap for which there is no course makes no step: the roadmap and the training programme are for those.
    """
    steps: list[NextStep] = []
    taken: set[str] = set()
    for competence in _in_need(levels, profile):
        if len(steps) == MOST_STEPS:
            break
        course = _course_for(competence, levels[competence], [each for each in courses if each.slug not in taken])
        if course is None:
            continue
        taken.add(course.slug)
        target = profile.targets[competence] if profile else None
        steps.append(
            NextStep(
                competence=competence,
                level=levels[competence],
                target=target.level if target else None,
                reason=target.reason if target else {},
                course=course,
            )
        )
    return steps


def _in_need(levels: Mapping[str, float], profile: Profile | None) -> list[str]:
    if profile is None:
        low = [code for code, level in levels.items() if level < GOOD_WITHOUT_PROFILE]
        return sorted(low, key=lambda code: (levels[code], code))
    gaps = {
        code: (target.level - levels[code]) * target.weight
        for code, target in profile.targets.items()
        if code in levels and target.level - levels[code] >= 0.5
    }
    return sorted(gaps, key=lambda code: (-gaps[code], code))


def _course_for(competence: str, level: float, courses: Sequence[Course]) -> Course | None:
    """The course that fits the level: one may enter, it leads further; the shorter the better."""
    fitting = [
        (outcome["needs"] > level, course.minutes, course.slug, course)
        for course in courses
        for outcome in course.outcomes
        if outcome["competence"] == competence and outcome["reaches"] > whole(level) and outcome["needs"] <= level + 1
    ]
    return min(fitting, key=lambda found: found[:3])[3] if fitting else None
