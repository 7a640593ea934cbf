"""A roadmap as a workbook: steps, gaps, what stays open, funding; numbers and days as such, so that one can go on."""

from flask_babel import gettext as _

from competence_check.scoring.scale import whole
from lms.kernel.i18n import text
from lms.kernel.sheets.writing import Cell, Sheet, xlsx
from roadmap.funding import wording as funding_words
from roadmap.funding.planned import PlanFunding
from roadmap.papers.paper import facts
from roadmap.shown import Overview, ShownStep
from roadmap.wording import format_names


def as_xlsx(page: Overview) -> bytes:
    """The roadmap as XLSX in the language of the reader."""
    sheets = [_about(page), _steps(page), _gaps(page)]
    if page.open_gaps or page.changes or page.conflict:
        sheets.append(_open(page))
    if page.funding is not None:
        sheets.append(_funding(page.funding, page))
    return xlsx(sheets)


def _about(page: Overview) -> Sheet:
    rows: list[tuple[Cell, ...]] = [(_("Zielprofil"), text(page.profile.names)), *map(tuple, facts(page))]
    if page.proven:
        rows.append((_("Bewiesen"), page.proven))
    return Sheet(_("Überblick"), (_("Angabe"), _("Wert")), rows)


def _steps(page: Overview) -> Sheet:
    columns = (
        *(_("Nr."), _("Schritt"), _("Stand"), _("Beginn"), _("Ende"), _("Stunden"), _("Kosten in Euro"), _("Form")),
        *(_("Anbieter"), _("Ort"), _("Warum")),
    )
    return Sheet(_("Schritte"), columns, [_step(step) for step in (*page.done, *page.coming)])


def _step(step: ShownStep) -> tuple[Cell, ...]:
    offer = step.offer
    return (
        step.number,
        text(step.title),
        _("erledigt") if step.is_done else _("geplant"),
        step.start,
        step.end,
        round(step.minutes / 60, 2),
        step.cost,
        format_names().get(step.format, ""),
        offer.provider if offer is not None else "",
        offer.place if offer is not None else "",
        " ".join(step.reasons),
    )


def _gaps(page: Overview) -> Sheet:
    columns = (
        *(_("Kompetenz"), _("Stufe jetzt"), _("wahrscheinlich ab"), _("wahrscheinlich bis"), _("verlangt")),
        *(_("nach dem Lernweg"), _("Bedeutung"), _("von Ihnen angegeben, weil")),
    )
    rows = [
        (
            text(row.name),
            whole(row.now.value),
            whole(row.now.low),
            whole(row.now.high),
            row.target,
            whole(row.after),
            row.weight,
            row.stated.reason if row.stated else "",
        )
        for row in page.gaps
    ]
    return Sheet(_("Lücken"), columns, rows)


def _open(page: Overview) -> Sheet:
    rows = [(_("offen"), text(row.name), row.open) for row in page.open_gaps]
    if page.conflict is not None:
        rows += [(_("widerspricht sich"), "", each) for each in page.conflict.constraints]
    rows += [(_("würde helfen"), "", each) for each in page.changes]
    return Sheet(_("Was offen bleibt"), (_("Art"), _("Kompetenz"), _("Woran es liegt")), rows)


def _funding(found: PlanFunding, page: Overview) -> Sheet:
    states = funding_words.state_names()
    rows = [
        (
            text(page.titles.get(step.measure.slug)) or step.measure.slug,
            verdict.programme.section,
            text(each.rule.statements),
            states[each.state],
            funding_words.used(each, found.funding),
            " ".join(text(fact.questions) for fact in each.asks),
            text(each.rule.sources),
            each.rule.dated,
        )
        for step in found.steps
        for verdict in step.verdicts
        for each in verdict.findings
    ]
    rows.append((_("Hinweis"), "", text(found.funding.advice), "", "", "", "", found.funding.version))
    columns = (
        *(_("Schritt"), _("Programm"), _("Regel"), _("Stand"), _("Verwendet"), _("Frage"), _("Quelle")),
        _("Stand der Quelle"),
    )
    return Sheet(_("Förderung"), columns, rows)
