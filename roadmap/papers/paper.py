"""A roadmap as PDF: the values that `roadmap/roadmap.typ` sets, as JSON."""

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import format_date, format_percent
from flask_babel import gettext as _

from competence_check.scoring.scale import HIGHEST_LEVEL, whole
from lms.kernel.i18n import text
from lms.web.paper import pdf
from roadmap.funding import wording as funding_words
from roadmap.funding.planned import PlanFunding, StepFunding, WholeVerdict
from roadmap.funding.rules import Verdict
from roadmap.shown import GapRow, Overview, ShownStep
from roadmap.wording import euros, format_names, hours

TEMPLATE = "roadmap/roadmap.typ"


def as_pdf(page: Overview) -> bytes:
    """The roadmap as PDF/UA-1 in the language of the reader."""
    return pdf(TEMPLATE, title(page), {"words": _words(), **values(page)})


def title(page: Overview) -> str:
    """What the paper is called."""
    return str(_("Lernweg: %(profile)s", profile=text(page.profile.names)))


def values(page: Overview) -> dict[str, Any]:
    """What the paper shows; `offset` and `width` are shares of the whole time, levels shares of the scale."""
    return {
        "facts": facts(page),
        "summary": _summary(page),
        "steps": [_step(step, page) for step in (*page.done, *page.coming)],
        "gaps": [_gap(row) for row in page.gaps],
        "open": [[text(row.name), row.open] for row in page.open_gaps],
        "conflict": vars(page.conflict) if page.conflict else None,
        "conflict_told": _conflict(page),
        "changes": page.changes,
        "funding": _funding(page.funding, page) if page.funding else None,
    }


def facts(page: Overview) -> list[list[str]]:
    """What stands at the top: names and values."""
    version = page.version
    by_check = page.measured.source == "check"
    basis = _("Kompetenzcheck vom %(date)s") if by_check else _("eigene Einschätzung vom %(date)s")
    found = [
        [_("Fassung"), _("%(number)s vom %(date)s", number=version.number, date=format_date(version.drawn_at, "long"))],
        [_("Grundlage"), basis % {"date": format_date(page.measured.at, "long")}],
        [_("Lernzeit"), _("%(time)s pro Woche", time=hours(version.weekly_minutes))],
        [_("Noch zu lernen"), hours(page.minutes)],
        [_("Fertig am"), format_date(page.until, "long") if page.until else "–"],
        [_("Kosten"), euros(page.cost) if page.cost else _("kostenfrei")],
        [_("Schließt von der Lücke"), format_percent(page.share)],
    ]
    return [[str(name), str(value)] for name, value in found]


def _summary(page: Overview) -> str:
    sentences = [page.proven]
    if page.is_waiting:
        sentences.append(_("Das ist eine schnelle Vorschau. Der genaue Plan wird gerade berechnet."))
    if page.measured.stated:
        names = ", ".join(text(row.name) for row in page.gaps if row.stated)
        sentences.append(_("Selbst angegebene Stufen: %(names)s.", names=names))
    return " ".join(str(each) for each in sentences if each)


def _first(page: Overview) -> date:
    return min(step.start for step in (*page.done, *page.coming))


def _last(page: Overview) -> date:
    return max(step.end for step in (*page.done, *page.coming))


def _step(step: ShownStep, page: Overview) -> dict[str, Any]:
    first, last = _first(page), _last(page)
    days = (last - first).days + 1
    funding = page.funding.by_step.get(step.slug) if page.funding else None
    return {
        "number": step.number,
        "title": text(step.title),
        "address": _address(step),
        "dates": f"{format_date(step.start, 'medium')} – {format_date(step.end, 'medium')}",
        "about": _about(step),
        "done": step.is_done,
        "offset": (step.start - first).days / days,
        "width": ((step.end - step.start).days + 1) / days,
        "reasons": [] if step.is_done else step.reasons,
        "funding": _funding_line(funding) if funding else "",
    }


def _address(step: ShownStep) -> str:
    if step.offer is not None:
        return url_for("offers.one", slug=step.slug, _external=True)
    return url_for("learning.course", slug=step.slug, _external=True) if step.course is not None else ""


def _about(step: ShownStep) -> str:
    if step.is_done:
        return f"{step.time}, {step.when}"
    parts = [step.time, format_names().get(step.format, "")]
    if step.offer is not None:
        parts += [_("Angebot von %(provider)s", provider=step.offer.provider), step.offer.place]
        parts.append(euros(step.cost) if step.cost else _("kostenfrei"))
        if step.offer.sample:
            parts.append(_("Beispieldaten"))
    return ", ".join(str(part) for part in parts if part)


