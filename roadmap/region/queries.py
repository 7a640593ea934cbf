"""The regional plan in use."""

from roadmap.documents import documents
from roadmap.region.demand import Demand


def current_demand() -> Demand | None:
    """The newest regional plan that is loaded; None before content is loaded."""
    plans = [Demand.from_json(slug, body) for slug, body in documents("demand").items()]
    return max(plans, key=lambda plan: (plan.year, plan.dated), default=None)
