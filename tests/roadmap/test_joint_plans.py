"""A joint plan of people who agree: one budget, nobody left out, and nobody seen who did not say so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, select

from lms.jobs.models import Job, JobState
from lms.jobs.services import enqueue
from lms.jobs.work import LEASE, work_once
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.kernel.sheets.reading import read_table
from roadmap.groups.calculating import PREVIEWED
from roadmap.groups.gathering import gather
from roadmap.groups.models import GroupPlan, GroupResult, Participation
from roadmap.groups.page import Line, joint_applications_of
from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.plan import Plan
from roadmap.task import instance_for
from tests.roadmap.people import Somebody, count_queries, somebody

pytestmark = pytest.mark.db
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FORM = {
    "title": "E-Rechnung im Büro",
    "kind": "together",
    "start": "2026-11-23",
    "budget": "3000",
    "external": "y",
    "minimum": "10",
    "most_away": "2",
    "goals": "e-rechnung",
    "weekly_minutes": "60",
    "seats": "12",
    "once": "0b6f9a7e-2f0f-4f5e-9c5e-000000000009",
}


@pytest.fixture
def firm(stocked_app: Flask) -> Iterator[dict[str, Somebody]]:
    """The lead of a small firm and four people with roadmaps."""
    with clock.at(MONDAY):
        people = {"leitung": somebody(stocked_app, "leitung", Role.HR)}
        for number, name in enumerate(("anna", "berta", "carla", "dora")):
            person = people[name] = somebody(stocked_app, name)
            person.take_check(1.0 + number % 2, MONDAY - timedelta(days=3))
            assert person.start(once=f"0b6f9a7e-2f0f-4f5e-9c5e-00000000010{number}").status_code == 303
        yield people


def begin(firm: dict[str, Somebody], **changes: str) -> str:
    """The address part of a new plan."""
    answer = firm["leitung"].browser.post("/gemeinsam/plaene/neu", data={**FORM, **changes})
    assert answer.status_code == 303, answer.text
    return str(answer.location).rpartition("/")[2]


def join(person: Somebody, uid: str, *, shows: bool) -> None:
    data = {"shows_courses": "y"} if shows else {}
    assert person.browser.post(f"/gemeinsam/{uid}/teilnehmen", data=data).status_code == 303


def calculate(firm: dict[str, Somebody], uid: str) -> None:
    firm["leitung"].browser.post(f"/gemeinsam/plaene/{uid}/rechnen")
    work()


def test_who_leaves_between_two_plans_is_not_found_by_comparing_their_totals(firm: dict[str, Somebody]) -> None:
    """Whoever saw the share of four and sees that of three of them would know the fourth's: levels are never seen."""
    first, second = begin(firm), begin(firm, title="Ohne Dora", once="0b6f9a7e-2f0f-4f5e-9c5e-000000000019")
    for name in ("anna", "berta", "carla", "dora"):
        join(firm[name], first, shows=True)
    for name in ("anna", "berta", "carla"):
        join(firm[name], second, shows=True)
    calculate(firm, first)
    assert "Er schließt mindestens" in page(firm, first)
    calculate(firm, second)
    assert not totals_in(firm, second)

    firm["dora"].browser.post(f"/gemeinsam/{first}/verlassen")
    calculate(firm, first)
    assert not totals_in(firm, first)
    assert "Anna" in page(firm, first), "who gets what was agreed to by each of them"

    join(firm["dora"], first, shows=True)
    calculate(firm, first)
    assert "Er schließt mindestens" in page(firm, first), "the same four again tell nothing new"
    firm["anna"].take_check(3.0, MONDAY + timedelta(hours=1))
    again = {"once": "0b6f9a7e-2f0f-4f5e-9c5e-000000000119", "instead_of": firm["anna"].roadmap().uid}
    assert firm["anna"].start(**again).status_code == 303
    calculate(firm, first)
    assert not totals_in(firm, first), "nor may the difference be what one person has learned"


def totals_in(firm: dict[str, Somebody], uid: str) -> bool:
    """Whether a page or what is kept says anything about all together."""
    newest = db.session.scalars(select(GroupResult).order_by(GroupResult.id.desc()).limit(1)).one().body
    kept = [newest[name] for name in ("closed", "bound", "least", "below", "money")]
    shares = [each["share"] for each in newest["dates"]]
    shown = page(firm, uid)
    is_hidden = "der Unterschied würde Einzelne verraten" in shown and "aller Lücken." not in shown
    return not is_hidden or any(each is not None for each in (*kept, *shares)) or bool(newest["open"] or newest["away"])


