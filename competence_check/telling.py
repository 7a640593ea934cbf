"""Publishing what happened with a run."""

from typing import Any

from competence_check.events import (
    CheckClarified,
    CheckFinished,
    CheckStarted,
    ResultEntrusted,
    ResultShared,
    ResultWithdrawn,
    TrustEnded,
)
from competence_check.models import Framework, Run
from lms.kernel import clock
from lms.kernel.plugin import publish
from lms.learning.services import Learner


def _about(run: Run, learner: Learner, framework: Framework) -> dict[str, Any]:
    return {
        "actor": learner.uid,
        "organisation_id": run.organisation_id,
        "at": clock.now(),
        "run": run.uid,
        "framework": framework.slug,
        "title": framework.names,
    }


def tell_started(run: Run, learner: Learner, framework: Framework) -> None:
    """The learner began the run."""
    publish(CheckStarted(**_about(run, learner, framework)))


def tell_finished(run: Run, learner: Learner, framework: Framework, seconds: int) -> None:
    """The learner finished the run."""
    publish(CheckFinished(**_about(run, learner, framework), seconds=seconds))


def tell_clarified(run: Run, learner: Learner, framework: Framework) -> None:
    """The learner answered more tasks, and the result was made anew."""
    publish(CheckClarified(**_about(run, learner, framework)))


def tell_shared(run: Run, learner: Learner, framework: Framework) -> None:
    """The learner lets the result count in the unit's figures."""
    publish(ResultShared(**_about(run, learner, framework)))


def tell_withdrawn(run: Run, learner: Learner, framework: Framework) -> None:
    """The learner no longer lets the result count."""
    publish(ResultWithdrawn(**_about(run, learner, framework)))


def tell_entrusted(run: Run, learner: Learner, framework: Framework) -> None:
    """The learner lets an adviser see the result; which one stays between the two."""
    publish(ResultEntrusted(**_about(run, learner, framework)))


def tell_trust_ended(run: Run, learner: Learner, framework: Framework) -> None:
    """The learner no longer lets an adviser see the result."""
    publish(TrustEnded(**_about(run, learner, framework)))
