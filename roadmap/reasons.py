"""Why a step is in the roadmap, as it is kept with the step. `roadmap.wording` makes sentences of it.

{"kind": "gain", "competence": "2.1", "before": 1.8, "after": 4.0}   closes this piece of the gap
{"kind": "opens", "courses": ["e-akte-im-alltag"]}                   later steps need it
{"kind": "after", "courses": ["e-akte"]}                             comes after these, which it requires
{"kind": "date", "seats": 12, "times": [...]}                        is held then; free seats, null if nobody counts;
                                                                     `roadmap.planning.hours.Hours` as JSON
{"kind": "now", "now": "hours", "courses": [...], "day": null}       why then: `roadmap.planning.timing`
"""

from collections.abc import Mapping, Sequence
from typing import Any

from roadmap.planning.hours import Hours
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Step
from roadmap.planning.reading import Place
from roadmap.planning.timing import Timing

Reason = Mapping[str, Any]


def reasons_for(step: Step, instance: Instance, timings: Sequence[Timing] = ()) -> list[dict[str, Any]]:
    """The reasons for `step` of a plan for `instance`, the largest gain first; timings: why it stands where it does."""
    weights = {target.competence: target.weight for target in instance.targets}
    gains = sorted(
        step.gains, key=lambda gain: (-(gain.after - gain.before) * weights[gain.competence], gain.competence)
    )
    reasons: list[dict[str, Any]] = [{"kind": "gain", **vars(gain)} for gain in gains]
    if step.opens:
        reasons.append({"kind": "opens", "courses": list(step.opens)})
    if before := instance.course[step.course].requires:
        reasons.append({"kind": "after", "courses": list(before)})
    for session in instance.course[step.course].sessions:
        if session.id == step.session:
            reasons.append(
                {"kind": "date", "seats": session.seats, "times": [each.to_json() for each in session.times or ()]}
            )
    return reasons + [_now(timing) for timing in timings]


def _now(timing: Timing) -> dict[str, Any]:
    day = timing.day.isoformat() if timing.day else None
    return {"kind": "now", "now": timing.now.value, "courses": list(timing.courses), "day": day}


def named_courses(reasons: Sequence[Reason]) -> set[str]:
    """The courses that the reasons speak of."""
    return {slug for reason in reasons for slug in reason.get("courses", ())}


def times_of(reasons: Sequence[Reason]) -> tuple[Hours, ...]:
    """When in the week a dated step is held; empty if it has no date or nobody knows."""
    times = (each for reason in reasons if reason["kind"] == "date" for each in reason.get("times", ()))
    return tuple(Hours.from_json(Place(each)) for each in times)