def test_a_preview_stays_only_until_there_is_something_better(firm: dict[str, Somebody]) -> None:
    """Also where the calculation fails; and where more take part than a page plans for, the job makes it first."""
    uid = begin(firm)
    for name in ("anna", "berta", "carla"):
        join(firm[name], uid, shows=True)
    calculate(firm, uid)
    exact = page(firm, uid)
    firm["leitung"].browser.post(f"/gemeinsam/plaene/{uid}/rechnen")
    assert "schnelle Vorschau" in page(firm, uid)
    with transaction():
        db.session.scalars(newest_job()).one().state = JobState.FAILED
    assert "das ist bewiesen" in page(firm, uid)
    assert "das ist bewiesen" in exact

    with transaction():
        plan = db.session.scalars(select(GroupPlan)).one()
        enqueue("roadmap.group", {"plan": plan.uid, "day": "2026-11-23"}, organisation_id=plan.organisation_id,
                person_id=firm["leitung"].learner.person_id, key=plan.uid)  # fmt: skip
    work_once(stop_at_the_next_report)
    assert "Wir entwerfen eine Vorschau." in page(firm, uid)
    work_once(once_there_is_a_preview)
    assert "schnelle Vorschau" in page(firm, uid)
    work()
    assert "das ist bewiesen" in page(firm, uid)


def once_there_is_a_preview() -> bool:
    """Asked at every report: a worker that is told to end after the first step."""
    return db.session.scalars(newest_job()).one().progress >= PREVIEWED


def work() -> None:
    db.session.rollback()
    while work_once():
        pass
    db.session.expire_all()


def page(firm: dict[str, Somebody], uid: str) -> str:
    return firm["leitung"].browser.get(f"/gemeinsam/plaene/{uid}").text


def parts() -> dict[int, Plan | None]:
    rows = db.session.scalars(select(Participation))
    return {row.person_id: Plan.from_json(row.part) if row.part else None for row in rows}


def test_who_agrees_gets_a_part_and_the_lead_sees_courses_only_of_those_who_show_them(
    firm: dict[str, Somebody],
) -> None:
    uid = begin(firm)
    assert "E-Rechnung im Büro" in firm["anna"].browser.get("/").text
    for name in ("anna", "berta"):
        join(firm[name], uid, shows=True)
    firm["leitung"].browser.post(f"/gemeinsam/plaene/{uid}/rechnen")
    assert db.session.scalar(select(Job).where(Job.kind == "roadmap.group")) is None, "two people are too few"
    join(firm["carla"], uid, shows=False)

    firm["leitung"].browser.post(f"/gemeinsam/plaene/{uid}/rechnen")
    at_once = page(firm, uid)
    for text in ("Das ist eine schnelle Vorschau. Der genaue Plan wird gerade berechnet.", "Anna", "Was offen bleibt"):
        assert text in at_once
    assert "bewiesen" not in at_once
    assert "Carla" not in at_once
    assert set(parts().values()) == {None}, "nobody is told a part that may change in a minute"
    work()
    assert "Vorschau" not in page(firm, uid)
    mine = parts()
    named = [mine[firm[name].learner.person_id] for name in ("anna", "berta")]
    nameless = mine[firm["carla"].learner.person_id]
    assert all(part is not None and part.steps and part.share >= 0.1 for part in named)
    assert nameless is not None
    assert nameless.cost == 0
    assert sum(part.cost for part in mine.values() if part) <= 3000

    shown = page(firm, uid)
    for text in ("Anna", "Berta", "das ist bewiesen", "Jede Person schließt mindestens", "Was offen bleibt"):
        assert text in shown
    assert "Carla" not in shown
    assert "Dora" not in shown
    only_carlas = {step.course for step in nameless.steps} - {
        step.course for part in named if part for step in part.steps
    }
    body = db.session.scalars(select(GroupResult)).one().body
    assert body["courses"] == {}
    assert not [course for course in only_carlas if course in str(body)]

    file = firm["leitung"].browser.get(f"/gemeinsam/plaene/{uid}/datei/xlsx")
    rows = read_table(BytesIO(file.data), needed=("Angebot", "Personen", "Wer")).rows
    assert rows
    assert all("Carla" not in str(row) for row in rows)
    counter = count_queries()
    page(firm, uid)
    assert counter.count <= 12


def test_people_see_their_own_part_follow_it_and_take_the_consent_back(firm: dict[str, Somebody]) -> None:
    uid = begin(firm)
    for name in ("anna", "berta", "carla"):
        join(firm[name], uid, shows=True)
    calculate(firm, uid)
    own = firm["anna"].browser.get(f"/gemeinsam/{uid}").text
    assert "Ihr Teil" in own
    assert "Berta" not in own
    expected = parts()[firm["anna"].learner.person_id]
    assert expected is not None
    firm["anna"].browser.post(f"/gemeinsam/{uid}/folgen")
    assert set(firm["anna"].slugs()) == {step.course for step in expected.steps}

    firm["anna"].browser.post(f"/gemeinsam/{uid}/verlassen")
    assert firm["anna"].learner.person_id not in parts()
    assert "Anna" not in page(firm, uid)
    assert firm["dora"].browser.get(f"/gemeinsam/{uid}").status_code == 200
    firm["leitung"].browser.post(f"/gemeinsam/plaene/{uid}/beenden")
    assert parts() == {}
    assert firm["dora"].browser.get(f"/gemeinsam/{uid}").status_code == 404


