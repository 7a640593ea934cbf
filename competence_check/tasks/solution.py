"""The answer that earns everything, for every format whose answer does not depend on a language."""

from collections.abc import Callable, Mapping

from competence_check.tasks.controls import Control, Value, controls_of, initial, is_graded
from competence_check.tasks.draft import openable
from competence_check.tasks.format import Body, Response


def right_state(body: Body) -> Response:
    """Every graded control right, the others as in the beginning, everything looked into."""
    state = {control["key"]: _right(control) for control in controls_of(body)}
    return {"state": state, "opened": sorted(openable(body))}


def _right(control: Control) -> Value:
    if not is_graded(control):
        return initial(control)
    if control["kind"] == "marks":
        return list(control["right"])
    if control["kind"] == "text":
        return str(control["accept"]["de"][0])
    return str(control["right"] if control["kind"] == "formula" else control["right"][0])


def _keys(body: Body) -> list[str]:
    return [str(option["key"]) for option in body["options"]]


def _right_keys(body: Body) -> list[str]:
    return [str(option["key"]) for option in body["options"] if option.get("correct")]


RIGHT_ANSWERS: Mapping[str, Callable[[Body], Response]] = {
    "single": lambda body: {"choice": _right_keys(body)[0]},
    "multiple": lambda body: {"choices": _right_keys(body)},
    "order": lambda body: {"order": _keys(body)},
    "match": lambda body: {"pairs": {key: key for key in _keys(body)}},
    "mark": lambda body: {"marks": list(body["right"])},
    "simulated": right_state,
}
