"""The strategy goals in use."""

from collections.abc import Iterable

from roadmap.documents import documents
from roadmap.goals.combining import Goal


def current_goals() -> list[Goal]:
    """All goals, in the order of their slugs."""
    return [Goal.from_json(slug, body) for slug, body in documents("goals").items()]


def goals_called(slugs: Iterable[str]) -> list[Goal]:
    """Those of the goals, without what does not exist any more."""
    wanted = set(slugs)
    return [goal for goal in current_goals() if goal.slug in wanted]
