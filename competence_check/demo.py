"""The check's share of the demo city: most people took it when their unit was invited, and most share the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from competence_check import bank, queries, runs
from competence_check.demo_invitations import Invitations
from competence_check.events import CheckFinished, CheckStarted, ResultShared
from competence_check.finishing import estimate_rows
from competence_check.models import Answer, Competence, Estimate, Framework, Item, ItemKind, ItemUse, Run, RunState
from competence_check.review import right_response
from competence_check.rules import ENGINE
from competence_check.simulation import SimulatedRun, Simulator
from competence_check.tasks.format import UNKNOWN, Response
from lms.kernel.db import db
from lms.kernel.demo import DemoPlan
from lms.kernel.events import Event

SHARE_OF_TAKERS, SHARE_OF_SHARERS = 0.75, 0.9

# Of those who are invited again, how many come, and how much better they are then, in logits.
SHARE_OF_COMING_AGAIN, LEARNED = 0.85, 0.6

# Scoring everybody of a large city anew would take long and show nothing more.
MOST_SIMULATED = 120

# How much better or worse the people of a unit are than others, and one person than colleagues, in logits.
BETWEEN_UNITS, BETWEEN_PEOPLE = 0.4, 0.7

# Who tries the demo should find something to learn.
A_BEGINNER = -0.9

ROWS_AT_ONCE = 50_000


@dataclass(frozen=True)
class _Bank:
    """What is asked. items: with everything that people read."""

    framework: Framework
    items: dict[int, Item]
    simulator: Simulator


def build_checks(plan: DemoPlan) -> None:
    """Finished runs with answers and levels for most of the new people, and for every demo account."""
    framework = queries.framework_called()
    people = [
        person
        for person in plan.made["people"]
        if _is_demo_account(person.login) or plan.random.random() < SHARE_OF_TAKERS
    ]
    asked = _bank(framework) if framework is not None else None
    if asked is None or not people:
        return
    pool = _pool(plan, asked, min(len(people), MOST_SIMULATED))
    units: dict[int, float] = {}
    invitations = Invitations.of(plan)
    made: list[tuple[dict[str, Any], SimulatedRun, Any]] = []
    for person in people:
        of_unit = units.setdefault(person.unit_id or 0, plan.random.gauss(0, BETWEEN_UNITS))
        ability = plan.random.gauss(of_unit, BETWEEN_PEOPLE)
        moments = invitations.moments(person.unit_id, plan.random)
        shared = plan.random.random() < SHARE_OF_SHARERS
        if _is_demo_account(person.login):
            ability, moments, shared = A_BEGINNER, moments[-1:], True
        elif plan.random.random() > SHARE_OF_COMING_AGAIN:
            moments = moments[:1]
        for times, finished in enumerate(moments):
            like = _like(pool, ability + times * LEARNED, plan)
            made.append((_run_values(plan, asked.framework, person, like, finished, shared=shared), like, person))
    _store(asked, made)
    plan.events += _events(asked, made)


def _is_demo_account(login: str) -> bool:
    return "-" not in login


def _bank(framework: Framework) -> _Bank | None:
    tasks = bank.tasks_in_use(framework.id)
    if not tasks:
        return None
    query = (
        select(Item)
        .join(Competence, Competence.id == Item.competence_id)
        .where(Competence.framework_id == framework.id, Item.retired.is_(False))
    )
    ratings = bank.self_ratings_in_use(framework.id)
    # Everybody takes the check without naming their work: each simulated run stands for people of all families.
    simulator = Simulator(runs.areas_of(framework.id), ratings, [task for task in tasks if not task.families])
    return _Bank(framework, {item.id: item for item in db.session.scalars(query)}, simulator)


def _pool(plan: DemoPlan, bank: _Bank, size: int) -> list[SimulatedRun]:
    """Simulated runs, weakest first."""
    spread = (BETWEEN_UNITS**2 + BETWEEN_PEOPLE**2) ** 0.5
    made = [bank.simulator.run(plan.random.gauss(0, spread), plan.random) for _ in range(size)]
    return sorted(made, key=lambda run: run.ability)


def _like(pool: Sequence[SimulatedRun], ability: float, plan: DemoPlan) -> SimulatedRun:
    """A run of somebody about as able."""
    closest = sorted(pool, key=lambda run: abs(run.ability - ability))[:8]
    return plan.random.choice(closest)


def _run_values(
    plan: DemoPlan, framework: Framework, person: Any, run: SimulatedRun, finished: datetime, *, shared: bool
) -> dict[str, Any]:
    return {
        "uid": str(UUID(int=plan.random.getrandbits(128), version=4)),
        "person_id": person.id,
        "organisation_id": person.organisation_id,
        "framework_id": framework.id,
        "family": person.family,
        "item_order": run.order,
        "state": RunState.FINISHED.value,
        "started_at": finished - timedelta(seconds=30 + sum(run.seconds.values())),
        "finished_at": finished,
        "shared_at": finished + timedelta(minutes=2) if shared else None,
        "engine": ENGINE,
        "bank": "",
        "clarifying": "",
        "clarify_from": 0,
    }


def _store(bank: _Bank, made: Sequence[tuple[dict[str, Any], SimulatedRun, Any]]) -> None:
    db.session.execute(insert(Run), [values for values, _run, _person in made])
    people = [person.id for _values, _run, person in made]
    # One comparison instead of thousands of parameters.
    query = select(Run.uid, Run.id).where(Run.person_id >= min(people), Run.person_id <= max(people))
    ids = dict(db.session.execute(query).all())
    responses = {number: _responses(item) for number, item in bank.items.items()}
    answers: list[dict[str, Any]] = []
    estimates: list[dict[str, Any]] = []
    use: dict[int, dict[str, int]] = {}
    for values, run, _person in made:
        number = ids[values["uid"]]
        answers += _answers(bank, responses, number, values["started_at"], run)
        estimates += [{"run_id": number, **row} for row in estimate_rows(run.together, run.alone)]
        _count(use, run)
    present = set(db.session.scalars(select(ItemUse.item_id)))
    db.session.execute(insert(ItemUse), [{"item_id": item, **row} for item, row in use.items() if item not in present])
    for table, rows in ((Answer, answers), (Estimate, estimates)):
        for start in range(0, len(rows), ROWS_AT_ONCE):
            db.session.execute(insert(table), rows[start : start + ROWS_AT_ONCE])


def _responses(item: Item) -> dict[float, Response]:
    """A kept answer for every score: what is right, and "Weiß ich nicht" for what is not."""
    if item.kind == ItemKind.SELF_RATING.value:
        return {step: {"step": step} for step in range(5)}
    return {1.0: right_response(item.format, item.body), 0.0: dict(UNKNOWN)}


def _answers(
    bank: _Bank, responses: dict[int, dict[float, Response]], run_id: int, began: datetime, run: SimulatedRun
) -> list[dict[str, Any]]:
    rows = []
    at = began
    for number in run.order:
        at += timedelta(seconds=run.seconds[number])
        rows.append(
            {
                "run_id": run_id,
                "item_id": number,
                "item_version": bank.items[number].version,
                "response": responses[number][run.scores[number]],
                "score": run.scores[number],
                "answered_at": at,
                "seconds": run.seconds[number],
            }
        )
    return rows


def _count(use: dict[int, dict[str, int]], run: SimulatedRun) -> None:
    """As the platform counts how often an item was asked and how long it took."""
    for place, item in enumerate(run.order):
        row = use.setdefault(item, {"asked": 0, "timed": 0, "seconds": 0})
        row["asked"] += place >= run.ratings
        row["timed"] += 1
        row["seconds"] += run.seconds[item]


def _events(bank: _Bank, made: Sequence[tuple[dict[str, Any], SimulatedRun, Any]]) -> list[Event]:
    events: list[Event] = []
    for values, run, person in made:
        about: dict[str, Any] = {
            "actor": person.uid,
            "organisation_id": person.organisation_id,
            "run": values["uid"],
            "framework": bank.framework.slug,
            "title": bank.framework.names,
        }
        events.append(CheckStarted(at=values["started_at"], **about))
        events.append(CheckFinished(at=values["finished_at"], seconds=sum(run.seconds.values()), **about))
        if values["shared_at"] is not None:
            events.append(ResultShared(at=values["shared_at"], **about))
    return events
