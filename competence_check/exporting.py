"""A result as a file that belongs to the person: JSON that names competences by ESCO's addresses, where there are any.

ESCO: https://esco.ec.europa.eu/en/classification/skill_main. So other systems, Europass among them, can tell which
competence is meant.
"""

from typing import Any

from competence_check.models import Framework
from competence_check.result_page import ResultPage
from competence_check.results import CompetenceShown, LevelShown

FORMAT = "lernlotse-competence-result/1"


def as_json(page: ResultPage, framework: Framework) -> dict[str, Any]:
    """The result as JSON values. Levels: 0–8, low and high the 95 % range; no name and no account of the person."""
    run = page.run
    assert run.finished_at is not None
    return {
        "format": FORMAT,
        "run": run.uid,
        "finished_at": run.finished_at.isoformat(),
        "clarified_at": run.clarified_at.isoformat() if run.clarified_at else None,
        "framework": {"id": framework.slug, "version": framework.version, "name": framework.names},
        "scale": {"lowest": 0, "highest": 8, "range": 0.95},
        "engine": run.engine,
        "bank": run.bank,
        "areas": [
            {"id": area.code, "name": area.names, **_level(area.level)}
            for area in sorted(page.result.areas, key=lambda each: each.code)
        ],
        "competences": [_competence(each) for each in page.result.competences],
    }


def _competence(each: CompetenceShown) -> dict[str, Any]:
    return {
        "id": each.code,
        "name": each.names,
        "esco_uri": each.esco_uri or None,
        "area": each.area,
        **_level(each.level),
        "certainty": each.status.value,
        "tasks": each.tasks,
        "self_rating_level": each.own,
    }


def _level(level: LevelShown) -> dict[str, float]:
    return {"level": round(level.value, 2), "low": round(level.low, 2), "high": round(level.high, 2)}
