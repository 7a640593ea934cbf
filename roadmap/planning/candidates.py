"""The courses that could stand in a best plan, with what of them matters to this person.

A course that lifts nothing anybody asks for, that nothing can open, or that another one replaces in every plan
(needs no more, brings no less, takes no longer, costs no more) is left out: a third to four fifths of a catalogue.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roadmap.planning.instance import Instance
from roadmap.planning.standing import EPSILON, Standing
from roadmap.planning.values import Course
from roadmap.planning.ways import find_ways
from roadmap.planning.weeks import first_possible_week

# After so many comparisons the rest is kept as it is: they would take longer than a plan may.
MOST_COMPARISONS = 3_000_000


@dataclass(frozen=True)
class Candidate:
    """needs: levels by competence that are not there yet, tolerance taken off. lifts: levels by competence that
    it brings, none above what can be of use. requires: courses that are not done yet.
    """

    course: Course
    first_week: int
    needs: Mapping[str, float]
    lifts: Mapping[str, float]
    requires: frozenset[str]

    @property
    def slug(self) -> str:
        """Of the course."""
        return self.course.slug

    def brings(self, competence: str, level: float) -> bool:
        """Whether it lifts `competence` to `level`."""
        return self.lifts.get(competence, -1.0) + EPSILON >= level


def find_candidates(instance: Instance, kept: frozenset[str] = frozenset()) -> list[Candidate]:
    """Those of the offered courses that matter, and all of `kept`."""
    standing = Standing.at_start(instance)
    ways = find_ways(standing, instance.offered)
    reachable = [course for course in instance.offered if course.slug in ways]
    ceilings, asked = _what_is_of_use(instance, reachable, kept)
    found = [_candidate(instance, course, ceilings) for course in reachable]
    found = [each for each in found if each.lifts or each.slug in asked]
    return _undominated(found, asked)


def _what_is_of_use(
    instance: Instance, courses: Sequence[Course], kept: frozenset[str]
) -> tuple[dict[str, float], set[str]]:
    """Up to which level each competence is of use, as a target or for another course; and who is required."""
    ceilings = {target.competence: target.level for target in instance.targets}
    by_slug = {course.slug: course for course in courses}
    lifting: dict[str, list[str]] = defaultdict(list)
    for course in courses:
        for outcome in course.outcomes:
            if outcome.reaches > instance.level(outcome.competence).value + EPSILON:
                lifting[outcome.competence].append(course.slug)
    asked, useful = set(kept), dict.fromkeys(kept)
    # A competence is opened once, by the first that asks for more than is there; then all that lift it are of use.
    waiting = list(kept)
    for name, ceiling in list(ceilings.items()):
        if ceiling > instance.level(name).value + EPSILON:
            waiting += lifting.pop(name, ())
    useful.update(dict.fromkeys(waiting))
    waiting = [slug for slug in useful if slug in by_slug]
    while waiting:
        course = by_slug[waiting.pop()]
        missing = [slug for slug in course.requires if slug not in instance.done]
        asked.update(missing)
        for outcome in course.outcomes:
            needed = outcome.needs - instance.tolerance
            if needed > instance.level(outcome.competence).value + EPSILON:
                ceilings[outcome.competence] = max(ceilings.get(outcome.competence, 0.0), needed)
                missing += lifting.pop(outcome.competence, ())
        new = [slug for slug in dict.fromkeys(missing) if slug not in useful and slug in by_slug]
        useful.update(dict.fromkeys(new))
        waiting += new
    return ceilings, asked


def _candidate(instance: Instance, course: Course, ceilings: Mapping[str, float]) -> Candidate:
    needs, lifts = {}, {}
    for outcome in course.outcomes:
        level = instance.level(outcome.competence).value
        if outcome.needs - instance.tolerance > level + EPSILON:
            needs[outcome.competence] = outcome.needs - instance.tolerance
        reached = min(outcome.reaches, ceilings.get(outcome.competence, 0.0))
        if reached > level + EPSILON:
            lifts[outcome.competence] = reached
    requires = frozenset(slug for slug in course.requires if slug not in instance.done)
    return Candidate(course, first_possible_week(instance, course), needs, lifts, requires)


def _undominated(candidates: list[Candidate], asked: set[str]) -> list[Candidate]:
    """Only courses without dates replace others: they can be learned in the weeks of any session."""
    # By competence, then by level and whether it needs anything; only those that can replace are looked at.
    lifting: dict[str, dict[tuple[float, bool], list[Candidate]]] = defaultdict(lambda: defaultdict(list))
    kept, left = set[str](), MOST_COMPARISONS
    # The shortest come first: they replace most, so that the search is short even among 100 000.
    for each in sorted(candidates, key=lambda each: (each.course.minutes, each.course.cost, each.slug)):
        is_replaced, looks = (False, 0) if each.slug in asked or left <= 0 else _is_replaced(each, lifting)
        left -= looks
        if not is_replaced:
            kept.add(each.slug)
            for name, level in each.lifts.items() if not each.course.sessions else ():
                lifting[name][level, bool(each.needs)].append(each)
    return [each for each in candidates if each.slug in kept]


def _is_replaced(
    each: Candidate, lifting: Mapping[str, Mapping[tuple[float, bool], list[Candidate]]]
) -> tuple[bool, int]:
    """Whether another one replaces it, and how many were looked at."""
    looks = 0
    # A competence that nobody lifts yet is enough to know that nobody replaces it; else the one with the fewest.
    name = min(each.lifts, key=lambda name: sum(map(len, lifting[name].values())) if name in lifting else 0, default="")
    for (level, is_needy), others in lifting[name].items() if name in lifting else ():
        if level + EPSILON < each.lifts[name] or (is_needy and not each.needs):
            continue
        for place, other in enumerate(others):
            if _replaces(other, each):
                # Who replaces one often replaces the next: to the front.
                others[0], others[place] = other, others[0]
                return True, looks + place + 1
        looks += len(others)
    return False, looks


def _replaces(other: Candidate, each: Candidate) -> bool:
    ours, theirs = each.course, other.course
    if (
        other is each
        or theirs.minutes > ours.minutes
        or theirs.cost > ours.cost
        or other.first_week > each.first_week
        or not other.requires <= each.requires
    ):
        return False
    if any(each.needs.get(name, -1.0) < level for name, level in other.needs.items()):
        return False
    if any(other.lifts.get(name, -1.0) < level for name, level in each.lifts.items()):
        return False
    same = (theirs.minutes, theirs.cost, other.first_week, other.requires, other.needs, other.lifts) == (
        *(ours.minutes, ours.cost, each.first_week, each.requires, each.needs, each.lifts),
    )
    # Of two that are the same, one without dates replaces one with dates, else the first by name.
    return not same or bool(ours.sessions) or other.slug < each.slug
