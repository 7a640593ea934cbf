"""A result on paper: the values that `competence_check/result.typ` sets as an accessible PDF.

It says the same as the page, without a name: the person decides who gets to see it.
"""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from competence_check.models import Framework
from competence_check.result_page import ResultPage
from competence_check.results import CompetenceShown, LevelShown
from competence_check.scoring.scale import HIGHEST_LEVEL, whole
from competence_check.steps import NextStep
from competence_check.words import remarks, status_names
from lms.kernel.i18n import text
from lms.web.paper import pdf

TEMPLATE = "competence_check/result.typ"


def as_pdf(page: ResultPage, framework: Framework) -> bytes:
    """The result as PDF/UA-1 in the language of the reader, for the person."""
    words = _words() | {"lead": _("Es gehört Ihnen. Niemand sonst sieht es, solange Sie es nicht teilen.")}
    return pdf(TEMPLATE, _("Ihr Ergebnis im Kompetenzcheck"), {"words": words, "own": True, **values(page, framework)})


def as_pdf_for_adviser(page: ResultPage, framework: Framework, ends: datetime) -> bytes:
    """The same paper for somebody to whom it was opened until `ends`: as their page, without name and self-rating."""
    words = _words() | {
        "lead": _(
            "Für eine Beratung freigegeben bis %(date)s. Es gehört der Person: Bitte geben Sie nichts davon weiter.",
            date=format_date(ends, "long"),
        ),
        "strengths": _("Das gelingt schon gut"),
        "areas": _("Die Bereiche"),
        "steps": _("Was sich als Nächstes lohnt"),
        "none": _("Nach diesem Ergebnis ist da, was die Arbeit verlangt."),
    }
    shown = values_for_adviser(page, framework)
    return pdf(TEMPLATE, _("Ergebnis im Kompetenzcheck"), {"words": words, "own": False, **shown})


def values_for_adviser(page: ResultPage, framework: Framework) -> dict[str, Any]:
    """What the adviser's paper shows: nothing of the self-rating."""
    shown = values(page, framework)
    for group in shown["groups"]:
        group["rows"] = [{name: value for name, value in row.items() if name != "own"} for row in group["rows"]]
    return shown | {"remarks": [], "explained": _explained_to_adviser()}


def values(page: ResultPage, framework: Framework) -> dict[str, Any]:
    """What the paper shows, as JSON values; `low`, `high` and `best` are shares of the scale."""
    result = page.result
    statuses = status_names()
    grouped: dict[str, list[CompetenceShown]] = {}
    for each in result.competences:
        grouped.setdefault(each.area, []).append(each)
    return {
        "facts": _facts(page, framework),
        "counts": " · ".join(f"{result.count(status)} {words}" for status, words in statuses.items()),
        "strengths": [f"{text(each.names)}: {each.level.words}" for each in result.strengths],
        "areas": [{"name": text(area.names), **_level(area.level)} for area in result.areas],
        "groups": [
            {"area": text(inside[0].area_names), "rows": [_row(each, statuses[each.status]) for each in inside]}
            for inside in grouped.values()
        ],
        "remarks": [[text(each.names), remarks()[each.difference]] for each in result.remarked()],
        "steps": [_step(step, page) for step in page.steps],
        "explained": _explained(),
    }


def _facts(page: ResultPage, framework: Framework) -> list[list[str]]:
    run = page.run
    assert run.finished_at is not None
    asked = sum(each.tasks for each in page.result.competences)
    facts = [
        [_("Datum"), format_date(run.finished_at, "long")],
        [_("Grundlage"), text(framework.names)],
        [_("Aufgaben"), str(asked)],
    ]
    if page.profile is not None:
        facts.append([_("Verglichen mit"), text(page.profile.names)])
    if run.clarified_at is not None:
        facts.append([_("Zuletzt ergänzt"), format_date(run.clarified_at, "long")])
    return facts


def _level(level: LevelShown) -> dict[str, str | float]:
    return {
        "level": level.words,
        "range": level.range_words,
        "low": level.low / HIGHEST_LEVEL,
        "high": level.high / HIGHEST_LEVEL,
        "best": level.value / HIGHEST_LEVEL,
    }


