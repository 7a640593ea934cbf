"""Regional demand in words."""

from flask_babel import gettext as _

from lms.kernel.i18n import text
from roadmap.region.demand import Weight


def level_names() -> dict[str, str]:
    """The levels of the tables."""
    return {
        "F": _("Fachkräfte: Niveau einer dualen Ausbildung"),
        "S": _("Spezialistinnen und Spezialisten: Niveau Meister oder Techniker"),
        "E": _("Expertinnen und Experten: akademische Tätigkeiten"),
    }


def list_names() -> dict[str, str]:
    """The lists of education targets."""
    return {
        "adaptation": _("Anpassung an neue Anforderungen (Abschnitt 7.2)"),
        "degree": _("Auf dem Weg zum Berufsabschluss (Abschnitt 7.3)"),
        "future": _("Mit Blick auf die Zukunft (Abschnitt 7.4)"),
        "school": _("Schulabschluss nachholen (Abschnitt 7.5)"),
    }


def kind_names() -> dict[str, str]:
    """The ways to a degree."""
    return {
        "group_retraining": _("Umschulung in Gruppen"),
        "in_house_retraining": _("Umschulung im Betrieb"),
        "partial": _("Teilqualifizierung"),
        "external_exam": _("Vorbereitung auf die Externenprüfung"),
    }


def reasons(weight: Weight) -> list[str]:
    """Why the region's demand speaks for something; empty if it does not."""
    sentences = [
        _("„%(target)s“ steht als Bildungsziel im regionalen Plan.", target=text(each.target.names))
        for each in weight.listed
    ]
    for each in weight.shortages:
        districts = ", ".join(text(district.names) for district in each.districts)
        sentences.append(
            _(
                "In der Berufsgruppe „%(occupation)s“ (%(code)s, Niveau %(level)s) fehlen Fachkräfte: %(districts)s.",
                occupation=text(each.occupation.names),
                code=each.occupation.code,
                level=each.level,
                districts=districts,
            )
        )
    return sentences
