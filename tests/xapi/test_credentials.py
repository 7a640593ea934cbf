"""Who may use the store."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from lms.kernel import clock
from lms.kernel.db import db, transaction
from lms.kernel.errors import Invalid, NotFound
from lms.kernel.tenancy import Organisation
from lms.xapi.credentials import issue_credential, revoke_credential
from lms.xapi.models import Credential
from tests.xapi import samples
from tests.xapi.lrs import Lrs

pytestmark = pytest.mark.db

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def found(lrs: Lrs) -> Credential:
    db.session.expire_all()
    return db.session.query(Credential).filter_by(key=lrs.key).one()


def test_nobody_gets_in_without_key_and_secret(lrs: Lrs) -> None:
    right = lrs.secret
    for key, secret in ((lrs.key, "wrong"), ("ll-unknown", right), (lrs.key, ""), ("", ""), (lrs.key, "ä")):
        answer = Lrs(lrs.client, key, secret).get()
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Basic")
    assert lrs.client.get("/xapi/statements", headers={"Authorization": "Bearer x"}).status_code == 401
    assert lrs.client.get("/xapi/statements", headers={"Authorization": "Basic ===="}).status_code == 401


def test_the_secret_is_not_in_the_database(lrs: Lrs) -> None:
    assert lrs.secret not in str(vars(found(lrs)))


def test_a_credential_does_what_its_scopes_say(lrs_with: Callable[..., Lrs]) -> None:
    writer, reader, own = (lrs_with(scope) for scope in ("statements/write", "statements/read", "statements/read/mine"))
    both = lrs_with("statements/write", "statements/read/mine")
    (theirs,) = writer.store(samples.small())
    assert writer.get().status_code == 403
    assert reader.post(samples.small()).status_code == 403
    assert reader.ids() == [theirs]
    assert own.ids() == []
    (mine,) = both.store(samples.small())
    assert both.ids() == [mine]
    assert both.get(statementId=theirs).status_code == 404
    assert lrs_with("profile").get().status_code == 403
    assert set(lrs_with("all/read").ids()) == {mine, theirs}


def test_a_revoked_credential_is_out_at_once(lrs: Lrs, organisation: Organisation) -> None:
    with transaction():
        revoke_credential(organisation_id=organisation.id, credential_id=found(lrs).id)
    assert lrs.get().status_code == 401


def test_another_tenant_cannot_revoke(lrs: Lrs, firm: Organisation) -> None:
    with pytest.raises(NotFound), transaction():
        revoke_credential(organisation_id=firm.id, credential_id=found(lrs).id)


def test_an_expired_credential_is_out(lrs: Lrs) -> None:
    with transaction():
        found(lrs).expires_at = NOW
    with clock.at(NOW - timedelta(seconds=1)):
        assert lrs.get().status_code == 200
    with clock.at(NOW):
        assert lrs.get().status_code == 401


def test_the_last_use_is_noted_at_most_once_a_minute(lrs: Lrs) -> None:
    noted = []
    for seconds in (0, 59, 61, 62):
        with clock.at(NOW + timedelta(seconds=seconds)):
            lrs.get()
            noted.append(found(lrs).last_used_at)
    assert noted == [NOW, NOW, NOW + timedelta(seconds=61), NOW + timedelta(seconds=61)]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["root"]}, "scopes"),
        ({"expires_at": NOW}, "expires"),
    ],
)
def test_a_credential_that_makes_no_sense_is_refused(
    organisation: Organisation, values: dict[str, object], field: str
) -> None:
    wanted: dict[str, object] = {"organisation_id": organisation.id, "name": "x", "scopes": ["all"], **values}
    with clock.at(NOW + timedelta(days=1)), pytest.raises(Invalid) as refused:
        issue_credential(**wanted)  # type: ignore[arg-type]
    assert set(refused.value.fields) == {field}
