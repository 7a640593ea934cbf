"""What the pages of a joint plan show: the kept figures with names of courses, and sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from competence_check.teams.figures import WHOLE
from lms.catalogue.models import Course
from lms.kernel import clock
from lms.kernel.i18n import text
from lms.kernel.toml import Texts
from lms.programme.queries import not_ended
from roadmap.funding.queries import current_funding
from roadmap.funding.rules import joint_applications
from roadmap.groups import queries
from roadmap.groups.dates import NONE, Planned, planned, still_needed
from roadmap.groups.models import GroupPlan, GroupResult, Kind
from roadmap.groups.terms import PRICED_EUROS, Terms
from roadmap.offers.models import Offer
from roadmap.offers.queries import offers_named
from roadmap.planning.plan import Plan, Why
from roadmap.queries import courses_named
from roadmap.wording import euros


@dataclass(frozen=True)
class Line:
    """A course of the plan. people: how many take it, of those that may be counted; names: who shows that.

    units: people by unit, where they may be shown. seats: of a date; there: dates of the programme that are to come;
    fewest, most: how many more are needed, None for courses that can be learned at any time; cost: of all `people`,
    euros.
    """

    title: str
    provider: str
    people: int
    names: Sequence[str]
    units: Sequence[tuple[str, int]]
    seats: int | None
    fewest: int | None
    most: int | None
    cost: float
    there: Planned = NONE

    @property
    def needed(self) -> str:
        """How many more dates, in words."""
        words: str = _("jederzeit")
        if self.fewest is not None and self.most is not None:
            words = _("%(fewest)s bis %(most)s", fewest=self.fewest, most=self.most)
        return str(self.most) if self.fewest == self.most is not None else words


@dataclass(frozen=True)
class Joint:
    """An offer that so many take that one application for funding may cover all. section: of the law."""

    title: str
    people: int
    section: str
    statement: Texts


@dataclass(frozen=True)
class GroupPage:
    """A plan as those who look after it see it. dates: sentences about further dates, money and absences."""

    plan: GroupPlan
    terms: Terms
    result: GroupResult | None
    body: Mapping[str, Any]
    lines: Sequence[Line]
    joint: Sequence[Joint]
    outlook: Sequence[str]
    open: Sequence[str]
    is_programme: bool
    takes_part: int
    without_part: int

    @property
    def has_range(self) -> bool:
        """Whether it is open for some seminar how many more dates are needed."""
        return any(line.fewest != line.most for line in self.lines)


def page_of(plan: GroupPlan, *, is_waiting: bool) -> GroupPage:
    """Everything about a plan that may be shown. is_waiting: whether it is being calculated."""
    result, is_programme = queries.result_to_show(plan, is_waiting=is_waiting), plan.kind == Kind.PROGRAMME
    body = result.body if result is not None else {}
    shown = [] if is_programme else queries.shown_participants(plan, preview=bool(body.get("preview")))
    slugs = {*body.get("courses", {}), *(each["course"] for each in body.get("dates", ()))}
    parts = [(each.name, Plan.from_json(each.part)) for each in shown if each.part is not None]
    slugs |= {step.course for _name, part in parts for step in part.steps}
    courses: dict[str, Course | Offer] = {**offers_named(slugs), **courses_named(slugs)}
    terms = Terms.from_json(plan.terms)
    there = planned(not_ended(plan.organisation_id, 0), clock.now()) if slugs else {}
    lines = [
        _line(slug, courses[slug], names, body, (_seats(courses[slug], terms), there.get(slug, NONE)))
        for slug in slugs
        if slug in courses
        for names in [[name for name, part in parts if slug in _taken(part)]]
    ]
    lines = sorted((each for each in lines if each.people), key=lambda each: (-each.people, each.title))
    return GroupPage(
        plan=plan,
        terms=terms,
        result=result,
        body=body,
        lines=lines,
        joint=joint_applications_of(lines),
        outlook=_outlook(body, courses),
        open=_open(body),
        is_programme=is_programme,
        takes_part=0 if is_programme else queries.participants(plan),
        without_part=sum(each.part is None for each in shown),
    )


def joint_applications_of(lines: Sequence[Line]) -> list[Joint]:
    """Measures of training providers with a joint application, by the rules of `roadmap.funding`."""
    measures = {line.title: line.people for line in lines if line.provider}
    funding = current_funding() if measures else None
    if funding is None:
        return []
    people = {title: [str(number) for number in range(many)] for title, many in measures.items()}
    return [
        Joint(title, measures[title], programme.section, programme.joint.statements)
        for title, programmes in joint_applications(funding, people).items()
        for programme in programmes
        if programme.joint is not None
    ]


def _taken(part: Plan) -> set[str]:
    return {step.course for step in part.steps}


def _line(
    slug: str, course: Course | Offer, names: Sequence[str], body: Mapping[str, Any], dates: tuple[int | None, Planned]
) -> Line:
    """dates: the seats of a date, and the dates to come."""
    counted: Mapping[str, int] = body.get("courses", {}).get(slug, {})
    people = len(names) + counted.get(str(WHOLE), 0)
    seats, there = dates
    fewest, most = still_needed(people, seats, there) if seats else (None, None)
    return Line(
        title=text(course.title),
        provider=course.provider if isinstance(course, Offer) else "",
        people=people,
        names=names,
        units=[(each["name"], counted[str(each["id"])]) for each in body.get("units", ()) if _is_cell(each, counted)],
        seats=seats,
        fewest=fewest,
        most=most,
        there=there,
        cost=people * (course.cost if isinstance(course, Offer) else 0.0),
    )


def _is_cell(unit: Mapping[str, Any], counted: Mapping[str, int]) -> bool:
    return unit["id"] != WHOLE and str(unit["id"]) in counted


def _seats(course: Course | Offer, terms: Terms) -> int | None:
    """The seats of a date; None where there are none to hold."""
    if isinstance(course, Offer):
        return max((each["seats"] or terms.seats for each in course.dates), default=None)
    return terms.seats if course.kind == "seminar" else None


def _outlook(body: Mapping[str, Any], courses: Mapping[str, Course | Offer]) -> list[str]:
    """What more dates, more money and more freedom would bring."""
    sentences = [_date(each, courses) for each in body.get("dates", ()) if each["course"] in courses]
    if body.get("money"):
        share, money = format_decimal(body["money"]), euros(PRICED_EUROS)
        sentences.append(
            _("%(money)s mehr würden höchstens weitere %(share)s %% aller Lücken schließen.", money=money, share=share)
        )
    elif body.get("money") is not None:
        sentences.append(_("Mehr Geld würde nichts weiter schließen."))
    for unit, share in body.get("away", {}).items():
        text_of = _("In „%(unit)s“ eine Person mehr gleichzeitig weg: höchstens weitere %(share)s %% aller Lücken.")
        sentences.append(text_of % {"unit": unit, "share": format_decimal(share)})
    return sentences


def _date(each: Mapping[str, Any], courses: Mapping[str, Course | Offer]) -> str:
    sentence: str = ngettext(
        "Ein weiterer Termin von „%(title)s“ mit %(seats)s Plätzen würde Lücken bei %(num)s Person schließen.",
        "Ein weiterer Termin von „%(title)s“ mit %(seats)s Plätzen würde Lücken bei %(num)s Personen schließen.",
        each["people"],
        title=text(courses[each["course"]].title),
        seats=each["seats"],
    )
    if each["share"]:
        sentence += " " + _("Das sind %(share)s %% aller Lücken.", share=format_decimal(each["share"]))
    return sentence


def _open(body: Mapping[str, Any]) -> list[str]:
    words = {
        Why.NO_COURSE: _("%(share)s %%: Dafür gibt es noch kein Angebot, das weiter führt."),
        Why.DROPPED: _("%(share)s %%: Die passenden Kurse haben Teilnehmende für sich weggelassen."),
        Why.NO_TIME: _("%(share)s %%: Die Lernzeit oder die Plätze reichen nicht."),
        Why.NO_MONEY: _("%(share)s %%: Das Budget reicht nicht."),
        Why.NOT_ACCEPTED: _("%(share)s %%: Es gibt Angebote, aber nicht in der gewünschten Form."),
        Why.UNREACHABLE: _("%(share)s %%: Es fehlt eine Stufe dazwischen, die kein Angebot vermittelt."),
    }
    return [words[Why(why)] % {"share": share} for why, share in body.get("open", {}).items() if share]
