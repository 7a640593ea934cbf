"""Statements to test with, from the smallest to one that uses everything."""

from copy import deepcopy
from typing import Any

Json = dict[str, Any]

COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
ADA: Json = {"objectType": "Agent", "account": {"homePage": "https://city.example", "name": "ada"}}
BEN: Json = {"objectType": "Agent", "mbox": "mailto:ben@Example.org"}
TEAM: Json = {"objectType": "Group", "name": "Team", "openid": "https://team.example/", "member": [ADA, BEN]}
COURSE: Json = {
    "objectType": "Activity",
    "id": "https://city.example/kurse/zoom",
    "definition": {"type": "http://adlnet.gov/expapi/activities/course", "name": {"de": "Zoom", "en-GB": "Zoom!"}},
}
STEP: Json = {"id": "https://city.example/kurse/zoom/warteraum"}


def small(**changes: Any) -> Json:
    """The smallest statement there is, with `changes`."""
    return {"actor": deepcopy(ADA), "verb": {"id": COMPLETED}, "object": {"id": STEP["id"]}, **changes}


def voiding(statement_id: str) -> Json:
    """A statement that voids another."""
    return small(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": statement_id})


def full() -> Json:
    """A statement that uses nearly every property."""
    return deepcopy(
        {
            "id": "6690E6C9-3ef0-4ed3-8b37-7f3964730bee",
            "actor": TEAM,
            "verb": {"id": COMPLETED, "display": {"de": "abgeschlossen", "en": "completed"}},
            "object": {
                **COURSE,
                "definition": {
                    **COURSE["definition"],
                    "description": {"de": "Kurs"},
                    "moreInfo": "https://city.example/mehr",
                    "interactionType": "choice",
                    "correctResponsesPattern": ["a[,]b"],
                    "choices": [{"id": "a", "description": {"de": "A"}}, {"id": "b"}],
                    "extensions": {"https://city.example/x": {"null": None}},
                },
            },
            "result": {
                "score": {"scaled": 0.5, "raw": 5, "min": 0, "max": 10},
                "success": True,
                "completion": False,
                "response": "a[,]b",
                "duration": "PT4M30.50S",
                "extensions": {"https://city.example/y": [None, 1]},
            },
            "context": {
                "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
                "instructor": {"mbox_sha1sum": "0" * 40},
                "team": TEAM,
                "contextActivities": {"parent": COURSE, "grouping": [STEP], "category": [], "other": [COURSE, STEP]},
                "revision": "2",
                "platform": "Lernlotse",
                "language": "de-DE",
                "statement": {"objectType": "StatementRef", "id": "6690e6c9-3ef0-4ed3-8b37-7f3964730bef"},
                "extensions": {},
            },
            "timestamp": "2026-02-03T10:15:30.123+01:00",
            "stored": "2026-02-03T10:15:30Z",
            "authority": BEN,
            "version": "1.0.0",
            "attachments": [
                {
                    "usageType": "https://city.example/certificate",
                    "display": {"de": "Urkunde"},
                    "contentType": "application/pdf; charset=binary",
                    "length": 4,
                    "sha2": "0" * 64,
                    "fileUrl": "https://city.example/urkunde.pdf",
                }
            ],
        }
    )


def about_a_plan() -> Json:
    """A statement with a statement in it."""
    inner = {
        "objectType": "SubStatement",
        "actor": BEN,
        "verb": {"id": COMPLETED},
        "object": COURSE,
        "context": {"contextActivities": {"parent": STEP}, "platform": "x"},
        "timestamp": "2030-01-01T00:00:00Z",
    }
    return small(object=deepcopy(inner))
