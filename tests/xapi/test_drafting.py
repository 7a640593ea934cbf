"""The words of which recipes make drafts."""

import pytest

from lms.xapi.drafting import activity, context, draft, duration, result, score
from lms.xapi.rules.durations import in_seconds
from lms.xapi.rules.statement import faults
from lms.xapi.vocabulary import adl, tla
from lms.xapi.vocabulary.known import ACTIVITY_TYPES, VERBS
from lms.xapi.vocabulary.terms import ActivityType, Verb, named
from tests.xapi import samples


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_every_verb_makes_a_valid_statement_in_both_languages(verb: Verb) -> None:
    thing = {"objectType": "StatementRef", "id": samples.full()["id"]}
    assert set(verb.display) == {"de", "en"}
    assert verb.source.startswith("https://")
    assert faults({"actor": samples.ADA, **draft(verb=verb, object=thing)}) == []


@pytest.mark.parametrize("kind", ACTIVITY_TYPES.values(), ids=ACTIVITY_TYPES)
def test_every_activity_type_makes_a_valid_activity(kind: ActivityType) -> None:
    made = draft(verb=adl.COMPLETED, object=activity("urn:x", kind, kind.name, named("Text", "text")))
    assert faults({"actor": samples.ADA, **made}) == []


def test_what_is_not_given_is_left_out() -> None:
    assert result(success=False, duration=0) == {"success": False, "duration": "PT0S"}
    assert score(raw=0, highest=5) == {"raw": 0, "max": 5}
    assert context() == {}
    assert context(other=[], extensions={tla.REASON: "x"}) == {"extensions": {tla.REASON.id: "x"}}
    assert set(draft(verb=adl.COMPLETED, object={}, result={}, context={})) == {"verb", "object"}


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "PT0S"), (12.345, "PT12.35S"), (0.004, "PT0S"), (123456.5, "PT123456.5S")]
)
def test_durations_are_written_to_the_hundredth(seconds: float, text: str) -> None:
    assert duration(seconds) == text
    assert in_seconds(text) == pytest.approx(seconds, abs=0.01)


def test_a_negative_duration_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        duration(-0.1)


@pytest.mark.parametrize(
    ("text", "seconds"), [("P1DT2H3M4.5S", 93784.5), ("P2W", 1209600), ("P1Y", None), ("x", None), (None, None)]
)
def test_durations_are_read_where_their_length_is_fixed(text: object, seconds: float | None) -> None:
    assert in_seconds(text) == seconds
