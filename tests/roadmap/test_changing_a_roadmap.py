"""What the buttons of a roadmap, a finished course and a new result change."""

from datetime import timedelta

import pytest

from lms.jobs.work import work_once
from lms.kernel import clock
from lms.kernel.db import db, transaction
from roadmap.models import StepState
from tests.roadmap.people import MONDAY, Somebody, versions

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("monday")]


def test_a_dropped_course_is_gone_and_can_be_brought_back_to_its_place(anna: Somebody) -> None:
    anna.start()
    before = anna.slugs()
    dropped = before[2]
    anna.press("weglassen", course=dropped)
    assert dropped not in anna.slugs()
    page = anna.browser.get("/roadmap").text
    assert "Weggelassen" in page
    anna.press("zurueckholen", course=dropped)
    assert dropped in anna.slugs()
    assert anna.slugs().index(dropped) <= 3


def test_pressing_a_button_twice_or_in_an_old_tab_changes_nothing_more(anna: Somebody) -> None:
    anna.start()
    course = anna.slugs()[0]
    for _time in range(2):
        assert anna.press("weglassen", course=course).status_code == 303
    assert versions() == 2
    for _time in range(2):
        assert anna.press("zurueckholen", course=course).status_code == 303
    assert versions() == 3
    for _time in range(2):
        assert anna.press("stunden", weekly_minutes="240").status_code == 303
    assert versions() == 4
    for button in ("ergebnis", "ab-heute"):
        assert anna.press(button).status_code == 303
    assert anna.press("weglassen", course="gibt-es-nicht").status_code == 303
    assert versions() == 4


def test_more_hours_end_earlier_and_wrong_hours_are_refused_on_the_page(anna: Somebody) -> None:
    anna.start()
    slow = max(step.end_date for step in anna.steps())
    anna.press("stunden", weekly_minutes="240")
    assert max(step.end_date for step in anna.steps()) < slow
    answer = anna.press("stunden", weekly_minutes="7")
    assert answer.status_code == 422
    assert "zwischen einer halben Stunde und acht Stunden" in answer.text


def test_finishing_a_course_moves_the_roadmap_on_and_keeps_the_order(anna: Somebody) -> None:
    anna.start()
    before = anna.slugs()
    with clock.at(MONDAY + timedelta(days=1)):
        anna.finish(before[0])
    after = anna.steps()
    assert [step.course for step in after] == before
    assert [step.state for step in after] == [StepState.DONE, *[StepState.PLANNED] * (len(before) - 1)]
    assert "erledigt am 24. November" in anna.browser.get("/roadmap").text


def test_what_is_new_since_does_not_come_in_by_itself_when_a_course_is_finished(anna: Somebody) -> None:
    anna.start()
    kept, *left_out = anna.slugs()
    with transaction():
        version = anna.version()
        for step in anna.steps()[1:]:
            db.session.delete(step)
        version.rests = []
    anna.finish(kept)
    assert anna.slugs() == [kept], "nothing that was not promised"
    assert work_once()
    db.session.rollback()
    proposal = anna.version().proposal
    assert proposal is not None
    assert {step["course"] for step in proposal["plan"]["steps"]} & set(left_out), "but it is shown to be taken"
    assert "Es gibt einen besseren Plan" in anna.browser.get("/roadmap").text


def test_finishing_late_moves_what_follows(anna: Somebody) -> None:
    anna.start()
    with clock.at(MONDAY + timedelta(weeks=20)):
        assert "Etwas ist liegen geblieben" in anna.browser.get("/roadmap").text
        anna.finish(anna.slugs()[0])
        assert "Etwas ist liegen geblieben" not in anna.browser.get("/roadmap").text
        today = clock.today()
    assert all(step.end_date >= today for step in anna.steps() if step.state == StepState.PLANNED)


def test_finishing_a_course_that_was_dropped_counts_all_the_same(anna: Somebody) -> None:
    anna.start()
    course = anna.slugs()[0]
    share = anna.version().closed_share
    anna.press("weglassen", course=course)
    anna.finish(course)
    assert course not in anna.slugs()
    assert anna.version().dropped == []
    assert anna.version().closed_share >= share
    assert "Weggelassen" not in anna.browser.get("/roadmap").text


def test_the_last_step_completes_the_roadmap(anna: Somebody) -> None:
    anna.start(profile="trades")
    for slug in anna.slugs():
        anna.finish(slug)
    assert anna.roadmap().completed_at is not None
    assert "Geschafft!" in anna.browser.get("/roadmap").text


def test_a_new_result_is_taken_over_with_one_button(anna: Somebody) -> None:
    anna.start()
    anna.take_check(3.4, MONDAY + timedelta(hours=1))
    assert "Neues Ergebnis übernehmen" in anna.browser.get("/roadmap").text
    many = len(anna.steps())
    anna.press("ergebnis")
    assert len(anna.steps()) < many
    assert "Neues Ergebnis übernehmen" not in anna.browser.get("/roadmap").text


def test_old_versions_stay(anna: Somebody) -> None:
    anna.start()
    first = anna.slugs()
    anna.press("weglassen", course=first[0])
    uid = anna.roadmap().uid
    assert "Kurs weggelassen" in anna.browser.get(f"/roadmap/{uid}/fassungen").text
    old = anna.browser.get(f"/roadmap/{uid}/fassungen/1").text
    assert "Sie sehen eine frühere Fassung vom 23. November 2026" in old
    assert "Damit weitermachen" not in old
    for number in (0, 99, 10**30):
        assert anna.browser.get(f"/roadmap/{uid}/fassungen/{number}").status_code == 404
