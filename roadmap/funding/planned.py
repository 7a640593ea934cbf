"""What the funding rules say about a plan: for each step of a training provider, and for the whole. Pure.

What is known of the person, the firm and the case is the same for every step; hours and certificates are the offer's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roadmap.funding.expressions import Facts
from roadmap.funding.rules import Fact, Finding, Funding, Programme, Rule, State, Verdict, advise

# The worst first: what a rule says of the whole is what it says of the step that stands worst.
_ORDER = (State.NOT, State.DIFFERS, State.UNKNOWN, State.FULFILLED)


@dataclass(frozen=True)
class Measure:
    """A step of a training provider. facts: of the offer; cost: euros."""

    slug: str
    facts: Facts
    cost: float


@dataclass(frozen=True)
class StepFunding:
    """What the programmes say about one step."""

    measure: Measure
    verdicts: tuple[Verdict, ...]

    @property
    def worth_asking(self) -> tuple[Verdict, ...]:
        """The programmes against which nothing speaks that is known."""
        return tuple(each for each in self.verdicts if each.is_worth_asking)


@dataclass(frozen=True)
class WholeRule:
    """What a rule says of all steps. state: of the step that stands worst; counts: of steps by state."""

    rule: Rule
    state: State
    counts: Mapping[State, int]


@dataclass(frozen=True)
class WholeVerdict:
    """What a programme says of all steps. worth_asking: slugs; cost: of these, in euros.

    joint: about one application for several people, None where the programme knows none.
    """

    programme: Programme
    rules: tuple[WholeRule, ...]
    worth_asking: tuple[str, ...]
    cost: float
    joint: Finding | None


@dataclass(frozen=True)
class PlanFunding:
    """Steps and whole. asks: the questions that are open anywhere, each once, what the offer itself lacks left out."""

    funding: Funding
    steps: tuple[StepFunding, ...]
    whole: tuple[WholeVerdict, ...]
    asks: tuple[Fact, ...]

    @property
    def by_step(self) -> Mapping[str, StepFunding]:
        """The steps by slug."""
        return {each.measure.slug: each for each in self.steps}


def plan_funding(funding: Funding, kept: Facts, measures: Sequence[Measure]) -> PlanFunding:
    """What the rules say about these steps. kept: what is known of person, firm and case."""
    steps = tuple(StepFunding(each, advise(funding, {**kept, **each.facts})) for each in measures)
    whole = tuple(_whole(programme, number, steps) for number, programme in enumerate(funding.programmes))
    asked: dict[str, Fact] = {}
    for step in steps:
        for verdict in step.worth_asking:
            for fact in (*verdict.asks, *(verdict.share.asks if verdict.share else ()), *_asks(verdict.joint)):
                asked[fact.key] = fact
    asks = tuple(fact for key, fact in funding.facts.items() if key in asked and fact.about != "offer")
    return PlanFunding(funding, steps, whole, asks)


def kept_facts(funding: Funding, given: Mapping[str, float | bool]) -> dict[str, float | bool]:
    """Those of the facts that may be kept with a roadmap and that the rules still know, in the right kind."""
    return {
        key: value
        for key, value in given.items()
        if (fact := funding.facts.get(key)) is not None
        and fact.kept
        and fact.about != "offer"
        and (fact.kind == "flag") == isinstance(value, bool)
    }


def _asks(finding: Finding | None) -> tuple[Fact, ...]:
    return finding.asks if finding is not None else ()


def _whole(programme: Programme, number: int, steps: Sequence[StepFunding]) -> WholeVerdict:
    verdicts = [step.verdicts[number] for step in steps]
    worth = [step for step in steps if step.verdicts[number].is_worth_asking]
    return WholeVerdict(
        programme=programme,
        rules=tuple(
            _whole_rule(rule, [verdict.findings[place].state for verdict in verdicts])
            for place, rule in enumerate(programme.rules)
        ),
        worth_asking=tuple(step.measure.slug for step in worth),
        cost=sum(step.measure.cost for step in worth),
        joint=verdicts[0].joint if verdicts else None,
    )


def _whole_rule(rule: Rule, states: Sequence[State]) -> WholeRule:
    counts = {state: states.count(state) for state in _ORDER if state in states}
    return WholeRule(rule, next(iter(counts), State.UNKNOWN), counts)
