"""Team figures: from shared results only, rolled up over units, never about few people, never of another house."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from competence_check import queries
from competence_check.models import Estimate, Run
from competence_check.teams import snapshots
from competence_check.teams.heatmap import Column, Row, rows_of
from competence_check.teams.models import TeamSnapshot
from lms.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from lms.accounts.models import Person
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.kernel.errors import Refused
from lms.kernel.sheets.reading import read_table
from tests.competence_check.conftest import House, counted
from tests.competence_check.teams import colleagues, give_result, invite, staff

pytestmark = pytest.mark.db


def rows(house: House) -> dict[str, Row]:
    profile = queries.target_profile("case-work")
    with transaction():
        db.session.execute(delete(TeamSnapshot))
        try:
            snapshot = snapshots.take(house.organisation_id, "heute")
        except Refused:
            return {}
    columns = [Column(code, {}, [code]) for code in profile.targets]
    return {row.name: row for row in rows_of(snapshot, columns, profile.slug)}


def test_figures_are_means_over_people_and_units_count_everybody_below(house: House) -> None:
    staff(house, 1, 7, 2.0)
    staff(house, 2, 7, 4.0)
    found = rows(house)
    assert [found[name].people for name in ("Stadt", "Amt", "Abteilung B", "Abteilung C")] == [14, 14, 7, 7]
    cells = found["Amt"].cells
    assert cells is not None
    assert all(cell is not None and cell.level == pytest.approx(3.0) for cell in cells)
    profile = queries.target_profile("case-work")
    for cell, target in zip(cells, profile.targets.values(), strict=True):
        assert cell is not None
        assert cell.gap == pytest.approx((max(0, target.level - 2) + max(0, target.level - 4)) / 2)


def test_a_small_unit_is_hidden_together_with_what_would_give_it_away(house: House) -> None:
    staff(house, 1, 7, 2.0)
    staff(house, 2, 1, 8.0)
    found = rows(house)
    assert found["Abteilung C"].cells is None
    assert found["Abteilung B"].cells is None
    assert found["Amt"].people == 8


def test_only_the_latest_result_counts_and_only_if_it_is_shared(house: House) -> None:
    people = staff(house, 1, 8, 2.0)
    assert rows(house)["Abteilung B"].people == 8
    give_result(people[0], 8.0, shared=False)
    assert rows(house)["Abteilung B"].people == 7
    with transaction():
        db.session.execute(update(Person).where(Person.id == people[1].id).values(active=False))
    assert rows(house) == {}


def test_hr_sees_the_table_and_others_do_not(house: House) -> None:
    staff(house, 1, 9, 2.0)
    staff(house, 2, 2, 8.0)
    house.person("hr", role=Role.HR)
    house.person("chef", role=Role.MANAGER)
    assert "noch kein Stand" in house.browser("hr").get("/kompetenzcheck/team").text
    assert house.browser("hr").post("/kompetenzcheck/team/stand").status_code == 303
    page = house.browser("hr").get("/kompetenzcheck/team?profil=case-work&bereich=2").text
    assert "Diese Zahlen stammen von 11 Personen" in page
    assert page.count("zu wenige Personen oder Änderungen") == 2
    assert re.search(r"Stufe [\d,]+ ± [\d,]+, Ziel \d", page)
    assert house.browser("chef").get("/kompetenzcheck/team").status_code == 403


def test_nothing_of_a_person_can_be_asked_for_by_address(house: House) -> None:
    staff(house, 1, 9, 2.0)
    house.person("hr", role=Role.HR)
    browser = house.browser("hr")
    house.browser("hr").post("/kompetenzcheck/team/stand")
    for query in (
        "stand=x&vergleich=y",
        "profil=%00",
        "profil=gibt-es-nicht",
        "bereich=99",
        "bereich[]=1&profil=" + "x" * 5000,
    ):
        assert browser.get(f"/kompetenzcheck/team?{query}").status_code == 200


def test_the_demo_city_has_results_and_its_team_view_needs_few_queries(city: Flask) -> None:

    for account in DEMO_ACCOUNTS:
        person = db.session.scalars(select(Person).where(Person.login == account.login)).one()
        levels = queries.latest_levels(person.id)
        assert levels is not None
        assert len(levels.levels) == 21
    browser = city.test_client()
    browser.post("/anmelden", data={"login": "personal", "password": DEMO_PASSWORD})
    with counted() as statements:
        page = browser.get("/kompetenzcheck/team")
    assert page.status_code == 200
    assert len(statements) <= 12
    assert "Personen" in page.text


def test_a_person_who_leaves_or_takes_the_check_again_cannot_be_found_by_two_snapshots(house: House) -> None:
    people = [*staff(house, 1, 8, 2.0), *staff(house, 2, 8, 3.0)]
    with transaction():
        first = snapshots.take(house.organisation_id, "2026-Q1")
    assert len(first.body["shown"]) == 4
    give_result(people[0], 8.0)
    with pytest.raises(Refused, match="zu wenige Ergebnisse"), transaction():
        snapshots.take(house.organisation_id, "2026-Q2")
    for person in people[1:8]:
        give_result(person, 4.0)
    with transaction():
        second = snapshots.take(house.organisation_id, "2026-Q3")
    assert set(second.body["shown"]) == set(first.body["shown"])


def test_a_snapshot_holds_nothing_about_units_that_are_not_shown(house: House) -> None:
    staff(house, 1, 9, 2.0)
    staff(house, 2, 2, 8.0)
    with transaction():
        body = snapshots.take(house.organisation_id, "heute").body
    shown = {str(unit) for unit in body["shown"]}
    assert set(body["people"]) == shown
    assert all(set(profile["sums"]) == shown for profile in body["profiles"].values())


def test_a_competence_that_is_new_and_in_few_results_has_no_column_about_these_few(house: House) -> None:
    people = staff(house, 1, 9, 2.0)
    with transaction():
        of_others = select(Run.id).where(Run.person_id.in_([person.id for person in people[1:]]))
        db.session.execute(delete(Estimate).where(Estimate.code == "1.1", Estimate.run_id.in_(of_others)))
        body = snapshots.take(house.organisation_id, "heute").body
    for profile in body["profiles"].values():
        assert {number for sums in profile["sums"].values() for number, *_rest in sums.values()} == {9}
        assert all("1.1" not in sums for sums in profile["sums"].values())


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_files_leave_out_what_the_screen_leaves_out(house: House, kind: str) -> None:
    staff(house, 1, 9, 2.0)
    staff(house, 2, 2, 8.0)
    house.person("hr", role=Role.HR)
    browser = house.browser("hr")
    browser.post("/kompetenzcheck/team/stand")
    answer = browser.get(f"/kompetenzcheck/team/datei/{kind}?profil=case-work")
    assert answer.status_code == 200
    if kind == "pdf":
        assert answer.data.startswith(b"%PDF")
        return
    table = read_table(BytesIO(answer.data))
    people = {row["Einheit"]: row["Personen"] for row in table.rows}
    assert people["Abteilung C"] == "zu wenige Personen oder Änderungen"
    assert people["Stadt"] == "11"
    assert not any(value for name, value in table.rows[-1].cells.items() if name not in ("Einheit", "Personen"))


@contextmanager
def an_autumn(house: House) -> Iterator[None]:
    """In November, when a quarter with results is over and eight people have taken a check they were invited to."""
    with clock.at(datetime(2026, 9, 20, tzinfo=UTC)):
        staff(house, 1, 8, 2.0)
    with clock.at(datetime(2026, 11, 21, tzinfo=UTC)):
        house.person("hr", role=Role.HR)
        people = colleagues(house, 2, 8)
        invite(house, "Herbst")
        for person in people:
            give_result(person, 3.0, shared=False)
        yield


def test_a_quarter_is_frozen_by_the_daily_command_once(house: House) -> None:
    with an_autumn(house):
        runner = house.app.test_cli_runner()
        assert "stadt, digcomp-3.0: 2026-Q3" in runner.invoke(args=["check", "snapshots"]).output
        assert "8 von" in house.browser("hr").get("/kompetenzcheck/einladungen").text
        assert "gibt es schon" in runner.invoke(args=["check", "snapshots"]).output


def test_a_worker_freezes_the_quarter_and_counts_campaigns_without_a_timer(house: House) -> None:
    with an_autumn(house):
        runner = house.app.test_cli_runner()
        for _day in range(2):
            assert runner.invoke(args=["jobs", "work"]).exit_code == 0
            assert "check.snapshots  done  1" in runner.invoke(args=["jobs", "list"]).output
            assert list(db.session.scalars(select(TeamSnapshot.label))) == ["2026-Q3"]
            assert "8 von" in house.browser("hr").get("/kompetenzcheck/einladungen").text


def test_a_unit_that_may_not_be_shown_this_time_keeps_the_figures_that_were_told(house: House) -> None:
    house.person("hr", role=Role.HR)
    people = [*staff(house, 1, 8, 2.0), *staff(house, 2, 20, 3.0)]
    with transaction():
        snapshots.take(house.organisation_id, "2026-Q1")
    for person in [*people[:2], *people[8:17]]:
        give_result(person, 4.0)
    with transaction():
        second = snapshots.take(house.organisation_id, "2026-Q2")
    assert house.units[1] not in second.body["shown"]
    page = house.browser("hr").get("/kompetenzcheck/team").text
    assert re.search(r"Abteilung B\s*</th>\s*<td[^>]*>8<br><span[^>]*>Stand 2026-Q1<", page)
    table = read_table(BytesIO(house.browser("hr").get("/kompetenzcheck/team/datei/csv?profil=case-work").data))
    assert {row["Einheit"]: row["Stand"] for row in table.rows}["Abteilung B"] == "2026-Q1"


def test_a_larger_smallest_group_hides_small_units_from_then_on_and_says_so(house: House) -> None:
    house.person("hr", role=Role.HR)
    people = [*staff(house, 1, 7, 2.0), *staff(house, 2, 20, 3.0)]
    house.browser("hr").post("/kompetenzcheck/team/stand")
    settings = house.app.extensions["settings"]
    house.app.extensions["settings"] = replace(settings, smallest_group=10)
    for person in people[7:]:
        give_result(person, 4.0)
    with clock.at(clock.now() + timedelta(days=1)):
        page = house.browser("hr").post("/kompetenzcheck/team/stand", follow_redirects=True).text
        assert "von 7 auf 10 angehoben" in page
        assert re.search(r"Abteilung B\s*</th>\s*<td[^>]*>zu wenige", page)
        assert "Diese Zahlen stammen von 27 Personen" in page
    # Once raised it stays: whoever sets it lower again cannot ask for what was hidden.
    house.app.extensions["settings"] = settings
    with clock.at(clock.now() + timedelta(days=2)), transaction():
        later = snapshots.take(house.organisation_id, "danach")
    assert later.smallest == 10
    assert house.units[1] not in later.body["shown"]
