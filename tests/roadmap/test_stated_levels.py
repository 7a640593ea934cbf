"""Somebody says where they stand, with a reason: instead of a check, or beside it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from lms.kernel import clock
from roadmap.knowing import known_of
from roadmap.measured import STATED_ERROR, Measured, Source, Stand, Stated
from roadmap.models import Cause
from roadmap.task import instance_for
from tests.roadmap.people import Somebody, somebody

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def bert(stocked_app: Flask) -> Iterator[Somebody]:
    with clock.at(MONDAY):
        yield somebody(stocked_app, "bert", family="case-work")


@pytest.mark.db
def test_a_level_and_its_reason_take_the_place_of_what_the_check_found(bert: Somebody) -> None:
    bert.take_check(2.0, MONDAY - timedelta(days=3))
    bert.start()
    page = bert.browser.get(f"/roadmap/{bert.roadmap().uid}/stufen").text
    assert "Kompetenzcheck: Stufe 2, wahrscheinlich 1 bis 3 · verlangt: 4" in page
    gap = next(reason for step in bert.steps() for reason in step.reasons if reason["kind"] == "gain")
    code, share = gap["competence"], bert.version().closed_share
    answer = bert.press("stufen", **{f"level_{code}": "1", f"reason_{code}": "Seit  Jahren nicht <gemacht>"})
    assert answer.status_code == 303
    assert (bert.version().cause, bert.version().number) == (Cause.STATED, 2)
    page = bert.browser.get("/roadmap").text
    assert "von Ihnen angegeben: 1" in page
    assert "von Ihnen angegeben: „Seit Jahren nicht &lt;gemacht&gt;“" in page
    assert "1 Stufe haben Sie selbst angegeben." in page
    instance = instance_for(known_of(bert.roadmap()))
    assert (instance.levels[code].value, instance.levels[code].se) == (1, STATED_ERROR)
    assert all(level.se < STATED_ERROR for name, level in instance.levels.items() if name != code)
    bert.press("stufen", **{f"level_{code}": "1", f"reason_{code}": "Seit Jahren nicht <gemacht>"})
    assert bert.version().number == 2
    bert.press("stufen")
    assert bert.version().number == 3
    assert bert.version().closed_share == pytest.approx(share)
    bert.press("stufen", **{f"level_{code}": "1", f"reason_{code}": "doch nicht"})
    bert.take_check(3.0, MONDAY + timedelta(hours=1))
    assert "ersetzt auch die Stufen" in bert.browser.get("/roadmap").text
    bert.press("ergebnis")
    assert "stated" not in bert.version().levels


@pytest.mark.db
def test_nobody_needs_a_check_to_state_levels_and_the_range_is_wide(bert: Somebody) -> None:
    bert.start(**{f"area_{area}": "2" for area in range(1, 6)})
    instance = instance_for(known_of(bert.roadmap()))
    assert {level.se for level in instance.levels.values()} == {STATED_ERROR}
    bert.press("stufen", **{"level_2.1": "4", "reason_2.1": "Leite seit zwei Jahren alle Besprechungen"})
    assert instance_for(known_of(bert.roadmap())).levels["2.1"].value == 4
    assert "nach eigener Angabe 2" in bert.browser.get("/roadmap").text


@pytest.mark.db
@pytest.mark.parametrize(
    ("level", "reason", "sentence"),
    [
        ("3", "", "worauf sich Ihre Angabe stützt"),
        ("3", "  x ", "worauf sich Ihre Angabe stützt"),
        ("3", "x" * 301, "höchstens 300 Zeichen"),
    ],
)
def test_a_level_without_a_good_reason_is_not_taken(bert: Somebody, level: str, reason: str, sentence: str) -> None:
    bert.take_check(2.0, MONDAY - timedelta(days=3))
    bert.start()
    answer = bert.press("stufen", **{"level_2.1": level, "reason_2.1": reason})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert bert.press("stufen", **{"level_2.1": "99", "reason_2.1": "gibt es nicht"}).status_code == 303
    assert bert.version().number == 1


def test_what_is_stated_survives_json_and_the_range_ends_with_the_scale() -> None:
    base = Measured(Source.CHECK, MONDAY, "run", {"2.1": Stand(2, 1, 3), "3.1": Stand(4, 3, 5)})
    says = base.stating({"2.1": Stated(7, "weil", MONDAY)})
    assert Measured.from_json(says.to_json()) == says
    assert (says.levels["2.1"].value, says.levels["2.1"].high, says.levels["3.1"]) == (7, 8, Stand(4, 3, 5))
    assert says.levels["2.1"].low == pytest.approx(7 - 1.96 * STATED_ERROR)
    assert says.stating({}) == base
