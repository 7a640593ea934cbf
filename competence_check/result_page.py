"""Everything that a result shows, wherever it is shown: on the person's page, to an adviser, in a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from competence_check import queries, runs
from competence_check.levels import DEFAULT_FRAMEWORK, Profile
from competence_check.models import Run, Scope
from competence_check.results import ResultShown, result_of
from competence_check.steps import NextStep, next_steps
from lms.catalogue.models import Course
from lms.kernel.toml import Texts


@dataclass(frozen=True)
class ResultPage:
    """A finished run as people see it. targets: what the role asks for, by competence, empty without a profile.

    has_courses: courses and roadmaps speak of this framework; of others there are no steps to take.
    """

    run: Run
    result: ResultShown
    steps: Sequence[NextStep]
    profile: Profile | None
    names: Mapping[str, Texts]
    area_names: Mapping[str, Texts]
    targets: Mapping[str, int]
    has_courses: bool


def result_page(run: Run, courses: Sequence[Course]) -> ResultPage:
    """The result of `run`, with next steps out of `courses`."""
    names = queries.competences_of(run.framework_id)
    estimates = queries.estimates_of(run.id)
    profile = queries.profile_for_family(run.family, run.framework_id)
    framework = profile.framework if profile else runs.framework_of(run).slug
    has_courses = framework == DEFAULT_FRAMEWORK
    levels = {code: row.level for code, row in estimates[Scope.COMPETENCE].items()}
    return ResultPage(
        run=run,
        result=result_of(names, estimates[Scope.AREA], estimates[Scope.COMPETENCE], runs.self_ratings_of(run)),
        steps=next_steps(levels, profile, courses) if has_courses else [],
        profile=profile,
        names={name.id: name.names for name in names},
        area_names={name.area: name.area_names for name in names},
        targets={code: target.level for code, target in profile.targets.items()} if profile else {},
        has_courses=has_courses,
    )
