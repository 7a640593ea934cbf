"""What a course or an offer is expected to teach, in whole levels as people are told them. Pure."""

from collections.abc import Mapping
from typing import Any

from competence_check.scoring.scale import HIGHEST_LEVEL, whole
from roadmap.planning.values import Outcome

# Levels by course or offer and competence, where that was measured.
Gains = Mapping[tuple[str, str], float]


def promised(stated: Mapping[str, Any]) -> float:
    """Levels that the author or the provider promises to somebody who brings just what is needed."""
    return float(stated.get("gain") or stated["reaches"] - stated["needs"])


def outcome(slug: str, stated: Mapping[str, Any], gains: Gains) -> Outcome:
    """What it teaches: as it was measured, else as it is promised.

    At least one level stays: whether a course teaches nothing is for its author to decide.
    """
    needs = stated["needs"]
    gain = whole(gains.get((slug, stated["competence"]), promised(stated)))
    return Outcome(stated["competence"], needs, needs + max(1, min(gain, int(HIGHEST_LEVEL) - needs)))
