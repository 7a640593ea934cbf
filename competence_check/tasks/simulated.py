"""Simulated tasks: a piece of office software in which somebody does something, graded by what they did."""

from collections.abc import Mapping

from competence_check.tasks.controls import Value, controls_of, fits, initial, is_graded, is_initial, share_right
from competence_check.tasks.draft import draft_of, openable
from competence_check.tasks.format import Body, Fields, Response
from competence_check.tasks.wording import N_
from lms.kernel.errors import Invalid

_FOREIGN = N_("Diese Angaben gehören nicht zu der Aufgabe. Bitte bearbeiten Sie sie noch einmal.")


class Simulated:
    """Answer: {"state": {control: value}, "opened": [what was looked into]}.

    Partial credit: share of the things to do that are done, minus share of the things to leave alone that were
    changed for the worse, at least 0. So doing nothing is worth nothing, and so is changing everything.
    """

    def read(self, body: Body, fields: Fields) -> Response:
        """The final state, from one field `s-<control>` each and `opened`; refused while nothing was changed."""
        draft = draft_of(body, fields)
        response: Response = {"state": dict(draft.values), "opened": sorted(draft.opened)}
        controls = controls_of(body)
        if all(is_initial(control, draft.values[control["key"]]) for control in controls if is_graded(control)):
            raise Invalid(N_("Sie haben noch nichts verändert. Tun Sie etwas oder wählen Sie „Weiß ich nicht“."))
        self.grade(body, response)
        return response

    def grade(self, body: Body, response: Response) -> float:
        """max(0, done / to do − broken / to leave alone)."""
        state, opened = response.get("state"), response.get("opened")
        controls = controls_of(body)
        if not isinstance(state, dict) or not isinstance(opened, list) or not set(opened) <= openable(body):
            raise Invalid(_FOREIGN)
        if set(state) != {control["key"] for control in controls}:
            raise Invalid(_FOREIGN)
        if not all(fits(control, state[control["key"]]) for control in controls):
            raise Invalid(_FOREIGN)
        return _score(body, state, set(opened))


def _score(body: Body, state: Mapping[str, Value], opened: set[str]) -> float:
    done: list[float] = []
    broken: list[float] = []
    for control in controls_of(body):
        if not is_graded(control):
            continue
        share = share_right(body, control, state[control["key"]], opened)
        if share_right(body, control, initial(control), openable(body)) >= 1:
            broken.append(1.0 - share)
        else:
            done.append(share)
    harm = sum(broken) / len(broken) if broken else 0.0
    return max(0.0, sum(done) / len(done) - harm)


def parts_right(body: Body, response: Response) -> dict[str, float]:
    """How right each graded control is, 0–1, by key: for the look back."""
    opened = set(response["opened"])
    return {
        control["key"]: share_right(body, control, response["state"][control["key"]], opened)
        for control in controls_of(body)
        if is_graded(control)
    }
