"""Choosing one option or several."""

from competence_check.tasks.format import Body, Fields, Response, keys_of
from competence_check.tasks.wording import N_
from lms.kernel.errors import Invalid


def _right(body: Body) -> set[str]:
    return {str(option["key"]) for option in body["options"] if option.get("correct")}


class Single:
    """One option is right: 1, any other 0. Answer: {"choice": key}."""

    def read(self, body: Body, fields: Fields) -> Response:
        """The chosen option, from the field `choice`."""
        chosen = fields.get("choice", ())
        if not chosen:
            raise Invalid(N_("Wählen Sie eine Antwort aus oder „Weiß ich nicht“."))
        response = {"choice": chosen[0]}
        self.grade(body, response)
        return response

    def grade(self, body: Body, response: Response) -> float:
        """1 for the right option, 0 for any other."""
        if response.get("choice") not in keys_of(body):
            raise Invalid(N_("Diese Antwort gehört nicht zu der Aufgabe. Bitte wählen Sie noch einmal."))
        return 1.0 if response["choice"] in _right(body) else 0.0


class Multiple:
    """Several options are right. Answer: {"choices": [key, …]}.

    Partial credit: share of the right options ticked minus share of the wrong ones ticked, at least 0. So
    ticking everything is worth as little as ticking nothing, and every slip costs the same whatever the
    number of options.
    """

    def read(self, body: Body, fields: Fields) -> Response:
        """The ticked options, from the field `choice`."""
        chosen = list(fields.get("choice", ()))
        if not chosen:
            raise Invalid(N_("Wählen Sie mindestens eine Antwort aus oder „Weiß ich nicht“."))
        response: Response = {"choices": chosen}
        self.grade(body, response)
        return response

    def grade(self, body: Body, response: Response) -> float:
        """max(0, right ticked / right − wrong ticked / wrong)."""
        chosen, keys, right = response.get("choices"), keys_of(body), _right(body)
        if not isinstance(chosen, list) or len(set(chosen)) != len(chosen) or not set(chosen) <= set(keys):
            raise Invalid(N_("Diese Antworten gehören nicht zu der Aufgabe. Bitte wählen Sie noch einmal."))
        hits = len(right & set(chosen)) / len(right)
        slips = len(set(chosen) - right) / (len(keys) - len(right))
        return max(0.0, hits - slips)
