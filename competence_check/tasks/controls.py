"""What one can change in a simulated task: controls, their values, and how right a value is.

A control is plain JSON as docs/content.md describes it: {"key", "kind", "label", "options", "initial", "right",
"accept", "after", "why"}. Kinds: "choice" (one option, "" for none yet), "switch" ("on" or "off"), "marks" (a list
of options), "text" and "formula" (what is typed).
"""

from collections.abc import Collection, Mapping
from typing import Any

from competence_check.tasks.format import Body
from competence_check.tasks.pieces import marked_share
from competence_check.tasks.sheet import same_result
from competence_check.tasks.typed import LONGEST, normal_text

Control = Mapping[str, Any]
Value = str | list[str]

KINDS = ("choice", "switch", "marks", "text", "formula")
SWITCH = ("off", "on")


def controls_of(body: Body) -> list[Control]:
    """The controls of a simulated task, in reading order."""
    return list(body["controls"])


def option_keys(control: Control) -> list[str]:
    """What can be chosen."""
    if control["kind"] == "switch":
        return list(SWITCH)
    return [str(option["key"]) for option in control.get("options", ())]


def initial(control: Control, language: str = "de") -> Value:
    """The value before anybody does something; typed text may begin differently by language."""
    value = control.get("initial")
    if isinstance(value, Mapping):
        value = value.get(language) or value["de"]
    if value is None:
        return [] if control["kind"] == "marks" else "off" if control["kind"] == "switch" else ""
    return list(value) if control["kind"] == "marks" else str(value)


def is_initial(control: Control, value: Value) -> bool:
    """Whether nobody changed it, in whichever language the task was shown."""
    return value in [initial(control, language) for language in ("de", "en")]


def fits(control: Control, value: object) -> bool:
    """Whether `value` can be a value of the control."""
    kind, keys = control["kind"], option_keys(control)
    if kind == "marks":
        return isinstance(value, list) and len(set(map(str, value))) == len(value) and set(value) <= set(keys)
    if not isinstance(value, str):
        return False
    if kind in ("text", "formula"):
        return len(value) <= LONGEST and "\x00" not in value
    return value in keys or (kind == "choice" and value == "")


def is_graded(control: Control) -> bool:
    """Whether it counts; the others only make the scene real."""
    return bool(control.get("right") or control.get("accept"))


def share_right(body: Body, control: Control, value: Value, opened: Collection[str]) -> float:
    """How right the value is, 0–1. A value that one cannot know without looking counts only after a look."""
    after = control.get("after", ())
    if after and not set(after) & set(opened):
        return 0.0
    if isinstance(value, list):
        return marked_share(value, control["right"], option_keys(control))
    if control["kind"] == "text":
        accepted = {normal_text(each) for texts in control["accept"].values() for each in texts}
        return float(normal_text(value) in accepted)
    if control["kind"] == "formula":
        return float(same_result(body["scene"]["cells"], control["cell"], value, control["right"]))
    return float(value in control["right"])
