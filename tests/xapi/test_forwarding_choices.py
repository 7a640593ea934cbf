"""What goes to which target: chosen verbs and activities, what voids them, what was there before, attachments."""

from hashlib import sha256
from typing import Any

import orjson
import pytest

from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.xapi import forwarding, past, standing, targets
from lms.xapi.models import Target
from lms.xapi.multipart import in_parts
from lms.xapi.targets import Wish
from tests.xapi import samples
from tests.xapi.lrs import URL, Elsewhere, Lrs

pytestmark = pytest.mark.db

OTHER = {"id": "urn:other"}


def add(organisation: Organisation, elsewhere: Elsewhere, **chosen: Any) -> int:
    with transaction():
        wish = Wish("Land", elsewhere.endpoint, elsewhere.key, elsewhere.secret, internal=True, **chosen)
        return targets.add_target(organisation_id=organisation.id, wish=wish).id


def seen(target: int) -> Target:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Target, target)


def test_only_what_was_chosen_goes_there_and_what_voids_it(
    lrs: Lrs, organisation: Organisation, elsewhere: Elsewhere
) -> None:
    elsewhere.start()
    target = add(
        organisation, elsewhere, verbs=(samples.COMPLETED,), activities=(samples.COURSE["id"],), with_parts=True
    )
    inside = {"contextActivities": {"parent": [samples.COURSE]}}
    wanted, other, besides = lrs.store(
        samples.small(context=inside), samples.small(verb=OTHER, context=inside), samples.small()
    )
    late, _none = lrs.store(samples.voiding(wanted), samples.voiding(other))
    assert forwarding.forward_all() == 2
    assert elsewhere.ids() == [late]
    assert standing.standing_of(seen(target)).delivered == 2
    assert besides in lrs.ids()


def test_the_past_is_chosen_from_in_the_same_way(
    lrs: Lrs, organisation: Organisation, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "STEP", 2)
    elsewhere.start()
    wanted, other, _one, _two = lrs.store(
        samples.small(), samples.small(verb=OTHER), samples.small(verb=OTHER), samples.small(verb=OTHER)
    )
    late, _none = lrs.store(samples.voiding(wanted), samples.voiding(other))
    target = add(organisation, elsewhere, verbs=(samples.COMPLETED,))
    with transaction():
        past.ask_for_past(seen(target))
    assert forwarding.forward_all() == 2
    assert elsewhere.ids() == [late]


def test_who_widens_the_choice_can_have_what_was_left_out(
    lrs: Lrs, organisation: Organisation, elsewhere: Elsewhere
) -> None:
    elsewhere.start()
    target = add(organisation, elsewhere, verbs=(samples.COMPLETED,))
    one, two = lrs.store(samples.small(), samples.small(verb=OTHER))
    assert forwarding.forward_all() == 1
    with transaction():
        found = seen(target)
        targets.change_target(found, Wish("Land", found.endpoint, found.key))
        past.ask_for_past(found)
    assert forwarding.forward_all() == 1
    assert elsewhere.ids() == [one, two]


def test_while_it_is_stopped_nothing_is_sent_and_nothing_is_missed(
    lrs: Lrs, organisation: Organisation, elsewhere: Elsewhere
) -> None:
    elsewhere.start()
    target = add(organisation, elsewhere)
    with transaction():
        targets.set_active(seen(target), active=False)
    (name,) = lrs.store(samples.small())
    assert forwarding.forward_all() == 0
    with transaction():
        targets.set_active(seen(target), active=True)
    assert forwarding.forward_all() == 1
    assert elsewhere.ids() == [name]


def test_attachments_go_along(lrs: Lrs, organisation: Organisation, elsewhere: Elsewhere) -> None:
    elsewhere.start()
    add(organisation, elsewhere)
    lrs.store(samples.small())
    content = "Urkunde für alle".encode()
    sha2 = sha256(content).hexdigest()
    attachment = {
        "usageType": "https://city.example/certificate",
        "display": {"de": "Urkunde"},
        "contentType": "text/plain",
        "length": len(content),
        "sha2": sha2,
    }
    statement = orjson.dumps(samples.small(attachments=[attachment])).decode()
    content_type, body = in_parts(statement, [statement], {sha2: content})
    sent = lrs.client.post(URL, data=body, content_type=content_type, headers=lrs.headers)
    assert sent.status_code == 200, sent.text
    lrs.store(samples.small())
    assert forwarding.forward_all() == 3
    assert len(elsewhere.ids()) == 3
    there = Lrs(elsewhere.app.test_client(), elsewhere.key, elsewhere.secret)
    assert content in there.get(statementId=sent.get_json()[0], attachments="true").data
