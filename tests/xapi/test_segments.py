"""Indexes in segments: however many statements lie between, all that fit are found, in order; and nobody reads more
than the segments that can have some."""

from collections.abc import Callable, Iterator
from itertools import cycle, islice

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Select, select, text

from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.xapi.choosing import Selection, newest, oldest
from lms.xapi.models import SEGMENT_BITS, Statement, StatementRelation
from lms.xapi.rules.identity import identity
from lms.xapi.segments import Order, Stretch, Way, along
from tests.xapi import samples
from tests.xapi.lrs import Json, Lrs

pytestmark = pytest.mark.db

SIZE = 1 << SEGMENT_BITS
REGISTRATIONS = ("ec531277-b57b-4c15-8d91-d292c5b2b8f7", "0a0f2d6e-57c4-4a8e-9d0e-55d7cbb2d0a1")
COURSE = samples.COURSE["id"]


def go_on_at(seq: int) -> None:
    """The next statement gets this number, as if all before it had been used."""
    if db.engine.dialect.name == "postgresql":
        command = "SELECT setval('statement_seq_seq', :last)"
    else:
        command = "UPDATE sqlite_sequence SET seq = :last WHERE name = 'statement'"
    with transaction():
        db.session.execute(text(command), {"last": seq - 1})


def various(count: int) -> Iterator[Json]:
    """Statements with every mixture of agents, activities, verbs and registrations."""
    actors = cycle((samples.ADA, samples.BEN, samples.TEAM))
    objects = cycle((samples.COURSE, samples.STEP, samples.BEN, {"id": "urn:other"}))
    verbs = cycle(({"id": samples.COMPLETED}, {"id": "urn:verb:x"}))
    contexts = cycle(
        (
            {"registration": REGISTRATIONS[0]},
            {"contextActivities": {"parent": [{"id": COURSE}]}},
            {"registration": REGISTRATIONS[1], "instructor": samples.ADA},
            {},
            {"contextActivities": {"grouping": [{"id": "urn:other"}]}},
        )
    )
    for actor, thing, verb, context in islice(zip(actors, objects, verbs, contexts, strict=False), count):
        yield samples.small(actor=actor, object=thing, verb=verb, context=context)


def spread(lrs: Lrs) -> list[tuple[str, Json]]:
    """Statements at both sides of the borders between segments, some of which stay empty; with their ids, in order."""
    kept = []
    statements = various(60)
    for place in (1, SIZE - 4, 2 * SIZE - 1, 2 * SIZE + 9, 7 * SIZE - 3, 20 * SIZE):
        some = list(islice(statements, 10))
        if place > 1:
            go_on_at(place)
        kept += list(zip(lrs.store(*some), some, strict=True))
    return kept


def about(thing: Json) -> str:
    return str(thing.get("id", ""))


def is_by(agent: Json) -> Callable[[Json], bool]:
    def fits(statement: Json) -> bool:
        named = [statement["actor"], statement["object"], *statement["actor"].get("member", ())]
        return agent in named

    return fits


def parents(statement: Json) -> list[str]:
    around = statement.get("context", {}).get("contextActivities", {})
    return [each["id"] for some in around.values() for each in some]


QUESTIONS: dict[str, tuple[Json, Callable[[Json], bool]]] = {
    "agent": ({"agent": samples.ADA}, is_by(samples.ADA)),
    "agent in groups and objects": ({"agent": samples.BEN}, is_by(samples.BEN)),
    "related agents": (
        {"agent": samples.BEN, "related_agents": "true"},
        is_by(samples.BEN),
    ),
    "activity": ({"activity": COURSE}, lambda each: about(each["object"]) == COURSE),
    "related activities": (
        {"activity": COURSE, "related_activities": "true"},
        lambda each: about(each["object"]) == COURSE or COURSE in parents(each),
    ),
    "registration": (
        {"registration": REGISTRATIONS[1]},
        lambda each: each.get("context", {}).get("registration") == REGISTRATIONS[1],
    ),
    "verb": ({"verb": samples.COMPLETED}, lambda each: each["verb"]["id"] == samples.COMPLETED),
    "agent and verb": (
        {"agent": samples.ADA, "verb": samples.COMPLETED},
        lambda each: is_by(samples.ADA)(each) and each["verb"]["id"] == samples.COMPLETED,
    ),
    "agent, activity and registration": (
        {"agent": samples.BEN, "activity": COURSE, "registration": REGISTRATIONS[0]},
        lambda each: (
            is_by(samples.BEN)(each)
            and about(each["object"]) == COURSE
            and each.get("context", {}).get("registration") == REGISTRATIONS[0]
        ),
    ),
    "nobody": ({"agent": {"mbox": "mailto:nobody@city.example"}}, lambda _each: False),
}


def test_all_that_fit_are_found_across_segments_in_both_directions_page_by_page(lrs: Lrs) -> None:
    kept = spread(lrs)
    for name, (parameters, fits) in QUESTIONS.items():
        expected = [each for each, statement in kept if fits(statement)]
        assert bool(expected) == (name != "nobody"), name
        for limit in (1, 4, 100):
            assert lrs.ids(**parameters, limit=limit) == expected[::-1], (name, limit)
            assert lrs.ids(**parameters, limit=limit, ascending="true") == expected, (name, limit)


