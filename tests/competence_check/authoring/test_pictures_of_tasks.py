"""An author puts a picture into a task: checked, shown in the check, versioned, and seen in one's own house only."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from competence_check.authoring.models import TaskPicture
from competence_check.authoring.pictures import forget_unused
from competence_check.models import FormerItem, Item
from lms.accounts.models import Person
from lms.accounts.services import create_organisation, create_person
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import OrganisationKind
from tests.competence_check.authoring.conftest import LIST, SINGLE, begin, form_of, publish, said
from tests.competence_check.conftest import PASSWORD, House
from tests.pictures import chunk, jpeg, png

pytestmark = pytest.mark.db

ALT = {"alt.de": "Ein Schreibtisch mit offenem Antrag.", "alt.en": "A desk with an open request on it."}


def chosen(content: bytes, name: str) -> FileStorage:
    return FileStorage(BytesIO(content), filename=name)


def sent(browser: FlaskClient, draft: str, fields: dict[str, str], picture: bytes) -> TestResponse:
    """A large form as a browser sends it, without a file of the test client's own."""
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    head = '--x\r\nContent-Disposition: form-data; name="picture"; filename="gross.png"\r\n\r\n'
    body = "\r\n".join([*parts, head]).encode() + picture + b"\r\n--x--\r\n"
    return browser.post(draft, data=body, content_type="multipart/form-data; boundary=x")


def names() -> list[str]:
    return sorted(db.session.scalars(select(TaskPicture.name)))


def image_of(task: int) -> str:
    item = db.session.get_one(Item, task, populate_existing=True)
    return str(item.body["image"]["de"])


def test_a_picture_is_checked_needs_its_words_is_shown_and_makes_a_version_of_its_own(
    house: House, author: Person
) -> None:
    browser = house.browser(author.login)
    draft = begin(browser, "single")
    # What is no picture is told beside the field, and what was typed is saved all the same.
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
    refused = browser.post(draft, data={**SINGLE, "revision": "1", "picture": chosen(drawing, "plan.png")})
    assert refused.status_code == 422
    assert "Das ist kein Bild in PNG, JPEG oder WebP." in said(refused)
    assert form_of(refused)["prompt.de"] == [SINGLE["prompt.de"]]
    large = sent(browser, draft, {**SINGLE, "revision": "2"}, b"\x89PNG\r\n\x1a\n" + b"\0" * 2_100_000)
    assert "größer als 2 MB" in said(large)
    assert sent(browser, draft, {**SINGLE, "revision": "3"}, b"\0" * 5_000_000).status_code == 413
    assert names() == []

    silent = {**SINGLE, "revision": "3", "picture": chosen(png(more=chunk(b"tEXt", b"GPS")), "../Büro (1).PNG")}
    assert browser.post(draft, data=silent).status_code == 303
    (name,) = names()
    assert name.startswith("buero-1-")
    page = browser.get(draft)
    assert form_of(page)["image"] == [name]
    assert "Alternativtext" in said(page)
    # Without words for those who do not see it, it is not published.
    late = browser.post(f"{draft}/veroeffentlichen", data={"by": "R", "note": "", "revision": "4"})
    assert late.location.endswith(draft)
    assert browser.post(draft, data={**SINGLE, **ALT, "revision": "4", "image": name}).status_code == 303
    assert f'alt="{ALT["alt.de"]}"' in browser.get(f"{draft}/ansicht").text
    task = publish(browser, draft)
    assert image_of(task) == name

    house.person("1")
    with house.browser("1").get(f"/kompetenzcheck/medien/digcomp-3.0/{name}") as shown:
        assert (shown.status_code, shown.mimetype) == (200, "image/png")
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in shown.headers["Content-Security-Policy"]
        assert b"GPS" not in shown.data

    # Another picture in a file of the same name is the next version; the former one keeps its own.
    edit = browser.post(f"{LIST}/{task}/bearbeiten").location
    other = {**SINGLE, **ALT, "revision": "1", "image": name, "picture": chosen(png(grey=10), "Büro (1).PNG")}
    assert browser.post(edit, data=other).status_code == 303
    assert publish(browser, edit, "neues Bild") == task
    assert len(names()) == 2
    assert image_of(task) != name
    former = db.session.get_one(FormerItem, (task, 1))
    assert former.body["image"] == {"de": name}
    assert name in browser.get(f"{LIST}/{task}/ansicht?version=1").text

    # The files for the content folder bring the picture along.
    with ZipFile(BytesIO(browser.get(f"{LIST}/ausgeben/dateien?aufgabe={task}").data)) as packed:
        assert packed.read(f"checks/digcomp-3.0/media/{image_of(task)}") == png(grey=10)


def test_pictures_of_another_house_are_not_seen_and_those_that_nothing_shows_go(house: House, author: Person) -> None:
    browser = house.browser(author.login)
    draft = begin(browser, "single")
    form = {**SINGLE, **ALT, "revision": "1", "picture": chosen(jpeg(), "foto.jpeg")}
    assert browser.post(draft, data=form).status_code == 303
    (name,) = names()
    with transaction():
        firm = create_organisation(slug="firma", name="Firma", kind=OrganisationKind.FIRM)
        create_person(
            organisation_id=firm.id, login="chef", name="chef", unit_id=None, roles=frozenset({Role.AUTHOR}),
            password=PASSWORD,
        )  # fmt: skip
    foreign = house.browser("chef")
    assert foreign.get(f"/kompetenzcheck/medien/digcomp-3.0/{name}").status_code == 404
    theirs = begin(foreign, "single")
    foreign.post(theirs, data={**SINGLE, **ALT, "revision": "1", "image": name})
    assert "Dieses Bild" in said(foreign.get(theirs)) or name in said(foreign.get(theirs))
    assert foreign.get(f"{theirs}/ansicht").status_code == 303

    removed = {**SINGLE, "revision": "2", "image": name, "without_picture": "1"}
    assert browser.post(draft, data=removed).status_code == 303
    # Kept for a while, for somebody else may be about to save it.
    assert names() == [name]
    with transaction():
        db.session.execute(update(TaskPicture).values(made_at=clock.now() - timedelta(hours=2)))
        forget_unused(house.organisation_id)
    assert names() == []
