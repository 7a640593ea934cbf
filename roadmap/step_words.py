"""Why a step is in a roadmap, and why what stays open does, in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, format_percent, ngettext
from flask_babel import gettext as _

from competence_check.levels import Profile
from competence_check.scoring.scale import whole
from lms.catalogue.models import Course
from lms.kernel.i18n import text
from lms.kernel.toml import Texts
from roadmap.goals.combining import Combined, CombinedTarget
from roadmap.measured import Measured, Source
from roadmap.offers.models import Offer
from roadmap.planning.plan import Rest, Why
from roadmap.planning.timing import Now
from roadmap.reasons import Reason
from roadmap.wording import floored, weight_name

# How many courses a sentence names at most.
MOST_NAMED = 3

# A gap that is there with this probability is told as one.
ALL_BUT_SURE = 0.995


@dataclass(frozen=True)
class Words:
    """What sentences about one roadmap need to know. names: of competences by id; courses: by slug; deadline: the last
    day of learning, if the person set one."""

    profile: Profile
    names: Mapping[str, Texts]
    courses: Mapping[str, Course | Offer]
    measured: Measured
    combined: Combined
    deadline: date | None = None

    def titles(self, slugs: Sequence[str]) -> str:
        """The courses as a list in quotation marks."""
        found = [_("„%(title)s“", title=text(self.courses[slug].title)) for slug in slugs if slug in self.courses]
        found = list(dict.fromkeys(found))
        more = len(found) - MOST_NAMED
        named = ", ".join(found[:MOST_NAMED])
        if more <= 0:
            return named
        return str(_("%(named)s und %(n)s mehr", named=named, n=more))

    def reasons(self, reasons: Sequence[Reason]) -> list[str]:
        """A sentence for each reason of a step that there is something to say about."""
        sentences = [self._gain(each) for each in reasons if each["kind"] == "gain"]
        for reason in reasons:
            titles = self.titles(reason.get("courses", ()))
            if reason["kind"] == "opens" and titles:
                sentences.append(_("Ist Voraussetzung für %(courses)s.", courses=titles))
            elif reason["kind"] == "after" and titles:
                sentences.append(_("Setzt voraus: %(courses)s.", courses=titles))
            elif reason["kind"] == "date" and reason["seats"] is not None:
                seats = reason["seats"]
                sentences.append(
                    ngettext("Dann ist noch %(num)s Platz frei.", "Dann sind noch %(num)s Plätze frei.", seats)
                )
            elif reason["kind"] == "now":
                sentences.append(self._now(reason))
        return [sentence for sentence in sentences if sentence]

    def _gain(self, reason: Reason) -> str:
        target = self.combined.targets.get(reason["competence"])
        if target is None:
            return ""
        name = text(self.names.get(target.competence)) or target.competence
        sentence: str = ngettext(
            "Schließt %(num)s Stufe bei „%(competence)s“ (verlangt: %(target)s, Sie: %(level)s), "
            "%(weight)s für „%(profile)s“.",
            "Schließt %(num)s Stufen bei „%(competence)s“ (verlangt: %(target)s, Sie: %(level)s), "
            "%(weight)s für „%(profile)s“.",
            whole(reason["after"]) - whole(reason["before"]),
            competence=name,
            target=target.level,
            level=self._level(target.competence, reason["before"]),
            weight=weight_name(target.weight),
            # What only a goal asks for is asked for by the goal.
            profile=text(self.profile.names if target.role is not None else target.because[0].goal.names),
        )
        return " ".join([sentence, *self._sure(reason), *self._behind(target)])

    def _sure(self, reason: Reason) -> list[str]:
        """How likely the gap is there at all, where the level that was measured leaves room for doubt."""
        sure = reason.get("sure", 1.0)
        if sure >= ALL_BUT_SURE:
            return []
        return [_("Dass hier etwas fehlt, ist zu %(sure)s sicher.", sure=format_percent(floored(sure)))]

    def _now(self, reason: Reason) -> str:
        """Why the step stands where it does; empty where what it speaks of is gone."""
        titles = self.titles(reason["courses"])
        on = format_date(date.fromisoformat(reason["day"]), "long") if reason["day"] else ""
        sentences = {
            Now.ONLY_DATE: _("Dann, weil es nur diesen Termin gibt, der für Sie passt."),
            Now.FIRST_DATE: _("Dann, weil es der erste Termin ist, der für Sie passt."),
            Now.DATE_THAT_FITS: _("Dann, weil frühere Termine mit den anderen Schritten nicht zusammengehen."),
            Now.PREREQUISITE: _("Dann, weil gleich davor endet, was es voraussetzt: %(courses)s.", courses=titles),
            Now.AVAILABLE: _("Dann, weil es das erst ab %(date)s gibt.", date=on),
            Now.HOURS: _("Dann, weil die Lernzeit davor vergeben ist: %(courses)s.", courses=titles),
            Now.LESS_PER_HOUR: _("Was davor kommt, schließt in jeder Stunde mehr."),
            Now.MOST_PER_HOUR: _("Gleich zu Beginn, weil es in jeder Stunde am meisten schließt."),
            Now.OPENS: _("Gleich zu Beginn, weil %(courses)s darauf aufbaut.", courses=titles),
            Now.KEPT: _("Gleich zu Beginn, weil es in Ihrem Plan schon an dieser Stelle stand."),
            Now.START: _("Gleich zu Beginn, weil dafür schon Zeit ist."),
            Now.DEADLINE: _("Muss in dieser Zeit fertig werden: Ihr Lernweg endet am %(date)s.", date=on),
        }
        return str(sentences[Now(reason["now"])]) if titles or not reason["courses"] else ""

    def _behind(self, target: CombinedTarget) -> list[str]:
        """The goals and the region's demand that stand behind a target."""
        sentences = [
            (
                _("Das Vorhaben „%(goal)s“ verlangt hier mehr als die Rolle: %(reason)s", **about)
                if each.raised
                else _("Auch das Vorhaben „%(goal)s“ braucht es: %(reason)s", **about)
            )
            for each in target.because[:1]
            for about in [{"goal": text(each.goal.names), "reason": text(each.reasons)}]
        ]
        for demanded in target.demand[:1]:
            sentences.append(_("In der Region gesucht: %(target)s.", target=text(demanded.names)))
        return sentences

    def _level(self, competence: str, before: float) -> str:
        stand = self.measured.levels.get(competence)
        if stand is not None and whole(before) > whole(stand.value):
            return str(_("nach den Schritten davor %(level)s", level=whole(before)))
        if competence in self.measured.stated:
            return str(_("von Ihnen angegeben: %(level)s", level=whole(before)))
        if self.measured.source is Source.HAND:
            return str(_("nach eigener Angabe %(level)s", level=whole(before)))
        if stand is None or whole(stand.low) == whole(stand.high):
            return str(whole(before))
        low, high = whole(stand.low), whole(stand.high)
        return str(_("%(level)s, wahrscheinlich %(low)s bis %(high)s", level=whole(before), low=low, high=high))

    def rest(self, rest: Rest) -> str:
        """Why a piece of the gap stays open, and what would help."""
        titles = self.titles(rest.courses)
        sentences = {
            Why.NO_COURSE: _("Dafür gibt es noch keinen Kurs, der weiter führt."),
            Why.DROPPED: _("Sie haben %(courses)s weggelassen. Holen Sie das zurück, geht es weiter.", courses=titles),
            Why.NO_TIME: self._no_time(titles),
            Why.NO_MONEY: _("%(courses)s kostet mehr, als vom Budget übrig ist.", courses=titles),
            Why.NOT_ACCEPTED: _("Weiter führt nur %(courses)s, aber nicht in der gewünschten Form.", courses=titles),
            Why.UNREACHABLE: _("Für %(courses)s ist mehr nötig, als die Schritte davor vermitteln.", courses=titles),
        }
        return str(sentences[rest.why])

    def _no_time(self, titles: str) -> str:
        """Why the hours are not enough: until the person's own deadline, or in the year that is planned."""
        if self.deadline is not None:
            until = format_date(self.deadline, "long")
            return str(
                _("Bis zum %(date)s reicht die Lernzeit nicht auch für %(courses)s.", date=until, courses=titles)
            )
        return str(
            _(
                "In zwölf Monaten reicht die Lernzeit nicht auch für %(courses)s. Mit mehr Zeit pro Woche geht es.",
                courses=titles,
            )
        )
