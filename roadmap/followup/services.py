"""Making a new version of what courses teach, from the outcomes of all who share their results.

The rule of the team figures decides whether a figure may be told: at least seven outcomes, and no fewer than seven of
them new or gone since it was told before. Until then the earlier figure stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from competence_check.teams.over_time import Shown
from lms.kernel.db import db
from roadmap.followup.expected_gain import LARGEST_LEVEL, expected_gain
from roadmap.followup.models import CountedOutcome, CourseGain
from roadmap.followup.outcomes import changes
from roadmap.followup.queries import follow_ups, newest_gains, taught_by_slug
from roadmap.groups.rosters import shown_units, smallest_group, token_of
from roadmap.teaching import promised

Key = tuple[str, str]

# Who was promised less says more about error than about the course.
LEAST_PROMISED = 1.0

ALL = {0: None}


@dataclass(frozen=True)
class Made:
    """A version. changed: how many figures are new in it."""

    version: int
    figures: int
    changed: int


def renew_gains() -> Made | None:
    """Keep a new version; None where nothing may be told that was not told before."""
    outcomes, stated, before = _outcomes(), _stated(), {(each.course, each.competence): each for each in newest_gains()}
    number = (db.session.scalar(select(func.max(CourseGain.version))) or 0) + 1
    fresh = {
        key: own
        for key, own in outcomes.items()
        if key in stated and (key not in before or own.keys() != _told(key)[-1]) and _may_be_told(key, own)
    }
    if not fresh:
        return None
    rows = [_repeated(each, number) for key, each in before.items() if key not in fresh and key in stated]
    for key, own in fresh.items():
        course, competence = key
        gain = expected_gain(stated[key], list(own.values()))
        figures = {"mean": gain.mean, "low": gain.low, "high": gain.high, "people": gain.people}
        names = {"course": course, "competence": competence, "since": number}
        rows.append(CourseGain(version=number, stated=stated[key], **names, **figures))
        db.session.add_all(CountedOutcome(**names, token=token) for token in sorted(own))
    db.session.add_all(rows)
    return Made(number, len(rows), len(fresh))


def _outcomes() -> dict[Key, dict[str, float]]:
    """What the course would have taught somebody who brought just what it needs, by token of the two results."""
    found: dict[Key, dict[str, float]] = {}
    for each in follow_ups():
        wholes = {(taught.course, name): span for taught in each.taught for name, span in taught.outcomes.items()}
        for key, changed in changes(each.taught, each.before, each.after).items():
            if changed.promised >= LEAST_PROMISED:
                needs, reaches = wholes[key]
                scaled = changed.change * (reaches - needs) / changed.promised
                token = token_of("outcome {} {}".format(*each.runs))
                found.setdefault(key, {})[token] = max(-LARGEST_LEVEL, min(LARGEST_LEVEL, scaled))
    return found


def _stated() -> dict[Key, float]:
    return {
        (slug, each["competence"]): promised(each)
        for slug, outcomes in taught_by_slug(retired=False).items()
        for each in outcomes
    }


def _told(key: Key) -> list[set[str]]:
    """Of whom the figure was made each time it was told, in the order of time."""
    query = select(CountedOutcome).where(CountedOutcome.course == key[0], CountedOutcome.competence == key[1])
    found: dict[int, set[str]] = {}
    for row in db.session.scalars(query.order_by(CountedOutcome.since)):
        found.setdefault(row.since, set()).add(row.token)
    return list(found.values())


def _may_be_told(key: Key, own: Mapping[str, float]) -> bool:
    earlier = [Shown(ALL, frozenset(ALL), {0: tokens}) for tokens in _told(key)]
    return bool(shown_units(ALL, {0: set(own)}, earlier, smallest_group()))


def _repeated(gain: CourseGain, version: int) -> CourseGain:
    kept = ("course", "competence", "since", "stated", "mean", "low", "high", "people")
    return CourseGain(version=version, **{name: getattr(gain, name) for name in kept})
