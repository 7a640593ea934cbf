"""What the funding rules say about a case, with the fact used and the question to ask. Pure; never legal advice.

Facts are numbers and yes/no by key, such as {"hours": 160, "azav_provider": True}; what is missing is unknown.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from lms.kernel.toml import Texts
from roadmap.funding.expressions import Expression, Facts, parse

KINDS = ("number", "flag")
ABOUT = ("offer", "person", "firm", "case")


class State(StrEnum):
    """What is known about a rule. DIFFERS: not fulfilled by this source, fulfilled by another."""

    FULFILLED = "fulfilled"
    NOT = "not"
    UNKNOWN = "unknown"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Fact:
    """Something that rules ask for. about: of the offer, the person, the firm or the case. unit: may be empty.

    kept: whether an answer may be kept with a roadmap.
    """

    key: str
    kind: str
    about: str
    names: Texts
    questions: Texts
    units: Texts
    kept: bool = True


@dataclass(frozen=True)
class Rule:
    """A condition. source: where it stands; dated: of which day the source is.

    usually: the source says "usually", so that a miss is a question and no end. elsewhere: what another source states,
    differs: how the two differ.
    """

    key: str
    statements: Texts
    test: Expression
    sources: Texts
    dated: date
    usually: bool
    elsewhere: Expression | None
    differs: Texts


@dataclass(frozen=True)
class Share:
    """What the employer pays of the course where `test` holds; per cent."""

    test: Expression
    percent: float
    statements: Texts
    sources: Texts
    dated: date


@dataclass(frozen=True)
class Programme:
    """A way of funding. section: of the law; shares: the first that holds counts; joint: from when one application
    may cover several people."""

    key: str
    section: str
    names: Texts
    summaries: Texts
    pays: Texts
    rules: tuple[Rule, ...]
    shares: tuple[Share, ...]
    joint: Rule | None


@dataclass(frozen=True)
class Funding:
    """A file of rules. version: of which day it is. advice: what is always said."""

    slug: str
    names: Texts
    version: date
    advice: Texts
    facts: Mapping[str, Fact]
    programmes: tuple[Programme, ...]

    @classmethod
    def from_json(cls, slug: str, body: Mapping[str, Any]) -> "Funding":
        """What `roadmap.funding.content` stored."""
        return cls(
            slug=slug,
            names=body["names"],
            version=date.fromisoformat(body["version"]),
            advice=body["advice"],
            facts={each["key"]: Fact(**each) for each in body["facts"]},
            programmes=tuple(_programme(each) for each in body["programmes"]),
        )


def _programme(body: Mapping[str, Any]) -> Programme:
    built = {
        "rules": tuple(_rule(each) for each in body["rules"]),
        "shares": tuple(
            Share(**{**each, "test": parse(each["test"]), "dated": date.fromisoformat(each["dated"])})
            for each in body["shares"]
        ),
        "joint": _rule(body["joint"]) if body["joint"] else None,
    }
    return Programme(**{**body, **built})


def _rule(body: Mapping[str, Any]) -> Rule:
    built = {
        "test": parse(body["test"]),
        "elsewhere": parse(body["elsewhere"]) if body["elsewhere"] else None,
        "dated": date.fromisoformat(body["dated"]),
    }
    return Rule(**{**body, **built})


@dataclass(frozen=True)
class Finding:
    """What a rule says. used: the facts it was decided by, by key; asks: the facts that are missing."""

    rule: Rule
    state: State
    used: Mapping[str, float | bool]
    asks: tuple[Fact, ...]


@dataclass(frozen=True)
class EmployerShare:
    """What the employer pays of the course. percent: None as long as `asks` is not answered."""

    percent: float | None
    share: Share | None
    asks: tuple[Fact, ...]


@dataclass(frozen=True)
class Verdict:
    """What a programme's rules say together. joint: None where the programme knows no joint application."""

    programme: Programme
    findings: tuple[Finding, ...]
    share: EmployerShare | None
    joint: Finding | None

    @property
    def is_worth_asking(self) -> bool:
        """Whether nothing that is known speaks against it."""
        return not self.against

    @property
    def against(self) -> tuple[Finding, ...]:
        """The rules that are not fulfilled."""
        return tuple(each for each in self.findings if each.state is State.NOT)

    @property
    def is_complete(self) -> bool:
        """Whether every rule is fulfilled."""
        return all(each.state is State.FULFILLED for each in self.findings)

    @property
    def asks(self) -> tuple[Fact, ...]:
        """The questions that are open, each once."""
        return tuple({fact.key: fact for each in self.findings for fact in each.asks}.values())


def advise(funding: Funding, facts: Facts) -> tuple[Verdict, ...]:
    """What each programme says about the case."""
    return tuple(_verdict(programme, funding.facts, facts) for programme in funding.programmes)


def joint_applications(funding: Funding, people: Mapping[str, Collection[str]]) -> dict[str, tuple[Programme, ...]]:
    """By offer, whose people are given: the programmes under which one application for all of them is possible."""
    found: dict[str, tuple[Programme, ...]] = {}
    for offer, everyone in people.items():
        facts = {"people": float(len(set(everyone)))}
        possible = tuple(each for each in funding.programmes if each.joint and each.joint.test.value(facts))
        if possible:
            found[offer] = possible
    return found


def _verdict(programme: Programme, known: Mapping[str, Fact], facts: Facts) -> Verdict:
    return Verdict(
        programme=programme,
        findings=tuple(_finding(rule, known, facts) for rule in programme.rules),
        share=_share(programme, known, facts) if programme.shares else None,
        joint=_finding(programme.joint, known, facts) if programme.joint else None,
    )


def _finding(rule: Rule, known: Mapping[str, Fact], facts: Facts) -> Finding:
    value = rule.test.value(facts)
    if value is None:
        state = State.UNKNOWN
    elif value:
        state = State.FULFILLED
    elif rule.elsewhere is not None and rule.elsewhere.value(facts) is not False:
        state = State.DIFFERS
    else:
        state = State.UNKNOWN if rule.usually else State.NOT
    names = [*rule.test.facts, *(rule.elsewhere.facts if rule.elsewhere and state is State.DIFFERS else ())]
    missing = [name for name in dict.fromkeys(names) if name not in facts]
    asks = tuple(known[name] for name in missing) if state in (State.UNKNOWN, State.DIFFERS) else ()
    return Finding(rule, state, {name: facts[name] for name in names if name in facts}, asks)


def _share(programme: Programme, known: Mapping[str, Fact], facts: Facts) -> EmployerShare:
    for share in programme.shares:
        value = share.test.value(facts)
        if value:
            return EmployerShare(share.percent, share, ())
        if value is None:
            missing = tuple(known[name] for name in share.test.facts if name not in facts)
            return EmployerShare(None, None, missing)
    return EmployerShare(None, None, ())
