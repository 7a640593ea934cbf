"""Statements without the people in them: pure functions over valid statements.

A pseudonym is an account of this platform that is made from a key that nobody keeps. Within one run the same person
gets the same pseudonym, so that counts of people stay right; afterwards nobody can tell who it was, and two runs give
two pseudonyms. The id of a statement never changes, so that whatever refers to it goes on working.
"""

import hmac
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from lms.xapi.formats import each_part
from lms.xapi.rules.identity import identities, identity

Json = dict[str, Any]
# Shorter names stand in texts by chance.
SHORTEST_NEEDLE = 5


def pseudonym_page(home: str) -> str:
    """The home page of all pseudonyms; home: how the platform is reached."""
    return f"{home}/pseudonym"


@dataclass(frozen=True)
class Run:
    """One erasure, or one run of the retention rules. The key dies with it."""

    home: str
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def name(self, text: str) -> str:
        """The pseudonym for whatever `text` names, in the form of a UUID."""
        return str(UUID(bytes=hmac.digest(self.key, text.encode(), sha256)[:16], version=4))

    def agent(self, actor: Mapping[str, Any], known_as: str) -> Json:
        """The agent or group as a pseudonym, without its name."""
        kind = "Group" if actor.get("objectType") == "Group" else "Agent"
        return {"objectType": kind, "account": {"homePage": pseudonym_page(self.home), "name": self.name(known_as)}}


@dataclass(frozen=True)
class Person:
    """Somebody, by all identities that are known. needles: what names them in texts."""

    identities: frozenset[str]

    @property
    def known_as(self) -> str:
        """One text for all identities, so that they become one pseudonym."""
        return min(self.identities)

    @property
    def needles(self) -> tuple[str, ...]:
        """What names the person wherever it stands: addresses and account names, the longest first."""
        found = {each.rpartition(" ")[2].removeprefix("mailto:") for each in self.identities}
        return tuple(sorted((each for each in found if len(each) >= SHORTEST_NEEDLE), key=len, reverse=True))


def of_nobody(statement: Mapping[str, Any], run: Run) -> Json:
    """The statement with everybody in it as a pseudonym; only who vouches for it stays."""

    def change(actor: Json) -> Json:
        known_as = identity(actor) or " ".join(identities(actor))
        made = run.agent(actor, known_as)
        return {**made, "member": [change(each) for each in actor["member"]]} if "member" in actor else made

    made = _stripped(_changed(statement, change), run)
    return {**made, "authority": statement["authority"]}


def without_person(statement: Mapping[str, Any], person: Person, run: Run) -> Json:
    """The statement with the person as a pseudonym, wherever it names them.

    What they answered and attached goes only where they are who acts.
    """

    def change(actor: Json) -> Json:
        made = run.agent(actor, person.known_as) if identity(actor) in person.identities else dict(actor)
        if "member" in actor:
            made["member"] = [change(each) for each in actor["member"]]
        return made

    made = _changed(statement, change)
    if person.identities & set(identities(statement["actor"])):
        made = _stripped(made, run)
    scrubbed: Json = _scrubbed(made, _replacer(person.needles, run.name(person.known_as)))
    return {**scrubbed, "id": statement["id"]}


def _changed(statement: Mapping[str, Any], change: Callable[[Json], Json]) -> Json:
    return each_part(statement, actor=change, activity=lambda value: value, verb=lambda value: value)


def _stripped(statement: Json, run: Run) -> Json:
    """Without answers and attachments, and with another registration: by these somebody could be known again."""
    made = {name: value for name, value in statement.items() if name != "attachments"}
    if "result" in made:
        made["result"] = {name: value for name, value in made["result"].items() if name != "response"}
    registration = made.get("context", {}).get("registration")
    if registration:
        made["context"] = {**made["context"], "registration": run.name(registration.lower())}
    if made["object"].get("objectType") == "SubStatement":
        made["object"] = _stripped(made["object"], run)
    return made


def _replacer(needles: Iterable[str], by: str) -> Callable[[str], str]:
    pattern = "|".join(map(re.escape, needles))
    if not pattern:
        return lambda text: text
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda text: compiled.sub(by, text)


def _scrubbed(value: Any, replace: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return replace(value)
    if isinstance(value, list):
        return [_scrubbed(each, replace) for each in value]
    if isinstance(value, dict):
        return {replace(name): _scrubbed(each, replace) for name, each in value.items()}
    return value
