"""Funding findings in words. They say what is worth asking, never what somebody is entitled to."""

from flask_babel import format_decimal
from flask_babel import gettext as _

from lms.kernel.i18n import text
from roadmap.funding.rules import EmployerShare, Finding, Funding, State, Verdict


def verdict_title(verdict: Verdict) -> str:
    """The verdict in a few words."""
    if not verdict.is_worth_asking:
        return str(_("Nicht nach dieser Regel"))
    if verdict.is_complete:
        return str(_("Lohnt eine Anfrage"))
    return str(_("Lohnt eine Anfrage, wenn sich die offenen Fragen klären"))


def against(verdict: Verdict) -> str:
    """Why not under this rule; empty if nothing speaks against it."""
    reasons = " ".join(text(each.rule.statements) for each in verdict.against)
    return str(_("Nicht erfüllt ist: %(reasons)s", reasons=reasons)) if reasons else ""


def state_names() -> dict[State, str]:
    """How a rule stands."""
    return {
        State.FULFILLED: _("erfüllt"),
        State.NOT: _("nicht erfüllt"),
        State.UNKNOWN: _("offen"),
        State.DIFFERS: _("Quellen weichen ab"),
    }


def used(finding: Finding, funding: Funding) -> str:
    """The facts that a finding rests on, such as "Umfang der Weiterbildung: 160 Stunden"."""
    return "; ".join(_fact(key, value, funding) for key, value in finding.used.items())


def _fact(key: str, value: float | bool, funding: Funding) -> str:
    fact = funding.facts[key]
    if fact.kind == "flag":
        return f"{text(fact.names)}: {_('ja') if value else _('nein')}"
    return f"{text(fact.names)}: {format_decimal(value)} {text(fact.units)}".rstrip()


def share(found: EmployerShare | None) -> str:
    """What the employer pays of the course, as far as it can be said."""
    if found is None:
        return ""
    if found.share is not None:
        return text(found.share.statements)
    return str(_("Was der Betrieb selbst trägt, hängt von seiner Größe ab und manchmal von der Person."))