def test_what_somebody_was_told_stays_although_another_course_would_be_as_good(firm: dict[str, Somebody]) -> None:
    uid = begin(firm)
    for name in ("anna", "berta", "carla"):
        join(firm[name], uid, shows=True)
    calculate(firm, uid)
    anna = firm["anna"].learner.person_id
    before = courses_of(parts()[anna])
    with transaction():
        plan = db.session.scalars(select(GroupPlan)).one()
        member = next(each for each in gather(plan, clock.today()).people if each.person_id == anna)
        task = replace(instance_for(member.known), dropped=frozenset(before))
        other = GreedyPlanner().plan(task)
        told = replace(other, steps=other.steps[:1])
        assert told.steps, "there is something else to learn"
        db.session.scalars(select(Participation).where(Participation.person_id == anna)).one().part = told.to_json()
    calculate(firm, uid)
    assert courses_of(told) <= courses_of(parts()[anna])


def courses_of(part: Plan | None) -> set[str]:
    return {step.course for step in part.steps} if part is not None else set()


def test_who_stops_showing_courses_is_gone_at_once_and_gets_no_paid_course(firm: dict[str, Somebody]) -> None:
    uid = begin(firm)
    for name in ("anna", "berta", "carla"):
        join(firm[name], uid, shows=True)
    calculate(firm, uid)
    join(firm["anna"], uid, shows=False)
    assert "Anna" not in page(firm, uid)
    assert parts()[firm["anna"].learner.person_id] is None
    calculate(firm, uid)
    part = parts()[firm["anna"].learner.person_id]
    assert part is not None
    assert part.cost == 0


def test_a_calculation_that_is_killed_and_stopped_goes_on_and_ends_with_the_same_plan(
    firm: dict[str, Somebody],
) -> None:
    uid = begin(firm)
    for name in ("anna", "berta", "carla", "dora"):
        join(firm[name], uid, shows=True)
    for _time in range(2):
        # The second time, what the first told is promised already, as it is to the one that is killed.
        calculate(firm, uid)
    whole = parts()

    firm["leitung"].browser.post(f"/gemeinsam/plaene/{uid}/rechnen")
    with pytest.raises(KeyboardInterrupt):
        work_once(die_once_prices_are_found)
    assert db.session.scalars(newest_job()).one().state == JobState.RUNNING, "nobody was there to say that it ended"
    with clock.at(MONDAY + LEASE + timedelta(minutes=1)):
        assert work_once(stop_at_the_next_report)
        assert db.session.scalars(newest_job()).one().state == JobState.WAITING
        work()
    assert db.session.scalars(newest_job()).one().state == JobState.DONE
    assert parts() == whole
    assert checkpoint() == {}, "plans of people do not stay in the job"


def die_once_prices_are_found() -> bool:
    """Asked at every report: a worker that is killed there."""
    if checkpoint() and checkpoint()["state"]["prices"]:
        raise KeyboardInterrupt
    return False


def stop_at_the_next_report() -> bool:
    """Asked at every report: a worker that is told to end."""
    return True


def newest_job() -> Select[Job]:
    return select(Job).where(Job.kind == "roadmap.group").order_by(Job.id.desc()).limit(1)


def checkpoint() -> dict[str, Any]:
    db.session.expire_all()
    return db.session.scalars(newest_job()).one().checkpoint or {}


@pytest.mark.usefixtures("stocked_app")
def test_more_than_five_people_in_one_measure_are_told_of_the_joint_application() -> None:
    measures = {"viele": 6, "wenige": 5}
    lines = [Line(title, "Träger", people, [], [], None, None, None, 0.0) for title, people in measures.items()]
    ours = Line("Unser Kurs", "", 20, [], [], None, None, None, 0.0)
    found = joint_applications_of([*lines, ours])
    assert {each.title for each in found} == {"viele"}
    assert all(each.people == 6 and "Sammelantrag" in each.statement["de"] for each in found)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start": "2020-01-01"}, "Wählen Sie einen Tag von heute bis in einem Jahr."),
        ({"budget": "-1"}, "Geben Sie einen Betrag von 0 bis 1.000.000 Euro an."),
        ({"minimum": "101"}, "Geben Sie eine Zahl von 0 bis 100 an."),
        ({"units": "999"}, "Diese Einheit gibt es nicht mehr."),
        ({"title": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"goals": "gibt-es-nicht"}, "Wählen Sie höchstens 5 Vorhaben"),
    ],
)
def test_what_cannot_be_planned_is_said_at_its_field(
    firm: dict[str, Somebody], changes: dict[str, str], sentence: str
) -> None:
    answer = firm["leitung"].browser.post("/gemeinsam/plaene/neu", data={**FORM, **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalar(select(GroupPlan)) is None
