"""What would have to change to close more, and which limits contradict each other. Computed in the background.

Kept with a version as JSON:

changes   [{"what": "weekly_minutes", "more": 60, "gain_share": 0.07, ...}]
          as in `roadmap.planning.changes`, and "external", with offers of training providers; gain_share: of the gap
conflict  {"reachable": 0.9, "closed": 0.6, "constraints": [...], "let_go": [...], "sure": true}
          constraints contradict together what offers could close; a plan closes it without those of let_go
"""

from dataclasses import replace
from typing import Any

from roadmap.drawing import Drawn, PlanningFailed, measured_gap, plan_for, share_closed
from roadmap.knowing import wishing
from roadmap.planning.changes import find_changes
from roadmap.planning.conflicts import find_conflict, reachable_share
from roadmap.planning.planner import Planner
from roadmap.task import Known

# Who could close so little more by letting everything go is not told about contradictions.
WORTH_TELLING = 0.01


def what_would_help(known: Known, drawn: Drawn, planner: Planner) -> list[dict[str, Any]]:
    """The changes that close more than the plan, those that close most first."""
    gap = measured_gap(known, drawn.instance)
    found = find_changes(drawn.instance, drawn.plan, planner)
    changes = [{**change.to_json(), "gain_share": change.gain / gap} for change in found]
    if drawn.plan.rests and not known.limits.external:
        changes += _with_offers(known, drawn, planner, gap)
    return sorted(changes, key=lambda change: -round(change["gain_share"], 6))


def _with_offers(known: Known, drawn: Drawn, planner: Planner, gap: float) -> list[dict[str, Any]]:
    limits = replace(known.limits, external=True)
    try:
        then = plan_for(wishing(known, replace(known.wishes, limits=limits)), planner).plan
    except PlanningFailed:
        # An offer that cannot be planned with is no help, and no reason to have no plan.
        return []
    gain = then.closed - drawn.plan.closed
    if gain <= 1e-6:
        return []
    return [{"what": "external", "more": round(then.cost - drawn.plan.cost), "gain_share": gain / gap}]


def contradiction(known: Known, drawn: Drawn, planner: Planner) -> dict[str, Any] | None:
    """Which constraints together keep plans from closing what the offers could close; None where hardly any do."""
    share = reachable_share(drawn.instance, planner)
    if share - drawn.plan.share < WORTH_TELLING:
        return None
    found = find_conflict(drawn.instance, share, planner, drawn.plan)
    gap = measured_gap(known, drawn.instance)
    return {
        "reachable": share_closed(drawn, share * drawn.plan.gap, gap),
        "closed": share_closed(drawn, drawn.plan.closed, gap),
        "constraints": list(found.constraints),
        "let_go": list(found.let_go),
        "sure": found.sure,
    }
