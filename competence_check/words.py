"""How levels, bands and states are called."""

from flask_babel import gettext as _

from competence_check.scoring.scale import band_of, whole
from competence_check.scoring.status import Difference, Status


def level_words(level: float) -> str:
    """A level as people are told it, such as "Stufe 3 (Aufbau)"."""
    words: str = _("Stufe %(level)d (%(band)s)", level=whole(level), band=band_names()[band_of(level)])
    return words


def band_names() -> dict[str, str]:
    """The four bands, and what comes before the first."""
    return {
        "": _("am Anfang"),
        "basic": _("Grundlagen"),
        "intermediate": _("Aufbau"),
        "advanced": _("fortgeschritten"),
        "highly_advanced": _("weit fortgeschritten"),
    }


def range_words(low: float, high: float) -> str:
    """The 95 % range, such as "zwischen Stufe 2 und 5"."""
    words: str = _("zwischen Stufe %(low)d und %(high)d", low=whole(low), high=whole(high))
    if whole(low) == whole(high):
        words = _("Stufe %(level)d", level=whole(low))
    return words


def status_names() -> dict[Status, str]:
    """How firm a level is."""
    return {Status.FIRM: _("klar"), Status.EMERGING: _("zeichnet sich ab"), Status.OPEN: _("noch offen")}


def remarks() -> dict[Difference, str]:
    """What to say about a self-rating beside the tasks: nothing unless the difference is more than chance."""
    return {
        Difference.ALIKE: "",
        Difference.SELF_HIGHER: _("Sie sehen sich weiter, als diese Aufgaben zeigen. Der Rückblick erklärt sie."),
        Difference.SELF_LOWER: _("Die Aufgaben zeigen mehr, als Sie sich zuschreiben. Das dürfen Sie sich zutrauen."),
    }
