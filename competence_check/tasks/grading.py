"""All formats by name, and grading as the rest of the check uses it."""

from competence_check.tasks.arrangement import Match, Order
from competence_check.tasks.choice import Multiple, Single
from competence_check.tasks.format import UNKNOWN, Body, Fields, Format, Response
from competence_check.tasks.mark import Mark
from competence_check.tasks.simulated import Simulated
from competence_check.tasks.typed import Number, Short
from competence_check.tasks.wording import N_
from lms.kernel.errors import Invalid

FORMATS: dict[str, Format] = {
    "single": Single(),
    "multiple": Multiple(),
    "order": Order(),
    "match": Match(),
    "short": Short(),
    "number": Number(),
    "mark": Mark(),
    "simulated": Simulated(),
}

SELF_RATING_STEPS = 5


def read_answer(format_name: str, body: Body, fields: Fields) -> Response:
    """The answer in a form's fields; "Weiß ich nicht" is the field `unknown`. Raises Invalid."""
    if fields.get("unknown"):
        return dict(UNKNOWN)
    return FORMATS[format_name].read(body, fields)


def grade(format_name: str, body: Body, response: Response) -> float:
    """The score of `response`, 0–1; 0 for "Weiß ich nicht". Raises Invalid for what does not fit the task."""
    if response == UNKNOWN:
        return 0.0
    return FORMATS[format_name].grade(body, response)


def read_self_rating(fields: Fields) -> Response:
    """The chosen step {"step": 0–4}, or UNKNOWN for "Kann ich nicht sagen". Raises Invalid."""
    chosen = (fields.get("step") or ("",))[0]
    if chosen == "unknown" or fields.get("unknown"):
        return dict(UNKNOWN)
    if not chosen:
        raise Invalid(N_("Wählen Sie den Satz, der am besten passt, oder „Kann ich nicht sagen“."))
    if chosen not in [str(step) for step in range(SELF_RATING_STEPS)]:
        raise Invalid(N_("Diese Antwort gehört nicht zu der Frage. Bitte wählen Sie noch einmal."))
    return {"step": int(chosen)}
