"""Planning tasks for Hypothesis: small, odd and all of them sound."""

from datetime import date, timedelta

from hypothesis import strategies as st

from roadmap.planning.calendar import week_of
from roadmap.planning.instance import Instance
from roadmap.planning.sessions import Session
from roadmap.planning.values import Course, Level, Outcome, Target

COMPETENCES = ("1.1", "1.2", "2.1", "4.1")
LEVELS = st.integers(0, 16).map(lambda halves: halves / 2)
START = date(2026, 11, 18)


@st.composite
def courses(draw: st.DrawFn, most: int = 9) -> tuple[Course, ...]:
    """Courses that require only earlier ones, so that there is no circle; shuffled."""
    made: list[Course] = []
    for number in range(draw(st.integers(0, most))):
        names = draw(st.lists(st.sampled_from(COMPETENCES), min_size=1, max_size=3, unique=True))
        needs = [draw(st.integers(0, 5)) for _name in names]
        day = draw(st.none() | st.integers(-10, 60))
        made.append(
            Course(
                slug=f"kurs-{number}",
                minutes=draw(st.integers(1, 400)),
                outcomes=tuple(
                    Outcome(name, need, min(8, need + draw(st.integers(0, 3))))
                    for name, need in zip(names, needs, strict=True)
                ),
                requires=tuple(draw(st.sets(st.sampled_from([each.slug for each in made]), max_size=2)))
                if made
                else (),
                available_from=None if day is None else START + timedelta(days=day),
            )
        )
    return tuple(draw(st.permutations(made)))


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """A person with levels, targets, time, and some courses dropped, done or promised."""
    offered = draw(courses())
    some = st.sets(st.sampled_from([course.slug for course in offered])) if offered else st.just(set[str]())
    weekly = draw(st.integers(10, 500))
    return Instance(
        start=START + timedelta(days=draw(st.integers(0, 6))),
        weekly_minutes=weekly,
        levels={name: Level(draw(LEVELS), 0.5) for name in draw(st.sets(st.sampled_from(COMPETENCES)))},
        targets=tuple(
            Target(name, draw(LEVELS), draw(st.integers(1, 3)))
            for name in sorted(draw(st.sets(st.sampled_from(COMPETENCES))))
        ),
        courses=offered,
        horizon_weeks=draw(st.integers(1, 60)),
        spent_minutes=draw(st.integers(0, 600)),
        dropped=frozenset(draw(some)) if draw(st.booleans()) else frozenset(),
        done=frozenset(draw(some)) if draw(st.booleans()) else frozenset(),
        promised=tuple(sorted(draw(some))),
    )


@st.composite
def sessions(draw: st.DrawFn, instance: Instance, course: Course) -> list[Session]:
    """At most two sessions, before, in and after the plan's weeks, with and without seats."""
    found = []
    for number in range(draw(st.integers(0, 2))):
        begin = instance.start + timedelta(days=draw(st.integers(-10, 60)))
        end = begin + timedelta(days=draw(st.integers(0, 20)))
        weeks = week_of(begin, end) + 1
        load = tuple(course.minutes // weeks + (week < course.minutes % weeks) for week in range(weeks))
        seats, released = draw(st.sampled_from((None, 0, 3))), draw(st.booleans())
        found.append(Session(str(number), begin, end, load, seats, released=released))
    return found