def test_what_refers_to_one_in_another_segment_is_found_with_it(lrs: Lrs) -> None:
    kept = spread(lrs)
    (of_ben,) = lrs.store(samples.small(actor=samples.BEN, object={"id": "urn:only:here"}))
    go_on_at(30 * SIZE)
    (reference,) = lrs.store(samples.small(object={"objectType": "StatementRef", "id": of_ben}))
    assert lrs.ids(activity="urn:only:here") == [reference, of_ben]
    by_ben = [each for each, statement in kept if is_by(samples.BEN)(statement)]
    assert lrs.ids(agent=samples.BEN, limit=7, ascending="true") == [*by_ben, of_ben, reference]


def test_people_browse_across_segments(lrs: Lrs, organisation: Organisation) -> None:
    kept = spread(lrs)
    number = {row.statement_id: row.seq for row in db.session.execute(select(Statement.statement_id, Statement.seq))}
    by_ben = [number[each] for each, statement in kept if is_by(samples.BEN)(statement)]
    selection = Selection(organisation.id, agent=identity(samples.BEN))
    found: list[int] = []
    before = None
    while some := [row.seq for row in newest(selection, before=before, limit=4)]:
        found, before = [*found, *some], some[-1]
    assert found == by_ben[::-1]
    assert [row.seq for row in oldest(selection, after=by_ben[5], limit=9)] == by_ben[6:15]
    with_parts = Selection(organisation.id, activity=COURSE, registration=REGISTRATIONS[0])
    expected = [
        number[each]
        for each, statement in kept
        if statement.get("context", {}).get("registration") == REGISTRATIONS[0] and about(statement["object"]) == COURSE
    ]
    assert [row.seq for row in oldest(with_parts, after=0, limit=99)] == expected != []


def test_an_activity_is_described_by_the_newest_statement_in_whatever_segment(lrs: Lrs) -> None:
    spread(lrs)
    go_on_at(40 * SIZE)
    renamed = {**samples.COURSE, "definition": {"name": {"de": "Zoom für alle"}}}
    lrs.store(samples.small(object=renamed))
    known = lrs.send("GET", "activities", {"activityId": COURSE}).get_json()
    assert known["definition"]["name"]["de"] == "Zoom für alle"


def test_the_step_into_segments_and_back_keeps_what_can_be_found(app: Flask, lrs: Lrs) -> None:
    kept = spread(lrs)
    for _way in range(2):
        assert lrs.ids(activity=COURSE, related_activities="true", ascending="true") == [
            each for each, statement in kept if about(statement["object"]) == COURSE or COURSE in parents(statement)
        ]
        db.session.remove()
        db.engine.dispose()
        downgrade(revision="verbs_of_agents")
        upgrade(revision="heads")
    assert db.session.scalar(text("SELECT count(*) FROM statement_segment WHERE kind = ''")) == 6


HERE = Order(Statement.seq, Statement.segment)
WAYS = {
    "actor": Way((Statement.actor == "x",), HERE),
    "activity": Way((Statement.activity == "x",), HERE),
    "registration": Way((Statement.registration == "x",), HERE),
    "value": Way(
        (
            StatementRelation.organisation_id == 1,
            StatementRelation.kind == "agent",
            StatementRelation.value == "x",
        ),
        Order(StatementRelation.seq, StatementRelation.segment, "agent"),
        of=Statement.seq,
    ),
}


@pytest.mark.parametrize("column", WAYS)
@pytest.mark.parametrize("ascending", [True, False])
def test_a_key_is_looked_up_in_each_segment_and_none_is_read_to_be_sorted(
    app: Flask, lrs: Lrs, column: str, ascending: bool
) -> None:
    plain = [Statement.organisation_id == 1, Statement.voided.is_(False)]
    plan = plan_of(along([WAYS[column]], plain, Stretch(1, 101, cursor=5 * SIZE, ascending=ascending)))
    if db.engine.dialect.name == "postgresql":
        (line,) = [each.replace("(", "").replace(")::text", "") for each in plan if "segment = " in each]
        assert f"AND {column} = 'x'" in line, plan
        assert not [each for each in plan if "Sort" in each and "Incremental" not in each and "Key" not in each], plan
    else:
        (line,) = [each for each in plan if "segment=?" in each]
        assert f"{column}=?" in line, plan
        assert not [each for each in plan if "TEMP B-TREE" in each], plan


def plan_of(query: Select[int]) -> list[str]:
    """The way that the database would go, line by line."""
    words = str(query.compile(db.engine, compile_kwargs={"literal_binds": True}))
    if db.engine.dialect.name == "postgresql":
        # The tables are nearly empty, where reading all of them would be quicker.
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
        db.session.execute(text("SET LOCAL enable_bitmapscan = off"))
        return [str(line) for line in db.session.scalars(text(f"EXPLAIN {words}"))]
    return [row.detail for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {words}"))]