def _gap(row: GapRow) -> dict[str, Any]:
    return {
        "name": text(row.name),
        "now": str(whole(row.now.value)),
        "range": _("%(low)s bis %(high)s", low=whole(row.now.low), high=whole(row.now.high)),
        "target": str(row.target),
        "after": str(whole(row.after)),
        "weight": row.weight,
        "stated": row.stated.reason if row.stated else "",
        "low": row.now.low / HIGHEST_LEVEL,
        "high": row.now.high / HIGHEST_LEVEL,
        "best": row.now.value / HIGHEST_LEVEL,
        "asked": row.target / HIGHEST_LEVEL,
    }


def _conflict(page: Overview) -> str:
    if page.conflict is None:
        return ""
    return str(
        _(
            "Die Kurse könnten %(reachable)s der Lücke schließen. Mit Ihren Grenzen geht es bis %(closed)s; der Plan"
            " oben ist der nächste mögliche.",
            reachable=page.conflict.reachable,
            closed=page.conflict.closed,
        )
    )


def _funding_line(step: StepFunding) -> str:
    worth = ", ".join(each.programme.section for each in step.worth_asking)
    if not worth:
        return str(_("Förderung: nach diesen Regeln nicht"))
    return str(_("Förderung: Eine Anfrage lohnt sich nach %(sections)s.", sections=worth))


def _funding(found: PlanFunding, page: Overview) -> dict[str, Any]:
    titles = {slug: text(each) for slug, each in page.titles.items()}
    return {
        "advice": text(found.funding.advice),
        "version": _("Fassung vom %(date)s", date=format_date(found.funding.version, "long")),
        "whole": [_whole(each, found) for each in found.whole],
        "steps": [
            {
                "title": titles.get(step.measure.slug, step.measure.slug),
                "programmes": [_programme(each, found) for each in step.verdicts],
            }
            for step in found.steps
        ],
    }


def _whole(each: WholeVerdict, found: PlanFunding) -> list[str]:
    name = f"{each.programme.section} {text(each.programme.names)}"
    if not each.worth_asking:
        return [name, str(_("Nach dieser Regel kommt keiner der Schritte in Frage."))]
    count, many = len(each.worth_asking), len(found.steps)
    about = {"count": count, "many": many, "money": euros(each.cost)}
    told = _("Lohnt eine Anfrage bei %(count)s von %(many)s, zusammen %(money)s.", **about)
    joint = text(each.joint.rule.statements) if each.joint is not None and each.joint.state != "not" else ""
    return [name, f"{told} {joint}".strip()]


def _programme(verdict: Verdict, found: PlanFunding) -> dict[str, Any]:
    states = funding_words.state_names()
    return {
        "name": f"{verdict.programme.section} {text(verdict.programme.names)}",
        "verdict": funding_words.verdict_title(verdict),
        "share": funding_words.share(verdict.share),
        "rules": [
            [
                str(states[each.state]),
                text(each.rule.statements),
                funding_words.used(each, found.funding) or "–",
                " ".join(text(fact.questions) for fact in each.asks) or "–",
            ]
            for each in verdict.findings
        ],
    }


def _words() -> dict[str, str]:
    return {
        "steps": _("Ihre Schritte"),
        "none": _("Zurzeit passt kein Kurs."),
        "done": _("erledigt"),
        "gaps": _("Was das Ziel verlangt und wo Sie stehen"),
        "competence": _("Kompetenz"),
        "now": _("Sie jetzt"),
        "target": _("verlangt"),
        "after": _("danach"),
        "weight": _("Bedeutung"),
        "probably": _("wahrscheinlich"),
        "stated": _("von Ihnen angegeben:"),
        "legend": _("Stufen von 0 bis 8. Unentbehrliches zählt dreifach, Wichtiges doppelt."),
        "open": _("Was offen bleibt"),
        "conflict": _("Was sich widerspricht"),
        "together": _("Im Weg stehen zusammen:"),
        "enough": _("Genügen würde, davon nachzugeben:"),
        "changes": _("Was sich ändern müsste, um mehr zu schließen"),
        "funding": _("Förderung für diesen Lernweg"),
        "programme": _("Programm"),
        "means": _("Was das heißt"),
        "state": _("Stand"),
        "rule": _("Regel"),
        "used": _("Verwendet"),
        "question": _("Frage"),
    }
