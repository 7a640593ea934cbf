"""Funding inside a plan: every rule for every step and for the whole, and the facts kept with the roadmap."""

import pytest

from lms.kernel.db import db, transaction
from roadmap.funding.planned import Measure, PlanFunding, kept_facts, plan_funding
from roadmap.funding.rules import State
from roadmap.models import RoadmapStep, StepState
from roadmap.offers.queries import current_offers
from tests.roadmap.people import Somebody, count_queries
from tests.roadmap.shipped import shipped_funding

CERTIFIED: dict[str, float | bool] = {"azav_provider": True, "azav_measure": True}


def found(*hours: float, **kept: float | bool) -> PlanFunding:
    measures = [Measure(f"kurs-{each}", {**CERTIFIED, "hours": each}, 100.0) for each in hours]
    return plan_funding(shipped_funding(), kept, measures)


def test_each_step_is_judged_by_its_own_hours_and_the_whole_counts_them() -> None:
    plan = found(120, 160)
    short, long = (step.verdicts[1] for step in plan.steps)
    assert [each.programme.key for each in plan.whole] == [
        "bildungsgutschein-81", "beschaeftigte-82", "qualifizierungsgeld-82a",
    ]  # fmt: skip
    assert (short.is_worth_asking, long.is_worth_asking) == (False, True)
    employees, change = plan.whole[1:]
    assert (employees.worth_asking, employees.cost) == (("kurs-160",), 100.0)
    more_than_120 = employees.rules[0]
    assert (more_than_120.state, more_than_120.counts) == (State.NOT, {State.NOT: 1, State.FULFILLED: 1})
    assert (change.worth_asking, change.cost) == (("kurs-120", "kurs-160"), 200.0)


def test_only_what_can_still_matter_is_asked_and_never_what_the_offer_itself_says() -> None:
    asked = {fact.key for fact in found(160).asks}
    assert {"advised", "size", "people", "without_work"} <= asked
    assert not asked & {"hours", "azav_provider", "azav_measure"}
    assert "size" not in {fact.key for fact in found(160, size=30).asks}
    assert found(5, without_work=False).asks == ()


def test_more_than_five_people_may_apply_together() -> None:
    assert [found(160, people=count).whole[1].joint.state for count in (5, 6)] == [  # type: ignore[union-attr]
        State.NOT, State.FULFILLED,
    ]  # fmt: skip


def test_health_is_never_kept_and_neither_is_what_no_rule_knows() -> None:
    given = {"severely_disabled": True, "size": 30.0, "hours": 160.0, "advised": 1.0, "gone": True, "agreement": False}
    assert kept_facts(shipped_funding(), given) == {"size": 30.0, "agreement": False}


def take_an_offer(anna: Somebody) -> str:
    """Put an offer of more than 120 hours into the plan; its slug."""
    with transaction():
        offer = next(
            each for each in current_offers() if each.minutes > 130 * 60 and each.azav_measure and each.targets
        )
        last = anna.steps()[-1]
        values = {
            "start_date": last.start_date,
            "end_date": last.end_date,
            "weekly": [60],
            "reasons": [],
            "cost": 900.0,
        }
        step = RoadmapStep(
            version_id=last.version_id, position=99, course=offer.slug, minutes=offer.minutes,
            state=StepState.PLANNED.value, **values,
        )  # fmt: skip
        db.session.add(step)
        return offer.slug


@pytest.mark.db
def test_funding_stands_at_the_step_and_for_the_whole_and_answers_are_kept_until_they_are_emptied(
    anna: Somebody,
) -> None:
    anna.start(goals=["e-rechnung"], demand="y")
    uid = anna.roadmap().uid
    assert "Förderung für diesen Lernweg" not in anna.browser.get("/roadmap").text
    assert anna.browser.get(f"/roadmap/{uid}/foerderung").status_code == 303
    slug, counter = take_an_offer(anna), count_queries()
    counter.begin()
    page = anna.browser.get("/roadmap").text
    assert counter.count <= 12
    assert "Förderung: 3 Wege lohnen eine Anfrage" in page
    assert "Gehört zu einem Bildungsziel der Region: " in page
    assert "Das ist keine Rechtsberatung" in page
    assert "Fassung vom 25. November 2025" in page
    counter.begin()
    page = anna.browser.get(f"/roadmap/{uid}/foerderung").text
    assert counter.count <= 12
    assert f'id="schritt-{slug}"' in page
    assert "Wie viele Beschäftigte hat der Betrieb?" in page
    assert "Liegt eine Schwerbehinderung vor?" not in page.partition('id="angaben"')[2].partition("</form>")[0]
    assert anna.press("foerderung", size="30", without_work="nein", severely_disabled="ja").status_code == 303
    assert anna.roadmap().facts == {"size": 30.0, "without_work": False}
    page = anna.browser.get(f"/roadmap/{uid}/foerderung").text
    assert "Verwendet: Arbeitslos oder von Arbeitslosigkeit bedroht: nein" in page
    assert "Förderung: 2 Wege lohnen eine Anfrage" in anna.browser.get("/roadmap").text
    assert anna.press("foerderung", size="viele").status_code == 422
    assert anna.press("foerderung", size="40").status_code == 303
    assert anna.roadmap().facts == {"size": 40.0}
    anna.start(profile="trades", instead_of=uid, once="0b6f9a7e-2f0f-4f5e-9c5e-000000000007")
    assert anna.roadmap().facts == {"size": 40.0}
    refused = anna.browser.post(f"/roadmap/{uid}/foerderung", data={"size": "1"})
    assert refused.status_code == 403
