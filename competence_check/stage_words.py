"""A simulated task in words, for the look back: what somebody did, what would have been right, and why."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from competence_check.tasks.controls import Control, Value, controls_of, is_graded
from lms.kernel.i18n import text

_LONGEST_LABEL = 60


def state_in_words(body: Mapping[str, Any], state: Mapping[str, Value]) -> list[str]:
    """One line for each graded control, such as "Rechnung 4711: melden"."""
    return [
        f"{_label(control)}: {_value(control, state[control['key']])}"
        for control in controls_of(body)
        if is_graded(control)
    ]


def reasons_in_words(body: Mapping[str, Any]) -> list[str]:
    """Why each thing is right as it is, where the author says so."""
    return [f"{_label(control)}: {text(control['why'])}" for control in controls_of(body) if control.get("why")]


def _label(control: Control) -> str:
    label = text(control["label"])
    return label if len(label) <= _LONGEST_LABEL else f"{label[:_LONGEST_LABEL].rsplit(' ', 1)[0]} …"


def _value(control: Control, value: Value) -> str:
    words: str = _("nichts")
    if control["kind"] == "switch":
        words = _("an") if value == "on" else _("aus")
    elif value and control["kind"] in ("text", "formula"):
        words = str(value)
    elif value:
        chosen = [value] if isinstance(value, str) else value
        words = ", ".join(text(option["text"]) for option in control["options"] if option["key"] in chosen)
    return words
