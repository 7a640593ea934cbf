"""The page shows a quick plan at once; the best one is found in the background and taken only when asked for."""

from datetime import timedelta
from math import ceil

import pytest

from lms.jobs.work import work_once
from lms.kernel import clock
from lms.kernel.db import db, transaction
from roadmap.models import Cause, RoadmapVersion
from tests.roadmap.people import MONDAY, Somebody, count_queries

pytestmark = pytest.mark.db


def proven(version: RoadmapVersion) -> str:
    """The sentence about the bound that is right for the numbers of the version."""
    assert version.bound_share is not None
    if version.bound_share - version.closed_share < 0.005:
        return "Kein Plan schafft nennenswert mehr, das ist bewiesen."
    percent = min(100, ceil(version.bound_share * 100 - 1e-6))
    return f"Mehr als {percent}\xa0% schafft kein Plan, das ist bewiesen."


def work() -> None:
    db.session.rollback()
    while work_once():
        pass
    db.session.expire_all()


def test_the_page_never_waits_and_later_says_what_is_proven(anna: Somebody) -> None:
    assert anna.start(weekly_minutes="30").status_code == 303
    page = anna.browser.get("/roadmap").text
    assert "Das ist eine schnelle Vorschau. Der genaue Plan wird gerade berechnet." in page
    assert "Ihre Schritte" in page
    work()
    page = anna.browser.get("/roadmap").text
    assert "schnelle Vorschau" not in page
    assert proven(anna.version()) in page
    assert "Was sich ändern müsste, um mehr zu schließen" in page
    assert "1 Stunde mehr pro Woche" in page or "60 Minuten mehr pro Woche" in page
    version = anna.version()
    assert version.bound_share is not None
    assert version.closed_share <= version.bound_share <= 1


def test_limits_that_contradict_each_other_are_named_with_what_would_be_enough(anna: Somebody) -> None:
    anna.start(weekly_minutes="30", deadline="2027-01-04")
    work()
    conflict, page = anna.version().conflict, anna.browser.get("/roadmap").text
    assert conflict is not None
    assert conflict["closed"] < conflict["reachable"] <= 1
    assert set(conflict["constraints"]) == {"deadline", "weekly_minutes"}
    assert "Was sich widerspricht" in page
    assert "<li>fertig bis 4. Januar 2027</li>" in page
    assert "<li>30 Minuten pro Woche</li>" in page
    anna.press("wuensche", weekly_minutes="480")
    work()
    assert "fertig bis" not in anna.browser.get("/roadmap").text


def test_offers_of_training_providers_are_tried_where_they_are_not_planned_with(anna: Somebody) -> None:
    anna.start(weekly_minutes="480", formats=["online"])
    work()
    offers = [change for change in anna.version().changes or () if change["what"] == "external"]
    assert len(offers) == 1
    assert 0 < offers[0]["gain_share"] <= 1
    assert "Angeboten von Bildungsträgern" in anna.browser.get("/roadmap").text


def test_a_better_plan_is_shown_beside_the_present_one_and_taken_only_when_the_person_says_so(anna: Somebody) -> None:
    anna.start()
    keep_only_the_first_step(anna)
    work()
    before, number = anna.slugs(), anna.version().number
    page = anna.browser.get("/roadmap").text
    assert "Es gibt einen besseren Plan" in page
    assert "kommt dazu" in page
    assert len(before) == 1
    anna.press("vorschlag", version=str(number + 7))
    assert anna.slugs() == before
    anna.press("vorschlag", version=str(number))
    assert len(anna.slugs()) > 1
    assert (anna.version().cause, anna.version().number) == (Cause.PROPOSAL, number + 1)
    assert "Es gibt einen besseren Plan" not in anna.browser.get("/roadmap").text


def test_a_proposal_that_no_longer_holds_is_not_taken_but_looked_for_again(anna: Somebody) -> None:
    anna.start()
    keep_only_the_first_step(anna)
    work()
    with clock.at(MONDAY + timedelta(weeks=3)):
        answer = anna.browser.post(
            f"/roadmap/{anna.roadmap().uid}/vorschlag",
            data={"version": str(anna.version().number)},
            follow_redirects=True,
        )
    assert "der Vorschlag gilt nicht mehr" in answer.text
    assert "Der genaue Plan wird gerade berechnet." in answer.text
    assert len(anna.slugs()) == 1


def keep_only_the_first_step(anna: Somebody) -> None:
    """As if the quick plan had found no more."""
    with transaction():
        version = anna.version()
        version.closed_share = 0.01
        for step in anna.steps()[1:]:
            db.session.delete(step)


def test_goals_offers_and_limits_are_planned_with_and_give_reasons(anna: Somebody) -> None:
    anna.start(goals=["e-rechnung"], external="y", budget="2000", deadline="2027-06-30", demand="y")
    page = anna.browser.get("/roadmap").text
    assert "Auf die E-Rechnung umstellen" in page
    version = anna.version()
    assert version.wishes["goals"] == ["e-rechnung"]
    assert sum(step.cost for step in anna.steps()) <= 2000
    assert all(step.end_date.isoformat() <= "2027-06-30" for step in anna.steps())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"deadline": "2020-01-01"}, "Wählen Sie einen Tag nach heute"),
        ({"budget": "-5"}, "Betrag von 0 bis 100.000 Euro"),
        ({"budget": "viel"}, "Bitte prüfen Sie Ihre Angaben"),
        ({"goals": [f"goal-{number}" for number in range(3)] + ["e-rechnung"]}, ""),
    ],
)
def test_impossible_limits_are_explained_at_their_field(anna: Somebody, changes: dict[str, str], sentence: str) -> None:
    answer = anna.start(**changes)
    assert answer.status_code == (422 if sentence else 303)
    assert sentence in answer.text


def test_what_if_shows_two_plans_and_keeps_nothing_until_it_is_taken(anna: Somebody) -> None:
    anna.start(weekly_minutes="30")
    uid, number = anna.roadmap().uid, anna.version().number
    counter = count_queries()
    asked = {"weekly_minutes": "240", "goals": "e-rechnung", "external": "y"}
    counter.begin()
    answer = anna.browser.get(f"/roadmap/{uid}/vergleich", query_string=asked)
    assert counter.count <= 12
    assert answer.status_code == 200
    assert "anderer Zeitraum" in answer.text or "kommt dazu" in answer.text
    assert anna.version().number == number
    assert anna.press("wuensche", **asked).status_code == 303
    assert (anna.version().cause, anna.version().weekly_minutes) == (Cause.WISHES, 240)
    assert anna.press("wuensche", **asked).status_code == 303
    assert anna.version().number == number + 1
    wrong = anna.browser.get(f"/roadmap/{uid}/vergleich?weekly_minutes=7")
    assert "zwischen einer halben Stunde und acht Stunden" in wrong.text
