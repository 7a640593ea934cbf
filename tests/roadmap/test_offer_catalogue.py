"""The catalogue of external measures that is shipped, and what a plan makes of an offer."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from competence_check.content.frameworks import frameworks
from lms.kernel.content import ContentSource, read_content
from roadmap.limits import Limits
from roadmap.offers.content import offers as offers_kind
from roadmap.offers.courses import courses_of, spread
from roadmap.offers.models import Offer
from roadmap.region.content import demand
from tests.roadmap.shipped import CONTENT, shipped, shipped_demand, shipped_offers

OFFER = """
[[offers]]
key = "cad"
title.de = "CAD"
summary.de = "Konstruieren."
provider = "Beispiel"
azav_provider = true
azav_measure = true
hours = 120
cost = 900
format = "online"
targets = ["cad"]

[[offers.competences]]
id = "3.1"
needs = 1
reaches = 3

[[offers.dates]]
start = 2027-01-11
end = 2027-02-12
"""


def read(root: Path, text: str) -> ContentSource:
    content = root / "content"
    for name in ("frameworks/digcomp-3.0.toml", "demand/aachen-2026.toml"):
        (content / name).parent.mkdir(parents=True)
        (content / name).write_text((CONTENT / name).read_text(encoding="utf-8"), encoding="utf-8")
    (content / "offers").mkdir()
    (content / "offers/all.toml").write_text(text, encoding="utf-8")
    return read_content(content, [frameworks, demand, offers_kind])


def test_at_least_120_offers_are_shipped_all_marked_as_samples_of_invented_providers() -> None:
    offers = shipped_offers().values()
    assert len(offers) >= 120
    assert all(offer.sample for offer in offers)
    assert all(offer.provider.startswith("Beispiel-") for offer in offers)
    assert all({"de", "en"} == offer.title.keys() == offer.summary.keys() for offer in offers)


def test_every_education_target_of_the_plan_has_an_offer() -> None:
    served = {target for offer in shipped_offers().values() for target in offer.targets}
    assert served == set(shipped_demand().targets)


def test_every_competence_is_raised_by_offers_and_every_form_of_learning_is_there() -> None:
    offers = shipped_offers().values()
    known = shipped().parsed["frameworks"]["digcomp-3.0"].competences
    raised = Counter(outcome["competence"] for offer in offers for outcome in offer.outcomes)
    assert set(raised) == set(known)
    assert {offer.format for offer in offers} == {"presence", "online", "on_demand", "hybrid"}
    assert {offer.part_time for offer in offers} == {True, False}
    assert {offer.barrier_free for offer in offers} == {True, False, None}
    assert {offer.place for offer in offers} >= {"Aachen", "Düren", "Heinsberg"}


def test_some_offers_are_just_above_and_some_below_the_limit_of_120_hours() -> None:
    hours = {offer.minutes / 60 for offer in shipped_offers().values()}
    assert {124, 40} <= hours


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("hours = 120", "hours = -3", "hours"),
        ("cost = 900", "cost = -1", "cost"),
        ("end = 2027-02-12", "end = 2027-01-01", "dates"),
        ('id = "3.1"', 'id = "9.9"', "competences"),
        ('targets = ["cad"]', 'targets = ["mondflug"]', "targets"),
        ("reaches = 3", "reaches = 1", "competences"),
        ('format = "online"', 'format = "brief"', "format"),
        ('targets = ["cad"]', 'requires = ["gibt-es-nicht"]', "requires"),
        ('targets = ["cad"]', 'requires = ["cad"]', "requires"),
    ],
)
def test_a_faulty_offer_is_named_with_its_field(tmp_path: Path, before: str, after: str, field: str) -> None:
    assert before in OFFER
    source = read(tmp_path, OFFER.replace(before, after))
    assert [each.field for each in source.faults] == [f"offers.0.{field}"]
    assert source.faults[0].file == "content/offers/all.toml"


def test_a_sound_offer_has_no_faults_and_names_stand_once(tmp_path: Path) -> None:
    assert read(tmp_path / "one", OFFER).faults == []
    assert [each.field for each in read(tmp_path / "two", OFFER + OFFER).faults] == ["offers.1.key"]


def offer(**changes: object) -> Offer:
    values: dict[str, object] = {
        **{"slug": "cad", "origin": "content", "title": {"de": "CAD"}, "summary": {}, "provider": "Beispiel"},
        **{"azav_provider": True, "azav_measure": True, "minutes": 600, "unit_minutes": 90, "cost": 900.0},
        **{"format": "online", "place": "", "language_level": "B1", "part_time": False, "barrier_free": None},
        **{"targets": [], "requires": [], "sample": True},
        "outcomes": [{"competence": "3.1", "needs": 1, "reaches": 3, "gain": 1.5}],
        "dates": [{"id": "1", "start": "2027-01-14", "end": "2027-01-27", "seats": 8}],
    }
    return Offer(**{**values, **changes})


def test_an_offer_becomes_a_course_with_cost_dates_and_form() -> None:
    (course,) = courses_of([offer(requires=["da", "weg"])], {"cad", "da"}, {})
    assert (course.minutes, course.cost, course.requires) == (600, 900, ("da",))
    assert (course.kind.format, course.kind.place, course.kind.language_level) == ("online", None, "B1")
    assert (course.kind.language, course.kind.unit_minutes) == (None, 90)
    (session,) = course.sessions
    # Thursday to Wednesday a fortnight later: two, five and three working days.
    assert (session.minutes, session.seats) == ((120, 300, 180), 8)


def test_an_offer_that_raises_no_competence_is_in_the_directory_but_in_no_plan() -> None:
    assert courses_of([offer(outcomes=[])], {"cad"}, {}) == ()


def test_time_is_spread_over_working_days_and_nothing_is_lost() -> None:
    assert spread(100, date(2027, 1, 16), date(2027, 1, 17)) == (100,)
    assert sum(spread(1001, date(2027, 1, 11), date(2027, 5, 7))) == 1001


def test_part_time_small_steps_and_german_are_limits_that_the_planner_knows() -> None:
    one, two = offer(), offer(slug="zwei", part_time=True, unit_minutes=20, language_level="C1")
    long, short = courses_of([one, two], {"cad", "zwei"}, {})
    assert [Limits(part_time=True).accepted().takes(each.kind) for each in (long, short)] == [False, True]
    assert [Limits(most_unit_minutes=45).accepted().takes(each.kind) for each in (long, short)] == [False, True]
    assert [Limits(language_level="B1").accepted().takes(each.kind) for each in (long, short)] == [True, False]


@pytest.mark.parametrize(("measured", "reaches"), [({}, 3), ({("cad", "3.1"): 0.9}, 2), ({("cad", "3.1"): 0.2}, 2)])
def test_an_offer_teaches_what_is_promised_until_it_was_measured(
    measured: dict[tuple[str, str], float], reaches: int
) -> None:
    (course,) = courses_of([offer()], {"cad"}, measured)
    assert [(each.needs, each.reaches) for each in course.outcomes] == [(1, reaches)]
