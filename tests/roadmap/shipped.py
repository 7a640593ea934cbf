"""The content that is shipped, read from its files."""

from functools import cache
from pathlib import Path

from competence_check.content.frameworks import frameworks
from competence_check.content.profiles import profiles
from competence_check.levels import Profile, Target
from lms.catalogue.plugin import plugin as catalogue
from lms.kernel.content import ContentSource, read_content
from roadmap.funding.content import funding
from roadmap.funding.rules import Funding
from roadmap.goals.combining import Goal
from roadmap.goals.content import goals
from roadmap.offers.content import offers
from roadmap.offers.facts import OfferFacts
from roadmap.region.content import demand
from roadmap.region.demand import Demand

CONTENT = Path(__file__).resolve().parents[2] / "content"
KINDS = [frameworks, profiles, demand, goals, funding, *catalogue.content, offers]


@cache
def shipped() -> ContentSource:
    source = read_content(CONTENT, KINDS)
    assert source.faults == []
    return source


def shipped_demand() -> Demand:
    ((slug, body),) = shipped().parsed["demand"].items()
    return Demand.from_json(slug, body)


def shipped_funding() -> Funding:
    ((slug, body),) = shipped().parsed["funding"].items()
    return Funding.from_json(slug, body)


def shipped_goals() -> dict[str, Goal]:
    return {slug: Goal.from_json(slug, body) for slug, body in shipped().parsed["goals"].items()}


def shipped_offers() -> dict[str, OfferFacts]:
    found: dict[str, OfferFacts] = shipped().parsed["offers"]
    return found


def shipped_profile(slug: str) -> Profile:
    facts = shipped().parsed["profiles"][slug]
    targets = {code: Target(code, each.level, each.weight, each.reason) for code, each in facts.targets.items()}
    return Profile(slug, facts.version, facts.framework, facts.family, facts.names, facts.summaries, targets)
