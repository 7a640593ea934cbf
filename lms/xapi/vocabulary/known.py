"""All terms of all profiles, by identifier: for the readable view of statements."""

from lms.xapi.vocabulary import adl, cmi5, tincan, tla, video
from lms.xapi.vocabulary.terms import ActivityType, Verb

_PROFILES = (adl, cmi5, tla, video, tincan)

VERBS: dict[str, Verb] = {
    term.id: term for profile in _PROFILES for term in vars(profile).values() if isinstance(term, Verb)
}
ACTIVITY_TYPES: dict[str, ActivityType] = {
    term.id: term for profile in _PROFILES for term in vars(profile).values() if isinstance(term, ActivityType)
}

_BY_NAME = {name.casefold(): verb.id for verb in VERBS.values() for name in verb.display.values()}


def verb_named(said: str) -> str:
    """The identifier of the verb that `said` is a name of, in any language; anything else as it is."""
    return _BY_NAME.get(said.strip().casefold(), said.strip())
