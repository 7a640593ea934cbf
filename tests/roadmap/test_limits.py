"""What limits a plan: written as people write it, kept as JSON, and known to the planner."""

from datetime import date, time, timedelta

import pytest

from roadmap.knowing import known_of
from roadmap.limits import Limits
from roadmap.planning.hours import Hours
from roadmap.task import instance_for
from roadmap.times import MOST_DAYS, WINDOWS, read_days, windows_to_hours, write_days
from tests.roadmap.people import Somebody


@pytest.mark.parametrize(
    ("line", "day", "minutes"),
    [
        ("14.12.2026", date(2026, 12, 14), 480),
        ("4.1.2027 4", date(2027, 1, 4), 240),
        ("2027-01-08: 4,5 Stunden", date(2027, 1, 8), 270),
        ("  08.01.2027, 0.25 h ", date(2027, 1, 8), 15),
    ],
)
def test_release_days_are_read_as_people_write_them(line: str, day: date, minutes: int) -> None:
    assert read_days(line).days == {day: minutes}
    assert read_days(write_days({day: minutes})).days == {day: minutes}


@pytest.mark.parametrize("line", ["morgen", "31.2.2027", "1.1.2027 11", "1.1.2027 0", "1.1.27", "1" * 500])
def test_what_nobody_can_read_is_named_by_its_line(line: str) -> None:
    found = read_days(f"1.2.2027\n\n{line}\n2.2.2027 3")
    assert (len(found.days), found.faults) == (2, (3,))


def test_a_list_of_days_has_an_end() -> None:
    lines = "\n".join(f"{date(2027, 1, 1) + timedelta(days=number)}" for number in range(MOST_DAYS + 1))
    assert (len(read_days(lines).days), read_days(lines).faults) == (MOST_DAYS, (MOST_DAYS + 1,))


def test_a_morning_and_an_afternoon_make_a_day() -> None:
    assert windows_to_hours({"1a", "1p", "3p"}) == (Hours(1, time(7), time(20)), Hours(3, time(12), time(20)))
    seminar = Hours(1, time(9), time(16))
    accepted = Limits(windows=frozenset({"1a", "1p"})).accepted()
    assert accepted.comes_to([seminar])
    assert not Limits(windows=frozenset({"1a"})).accepted().comes_to([seminar])


def test_limits_survive_json_also_those_from_before() -> None:
    limits = Limits(
        release_days={date(2027, 1, 4): 240}, windows=frozenset(WINDOWS[:2]), places=frozenset({"Aachen"}), budget=5.0
    )
    assert Limits.from_json(limits.to_json()) == limits
    before = {key: value for key, value in Limits().to_json().items() if key not in ("windows", "release_days")}
    assert Limits.from_json(before) == Limits()


@pytest.mark.db
def test_everything_in_the_form_reaches_the_planner_and_comes_back_into_the_form(anna: Somebody) -> None:
    wished = {
        "release_days": "7.12.2026 4\n2026-12-08",
        "windows": ["1a", "2p"],
        "places": ["Aachen", "Nirgendwo"],
        "language_level": "B1",
        "most_unit_minutes": "60",
        "release_minutes": "30",
        "barrier_free": "",
        "external": "y",
    }
    assert anna.start(**wished).status_code == 303
    instance = instance_for(known_of(anna.roadmap()))
    assert instance.release_days == {date(2026, 12, 7): 240, date(2026, 12, 8): 480}
    assert instance.limit(2) == 60 + 30 + 720
    accepts = instance.accepts
    assert (accepts.language_level, accepts.most_unit_minutes, accepts.places) == ("B1", 60, frozenset({"Aachen"}))
    assert accepts.hours == (Hours(1, time(7), time(13)), Hours(2, time(12), time(20)))
    assert all(
        kind.unit_minutes is None or kind.unit_minutes <= 60 for kind in (each.kind for each in instance.offered)
    )
    week_of_release = [
        minutes
        for step in anna.steps()
        for number, minutes in enumerate(step.weekly)
        if (step.start_date - timedelta(days=step.start_date.weekday())) + timedelta(weeks=number) == date(2026, 12, 7)
    ]
    assert sum(week_of_release) > 90
    page = anna.browser.get(f"/roadmap/{anna.roadmap().uid}/vergleich").text
    assert "07.12.2026 4\n08.12.2026 8</textarea>" in page
    assert 'value="2p" checked' in page
    assert 'value="Aachen" checked' in page


@pytest.mark.db
@pytest.mark.parametrize(
    ("days", "sentence"), [("7.12.2026\nmorgen", "Zeile 2: Schreiben Sie einen Tag"), ("1.1.2020", "Tage nach heute")]
)
def test_release_days_that_cannot_be_are_explained(anna: Somebody, days: str, sentence: str) -> None:
    answer = anna.start(release_days=days)
    assert (answer.status_code, sentence in answer.text) == (422, True)
