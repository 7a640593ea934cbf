"""An editorial team at work in a browser."""

from html import unescape
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.accounts.models import Person
from lms.kernel.access import Role
from tests.competence_check.conftest import House, once_of

LIST = "/kompetenzcheck/aufgaben"

SINGLE = {
    "key": "bildschirm-sperren", "competence": "4.1", "band": "basic", "outcomes": "LO4.1.05",
    "prompt.de": "Sie gehen zum Kopierer. Am Platz ist ein Antrag offen.\n\nWas tun Sie zuerst?",
    "prompt.en": "You go to the copier. A request is open at your desk.\n\nWhat do you do first?",
    "feedback.de": "Sperren geht am schnellsten mit Windows + L.", "feedback.en": "Windows + L locks it quickest.",
    "source": "Dienstanweisung IT", "checked_on": "2026-11-21", "correct": "1",
    "options.0.key": "a", "options.0.text.de": "Ich drehe den Bildschirm weg.",
    "options.0.text.en": "I turn the screen away.",
    "options.1.key": "b", "options.1.text.de": "Ich sperre den Bildschirm.", "options.1.text.en": "I lock the screen.",
    "options.2.key": "c", "options.2.text.de": "Ich lasse alles so stehen.",
    "options.2.text.en": "I leave it like that.",
}  # fmt: skip


class _Form(HTMLParser):
    """The fields of the editor's form, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an input, the beginning of an area, or the chosen option of a select."""
        found = {name: value or "" for name, value in attrs}
        name, kind = found.get("name", ""), found.get("type", "")
        ticked = kind not in ("radio", "checkbox") or "checked" in found
        if tag == "input" and name and ticked:
            self.fields.setdefault(name, []).append(found.get("value", ""))
        elif tag == "textarea":
            self._area = name
            self.fields[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in found:
            self.fields[self._select] = [found.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        """End an area: a browser leaves out the first end of line."""
        if tag == "textarea" and self._area is not None:
            self.fields[self._area] = [self.fields[self._area][0].removeprefix("\n")]
            self._area = None

    def handle_data(self, data: str) -> None:
        """Text inside an area."""
        if self._area is not None:
            self.fields[self._area][0] += data


def form_of(page: TestResponse) -> dict[str, list[str]]:
    """What the page's form would send if nobody changed anything."""
    reader = _Form()
    reader.feed(page.text)
    return reader.fields


def said(page: TestResponse) -> str:
    """The page without marks of quotes and umlauts."""
    return unescape(page.text)


def begin(browser: FlaskClient, form: str, place: str = "digcomp-3.0/4.1", surface: str = "") -> str:
    """Begin a new task; the address of its draft."""
    once = once_of(browser.get(f"{LIST}/neu"))
    answer = browser.post(f"{LIST}/neu", data={"once": once, "place": place, "format": form, "surface": surface})
    assert answer.status_code == 303, answer.text
    return answer.location


def publish(browser: FlaskClient, draft: str, note: str = "") -> int:
    """Publish the draft as it is saved; the id of the task."""
    revision = form_of(browser.get(f"{draft}/veroeffentlichen"))["revision"][0]
    answer = browser.post(
        f"{draft}/veroeffentlichen", data={"by": "Redaktion, FB 11", "note": note, "revision": revision}
    )
    assert answer.status_code == 303, answer.text
    return int(answer.location.rpartition("/")[2])


@pytest.fixture
def author(house: House) -> Person:
    """Somebody who writes tasks."""
    return house.person("redaktion", role=Role.AUTHOR)
