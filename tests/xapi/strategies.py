"""Valid statements made up by Hypothesis."""

import string
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

Strategy = st.SearchStrategy[Any]

WORD: Strategy = st.text(string.ascii_letters + string.digits + "äöüß漢", min_size=1, max_size=12)
IRI: Strategy = WORD.map(lambda word: f"https://example.org/{word}")
TAG: Strategy = st.sampled_from(["de", "en-GB", "zh-Hant-TW", "de-CH-1996", "x-leicht", "i-klingon", "sl-rozaj-biske"])
TEXT: Strategy = st.text(st.characters(codec="utf-8"), max_size=20)
TEXTS: Strategy = st.dictionaries(TAG, TEXT, max_size=3)
ANYTHING: Strategy = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
EXTENSIONS: Strategy = st.dictionaries(IRI, ANYTHING, max_size=2)
UUID: Strategy = st.uuids().map(str)
ZONES: Strategy = st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
TIMESTAMP: Strategy = st.builds(
    lambda at, zone: at.replace(tzinfo=UTC).astimezone(zone).isoformat(),
    st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)),  # noqa: DTZ001  # the zone comes with astimezone
    ZONES,
)
DURATION: Strategy = st.sampled_from(["PT0S", "P3Y1M29DT4H35M59.14S", "P4W", "PT16559.14S", "P1D", "PT0.5H"])


def some(required: dict[str, Strategy], optional: dict[str, Strategy]) -> Strategy:
    """Objects with all of `required` and any of `optional`."""
    return st.fixed_dictionaries(required, optional=optional)


IDENTIFIER: Strategy = st.one_of(
    st.fixed_dictionaries({"mbox": WORD.map(lambda word: f"mailto:{word}@example.org")}),
    st.fixed_dictionaries({"mbox_sha1sum": st.text("0123456789abcdefABCDEF", min_size=40, max_size=40)}),
    st.fixed_dictionaries({"openid": IRI}),
    st.fixed_dictionaries({"account": st.fixed_dictionaries({"homePage": IRI, "name": WORD})}),
)


def _merged(*parts: Strategy) -> Strategy:
    return st.tuples(*parts).map(lambda found: {name: value for part in found for name, value in part.items()})


AGENT: Strategy = _merged(IDENTIFIER, some({}, {"objectType": st.just("Agent"), "name": TEXT}))
NAMED_GROUP: Strategy = _merged(
    IDENTIFIER, some({"objectType": st.just("Group")}, {"name": TEXT, "member": st.lists(AGENT, max_size=3)})
)
ANONYMOUS_GROUP: Strategy = some(
    {"objectType": st.just("Group"), "member": st.lists(AGENT, min_size=1, max_size=3)}, {"name": TEXT}
)
GROUP: Strategy = NAMED_GROUP | ANONYMOUS_GROUP
ACTOR: Strategy = AGENT | GROUP
VERB: Strategy = some({"id": IRI}, {"display": TEXTS})
COMPONENTS: Strategy = st.lists(
    some({"id": WORD}, {"description": TEXTS}), max_size=3, unique_by=lambda each: each["id"]
)
DEFINITION: Strategy = some(
    {},
    {"name": TEXTS, "description": TEXTS, "type": IRI, "moreInfo": IRI, "extensions": EXTENSIONS},
) | some(
    {"interactionType": st.sampled_from(["choice", "other", "long-fill-in"])},
    {"choices": COMPONENTS, "correctResponsesPattern": st.lists(TEXT, max_size=2)},
)
ACTIVITY: Strategy = some({"id": IRI}, {"objectType": st.just("Activity"), "definition": DEFINITION})
REFERENCE: Strategy = st.fixed_dictionaries({"objectType": st.just("StatementRef"), "id": UUID})
SCORE: Strategy = some(
    {}, {"scaled": st.floats(-1, 1), "raw": st.integers(0, 10), "min": st.just(-1), "max": st.just(11.5)}
)
RESULT: Strategy = some(
    {},
    {
        "score": SCORE,
        "success": st.booleans(),
        "completion": st.booleans(),
        "response": TEXT,
        "duration": DURATION,
        "extensions": EXTENSIONS,
    },
)
ACTIVITIES: Strategy = ACTIVITY | st.lists(ACTIVITY, max_size=2)
CONTEXT: Strategy = some(
    {},
    {
        "registration": UUID,
        "instructor": ACTOR,
        "team": GROUP,
        "contextActivities": some({}, dict.fromkeys(("parent", "grouping", "category", "other"), ACTIVITIES)),
        "language": TAG,
        "statement": REFERENCE,
        "extensions": EXTENSIONS,
    },
)
_NAMED_AGENT: Strategy = AGENT.map(lambda agent: {**agent, "objectType": "Agent"})
_OBJECT: Strategy = ACTIVITY | _NAMED_AGENT | GROUP | REFERENCE
SUBSTATEMENT: Strategy = some(
    {"objectType": st.just("SubStatement"), "actor": ACTOR, "verb": VERB, "object": _OBJECT},
    {"result": RESULT, "context": CONTEXT, "timestamp": TIMESTAMP},
)
STATEMENT: Strategy = some(
    {"actor": ACTOR, "verb": VERB, "object": _OBJECT | SUBSTATEMENT},
    {"id": UUID, "result": RESULT, "context": CONTEXT, "timestamp": TIMESTAMP, "version": st.just("1.0.0")},
)
