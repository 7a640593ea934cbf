"""Which document, or which documents, a request is about.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#23-state-resource
https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#26-agent-profile-resource
https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#27-activity-profile-resource
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from lms.xapi.batches import BatchFault, StatementsRefused
from lms.xapi.document_models import DocumentKind
from lms.xapi.rules.agent_parameters import RESOURCES, agent_in_json, name_of_document
from lms.xapi.rules.faults import Place, Rule, StatementFault
from lms.xapi.rules.identity import identity
from lms.xapi.rules.iris import iri
from lms.xapi.rules.reading import read_json
from lms.xapi.rules.timestamps import moment, timestamp
from lms.xapi.rules.values import uuid
from lms.xapi.rules.versions import Version

_SPEC = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md"


@dataclass(frozen=True)
class ResourceRules:
    """What requests for one kind of document may and must say. name: the parameter with the document's name."""

    link: str
    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


KINDS = {
    DocumentKind.STATE: ResourceRules(
        f"{_SPEC}#23-state-resource", "stateId", ("activityId", "agent"), ("registration",)
    ),
    DocumentKind.AGENT_PROFILE: ResourceRules(f"{_SPEC}#26-agent-profile-resource", "profileId", ("agent",)),
    DocumentKind.ACTIVITY_PROFILE: ResourceRules(f"{_SPEC}#27-activity-profile-resource", "profileId", ("activityId",)),
}

_RULES: dict[str, Rule] = {
    "activityId": iri,
    "agent": agent_in_json,
    "registration": uuid,
    "stateId": name_of_document,
    "profileId": name_of_document,
    "since": timestamp,
}


@dataclass(frozen=True)
class Address:
    """Where documents lie. agent: an identity. name: None for all of them. registration: None for any."""

    kind: DocumentKind
    agent: str
    activity: str
    registration: str | None
    name: str | None
    since: datetime | None = None

    @property
    def shelf(self) -> str:
        """The hash by which all documents about this agent and activity are found."""
        return _hash(self.kind, self.agent, self.activity)

    @property
    def place(self) -> str:
        """The hash of the one document that this address names."""
        return _hash(self.kind, self.agent, self.activity, self.registration or "", self.name or "")


def _hash(*parts: str) -> str:
    # Each part with its length, so that no two addresses read the same.
    return sha256("".join(f"{len(part)} {part}" for part in parts).encode()).hexdigest()


def read_address(
    kind: DocumentKind, parameters: Mapping[str, str], version: Version, *, one: bool = False, listing: bool = False
) -> Address:
    """The address in `parameters`. one: the name must be there. listing: `since` may be there.

    Raises StatementsRefused with everything that is missing, unknown or wrong.
    """
    rules = KINDS[kind]
    required = (*rules.required, rules.name) if one else rules.required
    allowed = (*rules.required, *rules.optional, rules.name, *(("since",) if listing else ()))
    found: list[StatementFault] = []
    place = Place(found, version)
    for name, value in parameters.items():
        if name not in allowed:
            place.at(name).fault("is not a parameter that the specification knows here", rules.link)
        else:
            _RULES[name](value, place.at(name))
    for name in required:
        if name not in parameters:
            place.at(name).fault("is missing", rules.link)
    refuse(found)
    registration = parameters.get("registration")
    return Address(
        kind=kind,
        agent=identity(read_json(parameters["agent"].encode())) if "agent" in parameters else "",
        activity=parameters.get("activityId", ""),
        registration=registration.lower() if registration else None,
        name=parameters.get(rules.name),
        since=moment(parameters.get("since")),
    )


def read_required(name: str, parameters: Mapping[str, str], version: Version) -> str:
    """The only parameter that a resource has. Raises StatementsRefused if it is missing, wrong or not alone."""
    found: list[StatementFault] = []
    place = Place(found, version)
    for given, value in parameters.items():
        if given != name:
            place.at(given).fault("is not a parameter that the specification knows here", RESOURCES)
        else:
            _RULES[name](value, place.at(name))
    if name not in parameters:
        place.at(name).fault("is missing", RESOURCES)
    refuse(found)
    return parameters[name]


def refuse(found: list[StatementFault]) -> None:
    """Raise StatementsRefused if anything was found."""
    if found:
        raise StatementsRefused([BatchFault(None, None, fault.path, fault.message, fault.link) for fault in found])
