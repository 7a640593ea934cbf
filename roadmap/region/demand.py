"""Regional demand as plain values, and what follows from it for an offer or a target profile. Pure.

A weight is 1 plus what applies, never above `most`; the numbers stand in the content file, see docs/content.md.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.kernel.toml import Texts

LISTS = ("adaptation", "degree", "future", "school")
DEGREE_KINDS = ("group_retraining", "in_house_retraining", "partial", "external_exam")
LEVELS = ("F", "S", "E")


@dataclass(frozen=True)
class Occupation:
    """An occupational group. code: three digits; group: key of the group of the tables it stands in."""

    code: str
    group: str
    names: Texts


@dataclass(frozen=True)
class District:
    """A district. shortages: by code of an occupation the levels on which people are lacking: F, S, E."""

    key: str
    names: Texts
    shortages: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class EducationTarget:
    """An education target of the plan.

    list: which list names it. kind: how a degree is reached; empty elsewhere. occupations: code and level, such as
    "242:F", to which it leads; competences: ids that it needs. Both are our assignment, not the plan's.
    """

    key: str
    list: str
    kind: str
    names: Texts
    occupations: tuple[str, ...]
    competences: tuple[str, ...]


@dataclass(frozen=True)
class Volume:
    """How many grants are planned. total: a sum over offices, or a group of people; not one office's share."""

    key: str
    names: Texts
    grants: int
    degree_oriented: int
    total: bool


@dataclass(frozen=True)
class Weighing:
    """How much each reason counts; shares of 1."""

    listed: float
    shortage: float
    future: float
    competence: float
    most: float


@dataclass(frozen=True)
class Demand:
    """A regional plan. dated: of the document; shortages_from: source of the tables."""

    slug: str
    names: Texts
    publishers: Texts
    year: int
    dated: date
    shortages_from: Texts
    weighing: Weighing
    groups: Mapping[str, Texts]
    occupations: Mapping[str, Occupation]
    districts: Mapping[str, District]
    targets: Mapping[str, EducationTarget]
    volumes: tuple[Volume, ...]

    @classmethod
    def from_json(cls, slug: str, body: Mapping[str, Any]) -> "Demand":
        """What `roadmap.region.content` stored."""
        return cls(
            slug=slug,
            names=body["names"],
            publishers=body["publishers"],
            year=body["year"],
            dated=date.fromisoformat(body["dated"]),
            shortages_from=body["shortages_from"],
            weighing=Weighing(**body["weighing"]),
            groups=body["groups"],
            occupations={each["code"]: Occupation(**each) for each in body["occupations"]},
            districts={each["key"]: _district(each) for each in body["districts"]},
            targets={each["key"]: _target(each) for each in body["targets"]},
            volumes=tuple(Volume(**each) for each in body["volumes"]),
        )

    def rows(self, district: str) -> list[tuple[str, list[tuple[Occupation, tuple[str, ...]]]]]:
        """The table of a district: by group its occupations in the order of their codes, with levels."""
        shortages = self.districts[district].shortages
        found: dict[str, list[tuple[Occupation, tuple[str, ...]]]] = {}
        for code in sorted(shortages):
            found.setdefault(self.occupations[code].group, []).append((self.occupations[code], shortages[code]))
        return list(found.items())


def _district(body: Mapping[str, Any]) -> District:
    return District(body["key"], body["names"], {code: tuple(levels) for code, levels in body["shortages"].items()})


def _target(body: Mapping[str, Any]) -> EducationTarget:
    lists = {name: tuple(body[name]) for name in ("occupations", "competences")}
    return EducationTarget(**{**body, **lists})


@dataclass(frozen=True)
class Listed:
    """Reason: the plan names the education target."""

    target: EducationTarget


@dataclass(frozen=True)
class Shortage:
    """Reason: these districts lack people in the occupation on that level."""

    occupation: Occupation
    level: str
    districts: tuple[District, ...]


@dataclass(frozen=True)
class Weight:
    """How much the region's demand speaks for something: 1 for not at all. reasons: strongest kind first."""

    factor: float
    listed: tuple[Listed, ...] = ()
    shortages: tuple[Shortage, ...] = ()


def weigh(demand: Demand, targets: Sequence[str], districts: Collection[str] | None = None) -> Weight:
    """How much demand speaks for an offer that serves these education targets; districts: only those, if given."""
    served = [demand.targets[key] for key in targets if key in demand.targets]
    here = [each for key, each in demand.districts.items() if districts is None or key in districts]
    shortages = []
    for name in dict.fromkeys(name for target in served for name in target.occupations):
        code, _, level = name.partition(":")
        lacking = tuple(each for each in here if level in each.shortages.get(code, ()))
        if lacking:
            shortages.append(Shortage(demand.occupations[code], level, lacking))
    by = demand.weighing
    lacking_districts = {each.key for shortage in shortages for each in shortage.districts}
    sum_of = by.listed if served else 0.0
    sum_of += by.future if any(target.list == "future" for target in served) else 0.0
    sum_of += by.shortage * len(lacking_districts)
    return Weight(min(by.most, 1 + sum_of), tuple(map(Listed, served)), tuple(shortages))


def competence_weights(demand: Demand) -> dict[str, tuple[float, tuple[EducationTarget, ...]]]:
    """By competence that future-oriented targets need: the factor for its weight in a profile, and those targets."""
    found: dict[str, tuple[EducationTarget, ...]] = {}
    for target in demand.targets.values():
        if target.list == "future":
            for competence in target.competences:
                found[competence] = (*found.get(competence, ()), target)
    factor = min(demand.weighing.most, 1 + demand.weighing.competence)
    return {competence: (factor, targets) for competence, targets in found.items()}
