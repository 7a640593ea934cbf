"""Made-up statements like those of a platform: people, courses with steps, attempts, now and then a reference.

Who and what grows with the number of statements, as in a city: for every 250 a person and a course, for ten an attempt.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

Json = dict[str, Any]
HOME = "https://lernen.stadt.example"
VERBS = ("experienced", "completed", "attempted", "passed", "answered", "interacted", "progressed", "failed")
LANGUAGES = {"de": "Einen Warteraum öffnen, bevor jemand eintritt", "en": "Open a waiting room before anybody enters"}


@dataclass(frozen=True)
class Crowd:
    """Those whom `size` statements are about. seed: the same for the same statements."""

    size: int
    seed: int = 1

    @property
    def people(self) -> int:
        """How many people there are, and as many courses."""
        return max(8, self.size // 250)

    def agent(self, number: int) -> Json:
        """A person, by the account they have."""
        return {"objectType": "Agent", "account": {"homePage": HOME, "name": f"p-{number % self.people:08}"}}

    def course(self, number: int) -> str:
        """The address of a course."""
        return f"{HOME}/kurse/{number % self.people}"

    def registration(self, number: int) -> str:
        """An attempt."""
        return str(UUID(int=Random(number % max(1, self.size // 10)).getrandbits(128), version=4))

    def statements(self, count: int, salt: int = 0) -> Iterator[Json]:
        """So many of them; others for another `salt`."""
        random = Random(f"{self.seed} {salt}")
        earlier = ""
        for number in range(count):
            made = self._statement(random, earlier if number % 200 == 199 else "")
            earlier = made["id"]
            yield made

    def _statement(self, random: Random, earlier: str) -> Json:
        course = random.randrange(self.people)
        verb = random.choice(VERBS)
        return {
            "id": str(UUID(int=random.getrandbits(128), version=4)),
            "actor": self.agent(random.randrange(self.people)),
            "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}", "display": {"de": verb, "en": verb}},
            "object": _reference(earlier) if earlier else _step(self.course(course)),
            "result": {"completion": True, "success": True, "score": {"scaled": 0.5}, "duration": "PT4M30S"},
            "context": {
                "registration": self.registration(random.randrange(self.size)),
                "language": "de",
                "contextActivities": {
                    "parent": [{"objectType": "Activity", "id": self.course(course)}],
                    "category": [{"objectType": "Activity", "id": f"{HOME}/xapi/profile"}],
                },
            },
            "timestamp": "2026-11-20T10:00:00.123Z",
        }


def _step(course: str) -> Json:
    kind = "http://adlnet.gov/expapi/activities/module"
    return {"objectType": "Activity", "id": course, "definition": {"type": kind, "name": LANGUAGES}}


def _reference(statement_id: str) -> Json:
    return {"objectType": "StatementRef", "id": statement_id}
