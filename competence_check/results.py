"""What the result page shows, put together from a run's rows: strengths first, every level with its range."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from competence_check.levels import CompetenceName
from competence_check.models import Estimate, Item
from competence_check.scoring.engine import Estimate as Score
from competence_check.scoring.scale import SELF_RATING_LEVELS, whole
from competence_check.scoring.status import Difference, Status, difference, status_of
from competence_check.words import level_words, range_words
from lms.kernel.i18n import text
from lms.kernel.toml import Texts

MOST_STRENGTHS = 3


@dataclass(frozen=True)
class LevelShown:
    """A level in words and figures, 0–8."""

    value: float
    low: float
    high: float
    words: str
    range_words: str

    @classmethod
    def of(cls, row: Estimate) -> "LevelShown":
        """The level of an estimate."""
        return cls.of_score(Score(row.theta, row.se, row.tasks))

    @classmethod
    def of_score(cls, score: Score) -> "LevelShown":
        """The level of a score."""
        words = level_words(score.level), range_words(score.low, score.high)
        return cls(score.level, score.low, score.high, *words)


@dataclass(frozen=True)
class AreaShown:
    """An area of the result."""

    code: str
    names: Texts
    level: LevelShown


@dataclass(frozen=True)
class CompetenceShown:
    """A competence of the result. own: the level that the self-rating claims, None where there is none.

    from_tasks: what the tasks say alone, None where there was no task about it.
    """

    code: str
    names: Texts
    area: str
    area_names: Texts
    esco_uri: str
    level: LevelShown
    from_tasks: LevelShown | None
    tasks: int
    status: Status
    own: int | None
    own_words: str
    difference: Difference


@dataclass(frozen=True)
class ResultShown:
    """The whole result. areas: strongest first; competences: in the order of the framework."""

    areas: Sequence[AreaShown]
    competences: Sequence[CompetenceShown]
    strengths: Sequence[CompetenceShown]

    def count(self, status: Status) -> int:
        """How many competences have that status."""
        return sum(each.status is status for each in self.competences)

    def remarked(self) -> list[CompetenceShown]:
        """The competences where self-rating and tasks differ by more than chance."""
        return [each for each in self.competences if each.difference is not Difference.ALIKE]


def result_of(
    names: Sequence[CompetenceName],
    areas: Mapping[str, Estimate],
    competences: Mapping[str, Estimate],
    self_ratings: Mapping[str, tuple[int, Item]],
) -> ResultShown:
    """The result of a run; what the framework no longer has is left out."""
    shown = [
        _competence(name, competences[name.id], self_ratings.get(name.id)) for name in names if name.id in competences
    ]
    area_names = {name.area: name.area_names for name in names}
    shown_areas = [
        AreaShown(code, area_names[code], LevelShown.of(row)) for code, row in areas.items() if code in area_names
    ]
    reliable = [each for each in shown if each.status is not Status.OPEN and whole(each.level.value) >= 1]
    return ResultShown(
        areas=sorted(shown_areas, key=lambda area: (-area.level.value, area.code)),
        competences=shown,
        strengths=sorted(reliable, key=lambda each: (-each.level.value, each.code))[:MOST_STRENGTHS],
    )


def tasks_alone(row: Estimate) -> Score:
    """What the tasks say without the self-rating; early results knew nothing else."""
    if row.task_theta is None or row.task_se is None:
        return Score(row.theta, row.se, row.tasks)
    return Score(row.task_theta, row.task_se, row.tasks)


def _competence(name: CompetenceName, row: Estimate, own: tuple[int, Item] | None) -> CompetenceShown:
    alone = tasks_alone(row)
    # The person's own words: the step that they chose, not a number made of it.
    own_words = (text({language: steps[own[0]] for language, steps in own[1].body["steps"].items()})) if own else ""
    return CompetenceShown(
        code=name.id,
        names=name.names,
        area=name.area,
        area_names=name.area_names,
        esco_uri=name.esco_uri,
        level=LevelShown.of(row),
        from_tasks=LevelShown.of_score(alone) if row.tasks else None,
        tasks=row.tasks,
        status=status_of(Score(row.theta, row.se, row.tasks)),
        own=whole(SELF_RATING_LEVELS[own[0]]) if own else None,
        own_words=own_words,
        difference=difference(own[0], alone) if own and row.tasks else Difference.ALIKE,
    )