def _row(each: CompetenceShown, status: str) -> dict[str, str | float]:
    own, alone = _("keine Angabe"), _("keine Aufgabe dazu")
    if each.own is not None:
        own = _("etwa Stufe %(level)s", level=each.own)
    if each.from_tasks is not None:
        count = ngettext("%(num)s Aufgabe", "%(num)s Aufgaben", each.tasks)
        alone = f"{each.from_tasks.range_words} ({count})"
    return {
        "name": f"{each.code} {text(each.names)}",
        **_level(each.level),
        "status": status,
        "own": own,
        "alone": alone,
    }


def _step(step: NextStep, page: ResultPage) -> dict[str, str]:
    need = _("Hier bringt ein kleiner Schritt vermutlich am meisten.")
    if step.target:
        need = _("Heute Stufe %(level)s, gebraucht wird Stufe %(target)s.", level=whole(step.level), target=step.target)
    return {
        "course": text(step.course.title),
        "address": url_for("learning.course", slug=step.course.slug, _external=True),
        "minutes": ngettext("%(num)s Minute", "%(num)s Minuten", step.course.minutes),
        "competence": text(page.names[step.competence]),
        "reason": text(step.reason),
        "need": need,
    }


def _explained() -> list[str]:
    return [
        _(
            "Die Stufen reichen von 0 bis 8. Je zwei gehören zusammen: 1 und 2 Grundlagen, 3 und 4 Aufbau, 5 und 6"
            " fortgeschritten, 7 und 8 weit fortgeschritten. Eine Stufe höher heißt: schwierigere Aufgaben, weniger"
            " Hilfe."
        ),
        _(
            "Eine Viertelstunde kann nicht alles zeigen. Darum steht zu jeder Stufe die Spanne, in der Ihr Können sehr"
            " wahrscheinlich liegt (95 Prozent). Der helle Balken zeigt die ganze Skala, der dunkle die Spanne, der"
            " Strich die beste Schätzung."
        ),
        _(
            "Klar heißt: mindestens drei eigene Aufgaben, und die Stufe liegt höchstens um eine Stufengruppe daneben."
            " Noch offen heißt: Dazu gab es keine Aufgabe, oder die Antworten sagen noch wenig."
        ),
        _(
            "Ihre Selbsteinschätzung geht mit kleinem Gewicht in die Stufen ein: Sie zeigt, wo Sie sich sicherer fühlen"
            " als anderswo. In der Spalte „Aufgaben allein“ bleibt sie außen vor."
        ),
        _("Der Check ist eine Standortbestimmung zum Lernen, kein Zeugnis und keine Beurteilung."),
    ]


def _explained_to_adviser() -> list[str]:
    """What explains levels and ranges; of the self-rating the paper says nothing."""
    scale, _ranges, sure, _own, purpose = _explained()
    ranges = _(
        "Eine Viertelstunde kann nicht alles zeigen. Darum steht zu jeder Stufe die Spanne, in der das Können sehr"
        " wahrscheinlich liegt (95 Prozent). Der helle Balken zeigt die ganze Skala, der dunkle die Spanne, der"
        " Strich die beste Schätzung."
    )
    return [scale, ranges, sure, purpose]


def _words() -> dict[str, str]:
    return {
        "strengths": _("Das können Sie schon gut"),
        "areas": _("Ihre Bereiche"),
        "area": _("Bereich"),
        "level": _("Stufe und Spanne"),
        "competences": _("Die Kompetenzen im Einzelnen"),
        "competence": _("Kompetenz"),
        "status": _("Wie sicher"),
        "own": _("Sie sagen"),
        "alone": _("Aufgaben allein"),
        "steps": _("Ihre nächsten Schritte"),
        "none": _("Nach diesem Ergebnis bringen Sie mit, was Ihre Arbeit verlangt."),
        "remarks": _("Wo Ihre Sicht und die Aufgaben auseinanderliegen"),
        "explained": _("Was die Zahlen bedeuten"),
    }
