"""Which statements a target receives."""

import pytest

from lms.xapi.selecting import Selection, voided_by
from tests.xapi import samples

COURSE, STEP = samples.COURSE["id"], samples.STEP["id"]
INSIDE = samples.small(context={"contextActivities": {"parent": [samples.COURSE]}})
AROUND = samples.small(context={"contextActivities": {"grouping": {"id": COURSE}}})
BESIDE = samples.small(context={"contextActivities": {"other": [samples.COURSE]}})


def test_without_a_choice_everything_is_wanted() -> None:
    assert Selection().takes_all
    assert Selection().takes(samples.about_a_plan())


@pytest.mark.parametrize(
    ("verbs", "activities", "parts", "statement", "wanted"),
    [
        ({samples.COMPLETED}, set(), False, samples.small(), True),
        ({"urn:other"}, set(), False, samples.small(), False),
        (set(), {STEP}, False, samples.small(), True),
        (set(), {COURSE}, False, samples.small(), False),
        (set(), {COURSE}, False, INSIDE, False),
        (set(), {COURSE}, True, INSIDE, True),
        (set(), {COURSE}, True, AROUND, True),
        (set(), {COURSE}, True, BESIDE, False),
        ({"urn:other"}, {STEP}, True, samples.small(), False),
        ({samples.COMPLETED}, {STEP}, False, samples.small(object=samples.ADA), False),
    ],
)
def test_a_choice_is_followed(
    verbs: set[str], activities: set[str], parts: bool, statement: samples.Json, wanted: bool
) -> None:
    assert Selection(frozenset(verbs), frozenset(activities), parts).takes(statement) is wanted


def test_what_voids_is_known() -> None:
    name = "6690E6C9-3ef0-4ed3-8b37-7f3964730bee"
    assert voided_by(samples.voiding(name)) == name.lower()
    assert voided_by(samples.small()) is None
    assert voided_by(samples.small(object={"objectType": "StatementRef", "id": name})) is None
