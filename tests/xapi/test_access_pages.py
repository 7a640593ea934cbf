"""The pages of accesses and targets: what to paste, whether it works, what was refused, what arrived."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.xapi import forwarding, targets
from lms.xapi.models import Credential, Target
from lms.xapi.targets import Wish
from tests.databases import settings_for
from tests.xapi import samples
from tests.xapi.lrs import Elsewhere, Lrs
from tests.xapi.serving import serving
from tests.xapi.test_administration import admin, page

pytestmark = pytest.mark.db

__all__ = ("admin",)

ACCESS, TARGETS = "/lernnachweise/zugaenge", "/lernnachweise/weiterleitung"


def only(table: type[Any]) -> Any:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(table).one()


def test_an_access_for_moodle_says_what_to_paste_and_shows_what_was_refused(app: Flask, admin: FlaskClient) -> None:
    form = {
        "once": str(uuid4()), "name": "Moodle", "scopes": ["statements/write"], "recognises_resends": "y",
    }  # fmt: skip
    issued = admin.post(f"{ACCESS}/neu", data=form).text
    assert "http://localhost/xapi" in issued and "logstore_xapi" in issued
    access = only(Credential)
    shown = page(admin, f"{ACCESS}/{access.id}")
    assert "Noch nie benutzt" in shown and access.key in shown and "Keine Anfrage" in shown
    Lrs(app.test_client(), access.key, "wrong").post(samples.small())
    assert "Das Geheimnis ist falsch" in page(admin, f"{ACCESS}/{access.id}")
    assert "1 Anfrage" in page(admin, ACCESS)
    admin.post(f"{ACCESS}/{access.id}/wiederholungen", data={"erkennen": "nein"})
    assert not only(Credential).recognises_resends
    admin.post(f"{ACCESS}/{access.id}/wiederholungen", data={"erkennen": "ja"})
    assert only(Credential).recognises_resends


def test_an_access_is_tried_from_outside(
    app: Flask, admin: FlaskClient, lrs: Lrs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = only(Credential).id

    def told(secret: str) -> str:
        sent = admin.post(f"{ACCESS}/{number}/pruefen", data={"secret": secret}, follow_redirects=True)
        return sent.text

    def strips(environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop("HTTP_AUTHORIZATION", None)
        return app(environ, start_response)

    assert "gehört nicht zu diesem Zugang" in told("wrong")
    for application, sentence in ((app, "Die Verbindung klappt"), (strips, "entfernt ein Proxy")):
        with serving(application) as port:
            settings = settings_for(tmp_path, "sqlite://", PUBLIC_URL=f"http://127.0.0.1:{port}")
            monkeypatch.setitem(app.extensions, "settings", settings)
            assert sentence in told(lrs.secret)
    assert "ist nicht erreichbar" in told(lrs.secret)


def test_a_target_is_added_tried_changed_stopped_and_removed(
    admin: FlaskClient, lrs: Lrs, organisation: Organisation, elsewhere: Elsewhere
) -> None:
    lrs.store(samples.small(), samples.small(verb={"id": "urn:other"}))
    form = {
        "once": str(uuid4()), "name": "Land", "endpoint": "https://127.0.0.1:9/xapi", "key": "k", "secret": "s",
        "verbs": f"{samples.COMPLETED}\n\n", "activities": "", "past": "all",
    }  # fmt: skip
    added = admin.post(f"{TARGETS}/neu", data=form)
    assert added.status_code == 303, added.text
    assert admin.post(f"{TARGETS}/neu", data=form).status_code == 303
    target = only(Target)
    address = f"{TARGETS}/{target.id}"
    assert added.location == address
    assert (target.verbs, target.internal, target.past_asked_at is not None) == ([samples.COMPLETED], False, True)
    assert "frühere Lernnachweise werden durchgesehen" in page(admin, address)
    assert "noch nichts gesendet" in page(admin, TARGETS)
    tried = admin.post(f"{address}/pruefen", follow_redirects=True).text
    assert "kann nur die Technik einrichten" in tried
    with transaction():
        changed = only(Target)
        changed.internal, changed.endpoint = True, elsewhere.endpoint
    change = {"name": "Land 2", "endpoint": elsewhere.endpoint, "key": elsewhere.key, "secret": elsewhere.secret}
    assert admin.get(f"{address}/aendern").status_code == 200
    assert admin.post(f"{address}/aendern", data=change | {"once": str(uuid4())}).status_code == 303
    assert "ist nicht erreichbar" in admin.post(f"{address}/pruefen", follow_redirects=True).text
    assert "gestört" in page(admin, TARGETS)
    elsewhere.start()
    assert "nimmt unsere Lernnachweise an" in admin.post(f"{address}/pruefen", follow_redirects=True).text
    assert elsewhere.ids() == []
    admin.post(f"{address}/senden", data={"senden": "nein"})
    assert forwarding.forward_all() == 0
    assert "angehalten" in page(admin, TARGETS)
    admin.post(f"{address}/senden", data={"senden": "ja"})
    assert forwarding.forward_all() == 2
    assert "in Ordnung" in page(admin, TARGETS)
    admin.post(f"{address}/vergangenes", data={"since": "2026-01-01"})
    assert only(Target).past_since == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert admin.get(f"{address}/entfernen").status_code == 200
    assert admin.post(f"{address}/entfernen").status_code == 303
    assert db.session.query(Target).count() == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"endpoint": "http://lrs.example/xapi"}, "https:// beginnen"),
        ({"endpoint": "https://a b"}, "Adresse"),
        ({"endpoint": "https://x:99999/xapi"}, "Adresse"),
        ({"endpoint": "https://u:p@lrs.example/xapi"}, "Adresse"),
        ({"verbs": "completed"}, "keine Kennung"),
        ({"secret": ""}, "Geheimnis"),
        ({"key": "a:b"}, "Schlüssel"),
        ({"past": "since"}, "den Tag"),
    ],
)
def test_a_wrong_entry_is_told_at_its_field(admin: FlaskClient, change: dict[str, str], sentence: str) -> None:
    form = {
        "once": str(uuid4()), "name": "Land", "endpoint": "https://lrs.example/xapi", "key": "k", "secret": "s",
        "past": "none", **change,
    }  # fmt: skip
    answer = admin.post(f"{TARGETS}/neu", data=MultiDict(form))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.query(Target).count() == 0


def test_a_secret_goes_to_no_other_address_than_it_was_meant_for(
    admin: FlaskClient, organisation: Organisation
) -> None:
    with transaction():
        wish = Wish("Land", "https://lrs.example/xapi", "k", "the secret of the state")
        number = targets.add_target(organisation_id=organisation.id, wish=wish).id
    form = {"once": str(uuid4()), "name": "Land", "endpoint": "https://evil.example/xapi", "key": "k", "secret": ""}
    answer = admin.post(f"{TARGETS}/{number}/aendern", data=form)
    assert answer.status_code == 422
    assert "das Geheimnis noch einmal" in answer.text
    assert "the secret of the state" not in admin.get(f"{TARGETS}/{number}/aendern").text
    assert only(Target).endpoint == "https://lrs.example/xapi"
