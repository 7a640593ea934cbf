"""QTI in, with a report, and out again; own tasks as files that go into the content folder."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from competence_check.authoring.models import TaskDraft, TaskImport
from competence_check.models import Item
from lms.accounts.models import Person
from lms.kernel.db import db
from tests.competence_check.authoring.conftest import LIST, SINGLE, begin, publish, said
from tests.competence_check.conftest import House, once_of

pytestmark = pytest.mark.db

SLIDER = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="s" title="s">
<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="integer"/>
<qti-item-body><qti-slider-interaction response-identifier="RESPONSE"/></qti-item-body></qti-assessment-item>"""


def take_in(browser: FlaskClient, name: str, data: bytes) -> tuple[int, str]:
    """Read the file in; the status and where it leads."""
    form = {
        "once": once_of(browser.get(f"{LIST}/einlesen")),
        "place": "digcomp-3.0/1.1",
        "band": "basic",
        "language": "de",
    }
    answer = browser.post(f"{LIST}/einlesen", data={**form, "file": (BytesIO(data), name)})
    return answer.status_code, answer.location or said(answer)


def test_exported_tasks_come_back_as_drafts_that_are_ready_and_a_report_says_what_did_not(
    house: House, author: Person
) -> None:
    browser = house.browser(author.login)
    formats = ["single", "order", "match", "short", "number"]
    every = db.session.scalars(select(Item).where(Item.format.in_(formats)).order_by(Item.id))
    chosen = [item for item in every if "image" not in item.body][::12]
    marked = db.session.scalars(select(Item).where(Item.format == "mark").order_by(Item.id)).first()
    assert marked is not None
    names = "&".join(f"aufgabe={item.id}" for item in [*chosen, marked])
    page = said(browser.get(f"{LIST}/ausgeben?{names}"))
    assert f"{marked.key} (im Text markieren)" in page
    made = browser.get(f"{LIST}/ausgeben/qti?{names}").data
    extended = BytesIO(made)
    with ZipFile(extended, "a") as packed:
        packed.writestr("items/slider.xml", SLIDER)
    status, location = take_in(browser, "fragen.zip", extended.getvalue())
    assert status == 303
    report = said(browser.get(location))
    assert "items/slider.xml" in report
    assert "für qti-slider-interaction gibt es hier nichts Entsprechendes" in report
    drafts = list(db.session.scalars(select(TaskDraft)))
    assert len(drafts) == len(chosen)
    for draft in drafts:
        opened = browser.get(f"{LIST}/entwurf/{draft.uid}")
        # All that is wrong is that everybody has these tasks already.
        assert "noch 1 Punkt" in said(opened), draft.fields["key"]
        assert "gibt es schon" in said(opened)
    assert browser.post(f"{location}/entfernen").status_code == 303
    assert not db.session.scalar(select(TaskImport.id))
    assert len(list(db.session.scalars(select(TaskDraft.id)))) == len(chosen)


@pytest.mark.parametrize(
    "name, data, told",
    [
        ("leer.xml", b"", "kein lesbares XML"),
        ("bombe.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "Entitäten"),
        ("kaputt.zip", b"PK\x03\x04 broken", "Das Paket ist keine lesbare ZIP-Datei."),
        ("fremd.xml", b"<html/>", "In dieser Datei sind keine QTI-Aufgaben."),
    ],
)
def test_broken_and_hostile_files_are_told_and_leave_nothing(
    house: House, author: Person, name: str, data: bytes, told: str
) -> None:
    browser = house.browser(author.login)
    status, text = take_in(browser, name, data)
    if status == 303:
        text = said(browser.get(text))
    assert told in text
    assert not db.session.scalar(select(TaskDraft.id))


def test_own_tasks_leave_as_files_that_the_content_folder_takes(house: House, author: Person) -> None:
    browser = house.browser(author.login)
    draft = begin(browser, "single")
    browser.post(draft, data={**SINGLE, "revision": "1"})
    task = publish(browser, draft)
    packed = ZipFile(BytesIO(browser.get(f"{LIST}/ausgeben/dateien?aufgabe={task}").data))
    assert packed.namelist() == ["checks/digcomp-3.0/eigene-aufgaben.toml"]
    text = packed.read("checks/digcomp-3.0/eigene-aufgaben.toml").decode()
    assert 'key = "bildschirm-sperren"' in text
    assert "correct = true" in text
