"""Asking the store for statements."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.kernel import clock
from tests.xapi import samples
from tests.xapi.lrs import Lrs

pytestmark = pytest.mark.db

START = datetime(2026, 3, 1, tzinfo=UTC)


def test_each_filter_finds_what_it_names_and_all_must_fit(lrs: Lrs) -> None:
    registration = "ec531277-b57b-4c15-8d91-d292c5b2b8f7"
    first, second, third = lrs.store(
        samples.small(),
        samples.small(verb={"id": "urn:verb:x"}, actor=samples.BEN),
        samples.small(object=samples.COURSE, context={"registration": registration.upper()}),
    )
    assert lrs.ids() == [third, second, first]
    assert lrs.ids(ascending="true") == [first, second, third]
    assert lrs.ids(verb=samples.COMPLETED) == [third, first]
    assert lrs.ids(activity=samples.STEP["id"]) == [second, first]
    assert lrs.ids(agent=samples.BEN) == [second]
    assert lrs.ids(registration=registration) == [third]
    assert lrs.ids(agent=samples.ADA, activity=samples.STEP["id"], verb=samples.COMPLETED) == [first]
    assert lrs.ids(agent=samples.BEN, verb=samples.COMPLETED) == []


def test_the_agent_filter_finds_actor_object_and_members_of_groups(lrs: Lrs) -> None:
    anonymous = {"objectType": "Group", "member": [samples.BEN]}
    names = lrs.store(
        samples.small(actor=samples.BEN),
        samples.small(actor=samples.TEAM),
        samples.small(actor=anonymous),
        samples.small(object=samples.BEN),
        samples.small(object=samples.TEAM),
        samples.small(context={"instructor": samples.BEN}),
        samples.small(),
    )
    assert lrs.ids(agent=samples.BEN, ascending="true") == names[:5]
    assert lrs.ids(agent={**samples.BEN, "mbox": "mailto:ben@example.org"}, ascending="true") == names[:5]
    assert lrs.ids(agent={"objectType": "Group", "openid": samples.TEAM["openid"]}, ascending="true") == [
        names[1],
        names[4],
    ]


def test_related_agents_finds_instructor_team_authority_and_substatements(lrs: Lrs) -> None:
    names = lrs.store(
        samples.small(context={"instructor": samples.BEN}),
        samples.small(context={"team": samples.TEAM}),
        samples.about_a_plan(),
        samples.small(),
    )
    assert lrs.ids(agent=samples.BEN) == []
    assert lrs.ids(agent=samples.BEN, related_agents="true", ascending="true") == names[:3]
    authority = lrs.get(statementId=names[0]).get_json()["authority"]
    assert lrs.ids(agent=authority) == []
    assert lrs.ids(agent=authority, related_agents="true", ascending="true") == names


def test_related_activities_finds_context_and_substatements(lrs: Lrs) -> None:
    names = lrs.store(
        samples.small(object={"id": "urn:a"}, context={"contextActivities": {"category": samples.COURSE}}),
        samples.about_a_plan(),
        samples.small(object=samples.COURSE),
    )
    assert lrs.ids(activity=samples.COURSE["id"]) == names[2:]
    assert lrs.ids(activity=samples.COURSE["id"], related_activities="true", ascending="true") == names
    both = {"activity": samples.COURSE["id"], "related_activities": "true", "related_agents": "true"}
    assert lrs.ids(agent=samples.BEN, **both) == [names[1]]


def test_since_is_exclusive_and_until_inclusive(lrs: Lrs) -> None:
    names = []
    for hour in range(4):
        with clock.at(START + timedelta(hours=hour)):
            names += lrs.store(samples.small())
    assert lrs.ids(since="2026-03-01T01:00:00Z", until="2026-03-01T03:00:00+01:00") == [names[2]]


def test_more_goes_on_where_the_page_ended_while_statements_arrive(lrs: Lrs) -> None:
    names = lrs.store(*(samples.small() for _ in range(5)))
    first = lrs.get(limit=2, verb=samples.COMPLETED).get_json()
    lrs.store(samples.small())
    second = lrs.client.get(first["more"], headers=lrs.headers).get_json()
    third = lrs.client.get(second["more"], headers=lrs.headers).get_json()
    found = [each["id"] for page in (first, second, third) for each in page["statements"]]
    assert found == names[::-1]
    assert third["more"] == ""
    assert first["more"].startswith("/xapi/statements?")


def test_two_tenants_see_nothing_of_each_other(lrs: Lrs, lrs_of_firm: Lrs) -> None:
    statement = samples.full()
    lrs.store(statement)
    (theirs,) = lrs_of_firm.store(samples.small(actor=samples.BEN))
    assert lrs_of_firm.get(statementId=statement["id"]).status_code == 404
    assert lrs_of_firm.ids() == [theirs]
    assert lrs_of_firm.ids(agent=samples.BEN, related_agents="true") == [theirs]
    assert lrs_of_firm.ids(activity=samples.COURSE["id"], related_activities="true") == []
    # The same id in the other tenant is another statement, and voiding does not reach over.
    assert lrs_of_firm.store(samples.small(id=statement["id"])) == [statement["id"]]
    lrs_of_firm.store(samples.voiding(statement["id"]))
    assert lrs.get(statementId=statement["id"]).status_code == 200
    more = lrs.get(limit=1, ascending="true").get_json()["more"]
    assert more == ""


@pytest.mark.parametrize(
    "parameters",
    [
        {"Verb": samples.COMPLETED},
        {"unknown": "1"},
        {"verb": "completed"},
        {"agent": "ada"},
        {"agent": '{"mbox": "x"}'},
        {"agent": '{"objectType": "Group", "member": [{"mbox": "mailto:a@b.c"}]}'},
        {"limit": "-1"},
        {"limit": "٣"},
        {"ascending": "True"},
        {"related_agents": "1"},
        {"format": "IDs"},
        {"since": "yesterday"},
        {"registration": "1"},
        {"statementId": "1"},
        {"more": "x"},
        {"more": "Y3Vyc29yCXg"},
        {"cursor": "3"},
        {"statementId": samples.full()["id"], "limit": "1"},
        {"statementId": samples.full()["id"], "voidedStatementId": samples.full()["id"]},
    ],
    ids=str,
)
def test_a_wrong_parameter_is_refused_and_named(lrs: Lrs, parameters: dict[str, str]) -> None:
    answer = lrs.get(**parameters)
    assert answer.status_code == 400
    assert answer.get_json()["faults"]
    assert answer.headers["X-Experience-API-Consistent-Through"]


def test_format_ids_leaves_what_identifies(lrs: Lrs) -> None:
    (name,) = lrs.store(samples.full())
    found = lrs.get(statementId=name, format="ids").get_json()
    assert found["verb"] == {"id": samples.COMPLETED}
    assert found["object"] == {"id": samples.COURSE["id"]}
    assert found["actor"] == {"objectType": "Group", "openid": samples.TEAM["openid"]}
    assert found["context"]["contextActivities"]["parent"] == [{"id": samples.COURSE["id"]}]


@pytest.mark.parametrize(("wanted", "text"), [("de", "Zoom"), ("en", "Zoom!"), ("fr", "Zoom")])
def test_format_canonical_speaks_the_language_of_the_reader(lrs: Lrs, wanted: str, text: str) -> None:
    lrs.store(samples.full())
    headers = {**lrs.headers, "Accept-Language": wanted}
    answer = lrs.client.get("/xapi/statements?format=canonical", headers=headers)
    names = answer.get_json()["statements"][0]["object"]["definition"]["name"]
    assert list(names.values()) == [text]


def test_with_attachments_the_answer_comes_in_parts(lrs: Lrs) -> None:
    lrs.store(samples.full())
    answer = lrs.get(attachments="true")
    assert answer.mimetype == "multipart/mixed"
    assert b'{"statements":[' in answer.data
