"""Marking words or sentences in a text."""

from competence_check.tasks.format import Body, Fields, Response
from competence_check.tasks.pieces import marked_share, marks_of
from competence_check.tasks.wording import N_
from lms.kernel.errors import Invalid


class Mark:
    """Mark the pieces of a text that the question asks for. Answer: {"marks": [key, …]}.

    Partial credit as for several choices: share of the right pieces marked minus share of the wrong ones.
    """

    def read(self, body: Body, fields: Fields) -> Response:
        """The marked pieces, from the field `mark`."""
        marked = list(fields.get("mark", ()))
        if not marked:
            raise Invalid(N_("Markieren Sie mindestens eine Stelle oder wählen Sie „Weiß ich nicht“."))
        response: Response = {"marks": marked}
        self.grade(body, response)
        return response

    def grade(self, body: Body, response: Response) -> float:
        """max(0, right marked / right − wrong marked / wrong)."""
        marked, keys = response.get("marks"), list(marks_of(body["text"]["de"]))
        if not isinstance(marked, list) or len(set(marked)) != len(marked) or not set(marked) <= set(keys):
            raise Invalid(N_("Diese Stellen gehören nicht zu der Aufgabe. Bitte markieren Sie noch einmal."))
        return marked_share(marked, body["right"], keys)
