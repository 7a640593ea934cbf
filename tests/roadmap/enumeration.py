"""The best plan by trying everything: every set of courses, every session, every order, week by week.

Slow and simple on purpose: of the planners it shares only how a plan is written down, and the check judges that.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import combinations, permutations, product

from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan
from roadmap.planning.reasons import explained
from roadmap.planning.sessions import Run
from roadmap.planning.values import Course
from roadmap.planning.verification import verify
from roadmap.planning.weeks import Placed


def every_plan(instance: Instance) -> Iterator[Plan]:
    """A plan for each set of courses, each choice of sessions and each order, if the check accepts it."""
    monday = instance.start - timedelta(days=instance.start.weekday())
    for size in range(len(instance.courses) + 1):
        for courses in combinations(instance.courses, size):
            free, dated = [each for each in courses if not each.sessions], [each for each in courses if each.sessions]
            for sessions in product(*(course.sessions for course in dated)):
                runs = {
                    course.slug: Run(session, (session.start - monday).days // 7)
                    for course, session in zip(dated, sessions, strict=True)
                }
                for order in permutations(free):
                    weeks = in_weeks(instance, order, runs)
                    if weeks is None:
                        continue
                    placed = [Placed(course, runs[course.slug].first, runs[course.slug].session.minutes,
                                     runs[course.slug]) for course in dated]  # fmt: skip
                    placed += [
                        Placed(instance.course[slug], first, minutes) for slug, (first, minutes) in weeks.items()
                    ]
                    plan = explained(instance, sorted(placed, key=lambda each: each.first_week))
                    if len(plan.steps) == size and not verify(instance, plan):
                        yield plan


def in_weeks(
    instance: Instance, order: tuple[Course, ...], runs: Mapping[str, Run]
) -> dict[str, tuple[int, tuple[int, ...]]] | None:
    """First week and minutes of each course, the first that can go on always first; None where they do not fit."""
    left = {course.slug: course.minutes for course in order}
    spent: dict[str, dict[int, int]] = {}
    levels = {name: level.value for name, level in instance.levels.items()}
    finished = set(instance.done)
    monday = instance.start - timedelta(days=instance.start.weekday())
    for week in range(instance.horizon_weeks):
        for slug, run in runs.items():
            if run.last == week - 1:
                finish(instance.course[slug], levels, finished)
        free = instance.weekly_minutes + instance.release_minutes - (instance.spent_minutes if week == 0 else 0)
        free += sum(minutes for day, minutes in instance.release_days.items() if (day - monday).days // 7 == week)
        held = [run for run in runs.values() if run.first <= week <= run.last and not run.session.released]
        free -= sum(run.session.minutes[week - run.first] for run in held)
        first_day = max(instance.start, monday + timedelta(weeks=week))
        while free > 0:
            going = (
                course
                for course in order
                if course.slug not in finished
                and (
                    course.slug in spent
                    or ((course.available_from is None or course.available_from <= first_day)
                        and finished.issuperset(course.requires)
                        and all(levels.get(each.competence, 0.0) + instance.tolerance >= each.needs - 1e-9
                                for each in course.outcomes))
                )
            )  # fmt: skip
            course = next(going, None)
            if course is None:
                break
            minutes = min(free, left[course.slug])
            spent.setdefault(course.slug, {})[week] = minutes
            left[course.slug] -= minutes
            free -= minutes
            if not left[course.slug]:
                finish(course, levels, finished)
    if any(left.values()):
        return None
    return {
        slug: (min(weeks), tuple(weeks.get(week, 0) for week in range(min(weeks), max(weeks) + 1)))
        for slug, weeks in spent.items()
    }


def finish(course: Course, levels: dict[str, float], finished: set[str]) -> None:
    """The course counts from now on."""
    finished.add(course.slug)
    for outcome in course.outcomes:
        levels[outcome.competence] = max(levels.get(outcome.competence, 0.0), outcome.reaches)
